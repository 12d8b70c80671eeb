import { describe, expect, it } from '@jest/globals';
import { checkFields } from '#libs/kernel/fields.js';
import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { type Employee } from '../employee/employee.js';
import { decider } from '../testing/decide.js';
import { owned, people, policies, unowned } from '../testing/world.js';
import { designation } from './designation.js';
import { designationCommands, type DesignationEvents } from './messages.js';
import { isKeyAccountAt } from './state.js';

const facet = decider(designation, { ownership: owned });
/** `bob` owns the account; he serves as many key accounts, and can serve so many. */
const serving = (keyAccounts: number, own?: number) => ({
  ...people,
  'employee-bob': {
    employee: {
      ...(people['employee-bob'].employee as unknown as Extract<Employee, { stage: 'active' }>),
      capacity: own === undefined ? [] : [{ value: own, since: '2026-01-01T00:00:00.000Z' }],
      keyAccounts: Array.from({ length: keyAccounts }, (_, index) => `a-${index}`),
    },
  },
});
const given = (...events: readonly Past<DesignationEvents>[]) => {
  const history = facet.given(...events);
  return {
    slice: history.slice,
    when: (command: Parameters<typeof history.when>[0], world: World = {}) =>
      history.when(command, { policies, others: serving(0), ...world }),
  };
};
const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T09:00:00.000Z`;
const bet = { kind: 'key', basis: 'potential', rationale: 'They build a second plant.' } as const;
const designated = { type: 'KeyAccountDesignated', data: bet } as const;
const designate = (more: object = {}) => ({ type: 'DesignateKeyAccount', data: { ...bet, ...more } }) as const;
const retired = { type: 'KeyAccountRetired', data: { reason: 'sold' } } as const;
const retire = { type: 'RetireKeyAccount', data: { reason: 'sold' } } as const;
const nominated = { type: 'KeyAccountNominated', data: { rationale: 'I could not sleep if we lost them.' } } as const;
const nominate = { type: 'NominateKeyAccount', data: nominated.data } as const;

describe('a nomination', () => {
  it('19: is anybody’s, with the reason; told again it adds nothing, another reason does', () => {
    given().when(nominate).thenEvents(nominated);
    given(nominated).when(nominate).thenEvents();
    const other = { rationale: 'Their potential.' };
    given(nominated).when({ type: 'NominateKeyAccount', data: other }).thenEvents({ type: 'KeyAccountNominated', data: other });
  });

  it('is not of a key account', () => {
    given(designated)
      .when(nominate)
      .thenRejected('ALREADY_KEY_ACCOUNT', /DesignateKeyAccount/);
    given(designated, retired).when(nominate).thenEvents(nominated);
  });

  it('is declined with a reason while it stands', () => {
    const decline = { type: 'DeclineNomination', data: { reason: 'too small' } } as const;
    given()
      .when(decline)
      .thenRejected('NOT_NOMINATED', /NominateKeyAccount/);
    const declined = { type: 'NominationDeclined', data: { reason: 'too small' } } as const;
    given(nominated).when(decline).thenEvents(declined);
    given(nominated, declined).when(decline).thenEvents();
    given(nominated, declined)
      .when({ type: 'DeclineNomination', data: { reason: 'other' } })
      .thenRejected('NOT_NOMINATED');
  });
});

describe('an evaluation', () => {
  const scores = {
    'good-income': 5,
    'reliable-partner': 4,
    'plans-long-term': 3,
    'sales-growth': 2,
    'new-revenue': 1,
    reputation: 5,
  } as const;
  const evaluate = { type: 'EvaluateAccount', data: { scores } } as const;

  it('9, 13: counts the criteria that are met and weighs the scores, under a version of the policy', () => {
    given()
      .when(evaluate)
      .thenEvents({
        type: 'AccountEvaluated',
        data: { scores, met: ['good-income', 'reliable-partner', 'reputation'], metCount: 3, points: 58, qualifies: true },
        policy: 'designation-criteria@0',
      });
  });

  it('comes out otherwise under other criteria', () => {
    const known = policies['designation-criteria'] as { readonly ref: string; readonly document: object };
    const document = { ...known.document, criteria: ['reputation', 'sales-growth'], criteriaMin: 2, scoreMet: 5 };
    given()
      .when(evaluate, { policies: { ...policies, 'designation-criteria': { ref: 'designation-criteria@2', document } } })
      .thenEvents({
        type: 'AccountEvaluated',
        data: { scores, met: ['reputation'], metCount: 1, points: 63, qualifies: false },
        policy: 'designation-criteria@2',
      });
  });

  it('scores every criterion that the policy asks for, and no other', () => {
    const { reputation: _, ...some } = scores;
    given()
      .when({ type: 'EvaluateAccount', data: { scores: some } })
      .thenRejected('CRITERIA_INCOMPLETE', /missing: reputation/, '/scores');
    const faults = checkFields(designationCommands.EvaluateAccount.fields, { scores: { reputatoin: 3 } }, '/data');
    expect(faults).toEqual([{ pointer: '/data/scores/reputatoin', detail: expect.stringContaining('id you mean') }]);
  });

  it('adds nothing told again the same day', () => {
    const evaluated = {
      type: 'AccountEvaluated',
      data: { scores, met: [], metCount: 0, points: 0, qualifies: false },
      occurredAt: on(21),
    } as const;
    given(evaluated)
      .when(evaluate, { occurredAt: on(21) })
      .thenEvents();
    expect(given(evaluated).when(evaluate, { occurredAt: on(22) }).decision).toHaveLength(1);
  });
});

describe('a designation', () => {
  it('8, 10: has a kind, a basis and a rationale; told again it adds nothing', () => {
    given()
      .when(designate())
      .thenEvents({ ...designated, policy: 'capacity@0' });
    given(designated).when(designate()).thenEvents();
    given(designated)
      .when(designate({ kind: 'global' }))
      .thenEvents({ type: 'KeyAccountDesignated', data: { ...bet, kind: 'global', previous: 'key' } });
  });

  it('is of an account that somebody serves', () => {
    decider(designation, { ownership: unowned })
      .given()
      .when(designate(), { policies, others: people })
      .thenRejected('NO_OWNER', /AssignOwner/);
  });

  it('5: beyond the capacity of the owner is refused, at it and below it is not', () => {
    given()
      .when(designate(), { others: serving(9) })
      .thenEvents({ ...designated, policy: 'capacity@0' });
    given()
      .when(designate(), { others: serving(10) })
      .thenRejected('CAPACITY_EXCEEDED', /bob would serve 11 key accounts and can serve 10: .*SetServiceCapacity/, '/override');
    given()
      .when(designate(), { others: serving(10, 11) })
      .thenEvents(designated);
    given()
      .when(designate(), { others: serving(3, 3) })
      .thenRejected('CAPACITY_EXCEEDED');
  });

  it('5: beyond it is possible with a reason, which is told with what was exceeded, and only then', () => {
    const override = { reason: 'the board asks for it' };
    const numbers = { employeeId: 'bob', keyAccounts: 4, keyAccountsMax: 3 };
    given()
      .when(designate({ override }), { others: serving(3, 3) })
      .thenEvents({ type: 'KeyAccountDesignated', data: { ...bet, override: { ...override, ...numbers } } });
    given()
      .when(designate({ override }), { others: serving(2, 3) })
      .thenEvents(designated);
  });

  it('that is changed, or told of a time before a retirement, takes no capacity', () => {
    const full = { others: serving(3, 3) };
    expect(given(designated).when(designate({ kind: 'global' }), full).decision).toHaveLength(1);
    const past = [
      { ...designated, occurredAt: on(21) },
      { ...retired, occurredAt: on(23) },
    ];
    expect(given(...past).when(designate(), { ...full, occurredAt: on(20) }).decision).toHaveLength(1);
    given(...past)
      .when(designate(), { ...full, occurredAt: on(24) })
      .thenRejected('CAPACITY_EXCEEDED');
  });

  it('may be from a later day on, not from one before the decision', () => {
    given()
      .when(designate({ effectiveFrom: '2026-02-28' }))
      .thenRejected('EFFECTIVE_BEFORE_DECISION', /2026-02-28/, '/effectiveFrom');
    const { slice } = given({ type: 'KeyAccountDesignated', data: { ...bet, effectiveFrom: '2026-02-24' }, occurredAt: on(21) });
    expect([20, 21, 23, 24].map((day) => isKeyAccountAt(slice, on(day)))).toEqual([false, false, false, true]);
    expect(isKeyAccountAt(slice, '2026-02-23T20:00:00.000Z', '2026-02-24')).toBe(true);
  });

  it('holds until it is retired, in whatever order both are told', () => {
    const line = [
      { ...retired, occurredAt: on(24) },
      { ...designated, occurredAt: on(21) },
    ];
    const { slice } = given(...line);
    expect([20, 21, 23, 24].map((day) => isKeyAccountAt(slice, on(day)))).toEqual([false, true, true, false]);
    expect(given(...line.toReversed()).slice).toEqual(slice);
  });
});

describe('a retirement', () => {
  it('35: ends what was a key account at that time, once, with a reason', () => {
    given()
      .when(retire)
      .thenRejected('NOT_A_KEY_ACCOUNT', /no key account at/);
    given(designated).when(retire).thenEvents(retired);
    given(designated, retired).when(retire).thenEvents();
    given(designated, retired)
      .when({ type: 'RetireKeyAccount', data: { reason: 'other' } })
      .thenRejected('NOT_A_KEY_ACCOUNT');
    given({ ...designated, occurredAt: on(21) }, { ...retired, occurredAt: on(24) })
      .when({ type: 'RetireKeyAccount', data: { reason: 'other' } }, { occurredAt: on(22) })
      .thenRejected('NOT_A_KEY_ACCOUNT', /is retired on 2026-02-24 already: correct that/);
  });
});

describe('the type and the role of an account', () => {
  it.each([
    ['15–18', 'ClassifyAccount', 'AccountClassified', { type: 'image', rationale: 'leads its trade' }],
    ['37', 'SetStrategicRole', 'StrategicRoleSet', { role: 'door-opener' }],
  ] as const)('%s: %s holds from a date on, and adds nothing told again', (_, type, event, data) => {
    const told = { type: event, data } as Past<DesignationEvents>;
    const asked = { type, data } as Parameters<ReturnType<typeof given>['when']>[0];
    expect(given().when(asked).decision).toEqual([told]);
    given(told).when(asked).thenEvents();
  });
});
