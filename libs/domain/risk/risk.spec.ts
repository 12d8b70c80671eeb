import { describe, expect, it } from '@jest/globals';
import { contextOf, NOON, type Past, type World } from '#libs/kernel/testing/decider.js';
import { commerce } from '../commerce/commerce.js';
import { type Policy } from '../policy/policy.js';
import { NO_RELATIONSHIP } from '../relationship/state.js';
import { decider } from '../testing/decide.js';
import { notOpen, open, owned, people, policies, unowned, survivor } from '../testing/world.js';
import { type RiskEvents, type RiskCommands } from './messages.js';
import { risk } from './risk.js';
import { NO_RISK, standingAt } from './state.js';

const around = { profile: open, ownership: owned, relationship: NO_RELATIONSHIP, commerce: commerce.initial };
const facet = decider(risk, around);
const given = (...events: readonly Past<RiskEvents>[]) => {
  const history = facet.given(...events);
  return {
    slice: history.slice,
    when: (command: Parameters<typeof history.when>[0], world: World = {}) =>
      history.when(command, { policies, others: { ...people, ...silencePolicy }, ...world }),
  };
};
/** Policy `silence` as it was published and put in force twice, and once for the future. */
const silencePolicy = {
  'policy-silence': {
    policy: {
      versions: [1, 2, 3].map((version) => ({ version, document: {}, retired: false })),
      activations: [
        { version: 1, validFrom: '2026-01-01T00:00:00.000Z' },
        { version: 2, validFrom: '2026-02-01T00:00:00.000Z' },
        { version: 3, validFrom: '2027-01-01T00:00:00.000Z' },
      ],
    } satisfies Policy,
  },
};
/** The owner at noon. */
const credit = { employeeId: 'bob', teamId: 'south' };
const AFTER = '2026-03-02T12:00:00.000Z';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

const flag = (changes: Partial<RiskCommands['FlagChurnRisk']> = {}) =>
  ({ type: 'FlagChurnRisk', data: { level: 'watch', reasons: ['price', 'forgotten'], ...changes } }) as const;
const flagged: Past<RiskEvents> = {
  type: 'ChurnRiskFlagged',
  data: { level: 'watch', reasons: ['price', 'forgotten'], basis: 'person', credit },
};

const lost: Past<RiskEvents> = { type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'no order for a year' } };
const opened: Past<RiskEvents> = { type: 'WinBackOpened', data: { reason: 'a new buyer' } };
const offered: Past<RiskEvents> = { type: 'WinBackOfferMade', data: { offerId: 'o-1', kind: 'gift' } };
const answered = (accepted: boolean): Past<RiskEvents> => ({ type: 'WinBackAnswerRecorded', data: { offerId: 'o-1', accepted } });
const wonBack: Past<RiskEvents> = { type: 'AccountWonBack', data: {} };
const postmortem: Past<RiskEvents> = { type: 'ChurnPostmortemRecorded', data: { internal: ['two late deliveries'], external: [] } };

const declareLost = { type: 'DeclareLost', data: { reasons: ['price', 'price'], competitor: 'Initech' } } as const;
const recordPostmortem = { type: 'RecordPostmortem', data: { internal: ['two late deliveries'], external: [] } } as const;
const openWinBack = { type: 'OpenWinBack', data: { reason: 'a new buyer', value: eur('90000') } } as const;
const makeOffer = { type: 'MakeWinBackOffer', data: { offerId: 'o-1', kind: 'gift', cost: eur('50') } } as const;
const recordAnswer = (accepted: boolean, offerId = 'o-1') => ({ type: 'RecordWinBackAnswer', data: { offerId, accepted } }) as const;
const declareWonBack = { type: 'DeclareWonBack', data: { reason: 'first order' } } as const;

const renew = (until: string, value?: string) =>
  ({ type: 'RenewContract', data: { contractId: 'c-1', until, ...(value === undefined ? {} : { value: eur(value) }) } }) as const;

describe('a churn risk', () => {
  it('is flagged by a person unless a policy raised it', () => {
    given()
      .when(flag({ rationale: 'no answer' }))
      .thenEvents({ ...flagged, data: { ...flagged.data, rationale: 'no answer' } } as Past<RiskEvents>);
    given()
      .when(flag({ basis: 'silence@2' }))
      .thenEvents({
        type: 'ChurnRiskFlagged',
        data: { level: 'watch', reasons: ['price', 'forgotten'], basis: 'silence@2', credit },
        policy: 'silence@2',
      });
  });

  it('changes nothing when it is flagged again, in whatever order the reasons are told', () => {
    given(flagged).when(flag()).thenEvents();
    given(flagged)
      .when(flag({ reasons: ['forgotten', 'price', 'forgotten'], rationale: 'once more' }))
      .thenEvents();
  });

  it('names the level before when it changes', () => {
    given(flagged)
      .when(flag({ level: 'critical' }))
      .thenEvents({
        type: 'ChurnRiskFlagged',
        data: { level: 'critical', previous: 'watch', reasons: ['price', 'forgotten'], basis: 'person', credit },
      });
    for (const changes of [
      { reasons: ['price'] },
      { reasons: ['price', 'service'] },
      { reasons: ['price', 'forgotten', 'service'] },
      { basis: 'silence@1' },
    ] as const) {
      expect(given(flagged).when(flag(changes)).decision).toHaveLength(1);
    }
  });

  it.each(['', 'Silence@1', 'a person', 'mood@1', 'constructor@1'])('does not rest on %j', (basis) => {
    given()
      .when(flag({ basis }))
      .thenRejected('INVALID_BASIS', /write person, .* of recording, .*silence/, '/basis');
  });

  it('is cleared with a reason; where nothing is flagged there is nothing to clear', () => {
    const clear = { type: 'ClearChurnRisk', data: { reason: 'settled' } } as const;
    const cleared: Past<RiskEvents> = { type: 'ChurnRiskCleared', data: { previous: 'watch', reason: 'settled' } };
    given(flagged).when(clear).thenEvents(cleared);
    given().when(clear).thenEvents();
    given(flagged, cleared).when(flag()).thenEvents(flagged);
  });
});

describe('a contract', () => {
  const renewed: Past<RiskEvents> = { type: 'ContractRenewed', data: renew('2028-06-30', '100').data };

  it('is renewed to a later day', () => {
    given().when(renew('2028-06-30', '100')).thenEvents(renewed);
    given(renewed)
      .when(renew('2028-07-01'))
      .thenEvents({ type: 'ContractRenewed', data: renew('2028-07-01').data });
    given(renewed).when(renew('2028-06-30', '100')).thenEvents();
  });

  it('is not renewed to the day it runs until already, nor to an earlier one', () => {
    given(renewed).when(renew('2028-06-29', '100')).thenRejected('CONTRACT_NOT_EXTENDED', 'until 2028-06-30 already');
    given(renewed).when(renew('2028-06-30', '200')).thenRejected('CONTRACT_NOT_EXTENDED');
  });

  it('may be called what every object has', () => {
    expect(given().when({ type: 'RenewContract', data: { contractId: 'constructor', until: '2028-06-30' } }).decision).toHaveLength(1);
  });
});

describe('an account', () => {
  it('R4: is declared lost by a person; the criterion in force is evaluated, met or not', () => {
    const never = 'not met, no order in 59 days since it was opened';
    given()
      .when(declareLost)
      .thenEvents({
        type: 'AccountDeclaredLost',
        data: {
          reasons: ['price'],
          competitor: 'Initech',
          basis: 'person',
          criterion: never,
          evaluation: { met: false, orderDays: 0, daysSilent: 59 },
          credit,
        },
        policy: 'churn-criterion@0',
      });
    given(lost)
      .when({ type: 'DeclareLost', data: { reasons: ['price'] } })
      .thenEvents();
    given(lost, opened)
      .when({ type: 'DeclareLost', data: { reasons: ['price'] } })
      .thenEvents();
  });

  it('has one postmortem for each loss', () => {
    given(lost).when(recordPostmortem).thenEvents(postmortem);
    given(lost, opened).when(recordPostmortem).thenEvents(postmortem);
    given(lost, postmortem).when(recordPostmortem).thenEvents();
    given(lost, postmortem, opened).when(recordPostmortem).thenEvents();
    given(lost, postmortem)
      .when({ type: 'RecordPostmortem', data: { internal: [], external: ['a depot nearby'] } })
      .thenRejected('POSTMORTEM_RECORDED');
    given(lost, postmortem, wonBack, { ...lost, occurredAt: AFTER })
      .when(recordPostmortem, { occurredAt: AFTER })
      .thenEvents(postmortem);
  });

  it.each([recordPostmortem, openWinBack, declareWonBack])('that is not lost takes no $type', (command) => {
    given().when(command).thenRejected('ACCOUNT_NOT_LOST', 'declare it with DeclareLost');
    given(lost, wonBack).when(command).thenRejected('ACCOUNT_NOT_LOST');
  });

  it('is won back with or without a campaign', () => {
    given(lost)
      .when(declareWonBack)
      .thenEvents({ type: 'AccountWonBack', data: { reason: 'first order', credit } });
    given(lost, opened)
      .when(declareWonBack)
      .thenEvents({ type: 'AccountWonBack', data: { reason: 'first order', credit } });
    expect(standingAt(given(lost, opened, wonBack).slice, NOON).kind).toBe('customer');
  });

  it.each(notOpen)('that is not open is closed to every command: %s', (code, profile) => {
    for (const type of Object.keys(risk.decide)) {
      decider(risk, { ...around, profile })
        .given()
        .when({ type, data: {} } as never, survivor)
        .thenRejected(code);
    }
  });
});

describe('what moves the figures of a team', () => {
  const moves = [
    [flag(), []],
    [declareLost, []],
    [declareWonBack, [{ ...lost, occurredAt: '2026-01-20T12:00:00.000Z' }]],
  ] as const;

  it.each(moves)('counts for the owner and the team of that time: %j', (command, past) => {
    const { decision } = given(...past).when(command, { occurredAt: '2026-02-01T12:00:00.000Z' });
    expect(decision).toMatchObject([{ data: { credit: { employeeId: 'ann', teamId: 'north' } } }]);
  });

  it.each(moves)('counts for nobody while nobody owns the account: %j', (command, past) => {
    const nobodys = decider(risk, { ...around, ownership: unowned }).given(...past);
    expect(nobodys.when(command, { policies }).decision).toMatchObject([{ data: { credit: {} } }]);
  });

  it('asks for the stream of the owner before it is decided', () => {
    const state = { ...around, risk: NO_RISK };
    const asked = { ...flag(), stream: 'account-acme', commandId: 'c', occurredAt: '2026-02-01T12:00:00.000Z', actor: 'a' };
    expect(risk.decide.FlagChurnRisk(asked, state, contextOf())).toEqual({ needs: ['employee-ann'] });
  });
});

describe('a win-back', () => {
  it('is opened for a lost account, once', () => {
    given(lost).when(openWinBack).thenEvents({ type: 'WinBackOpened', data: openWinBack.data });
    given(lost, opened)
      .when({ type: 'OpenWinBack', data: { reason: 'a new buyer' } })
      .thenEvents();
  });

  it('makes offers under ids of their own', () => {
    given(lost, opened).when(makeOffer).thenEvents({ type: 'WinBackOfferMade', data: makeOffer.data });
    given(lost, opened, offered).when(makeOffer).thenRejected('OFFER_ID_TAKEN');
  });

  it.each([makeOffer, recordAnswer(true)])('takes no $type while none is open', (command) => {
    given().when(command).thenRejected('NO_WIN_BACK_OPEN', 'open it with OpenWinBack');
    given(lost).when(command).thenRejected('NO_WIN_BACK_OPEN');
    given(lost, opened, offered, wonBack).when(command).thenRejected('NO_WIN_BACK_OPEN');
  });

  it.each([true, false])('records one answer to an offer: accepted %p', (accepted) => {
    given(lost, opened, offered).when(recordAnswer(accepted)).thenEvents(answered(accepted));
    given(lost, opened, offered, answered(accepted)).when(recordAnswer(accepted)).thenEvents();
    given(lost, opened, offered, answered(accepted))
      .when(recordAnswer(!accepted))
      .thenRejected('OFFER_ANSWERED', accepted ? 'accepted' : 'declined');
  });

  it('answers only offers that were made', () => {
    given(lost, opened, offered).when(recordAnswer(true, 'o-2')).thenRejected('OFFER_NOT_FOUND');
    given(lost, opened, offered).when(recordAnswer(true, 'constructor')).thenRejected('OFFER_NOT_FOUND');
  });
});
