import { describe, expect, it } from '@jest/globals';
import { simulate } from '../testing/simulation.js';

/** An account opened on 1 January 2026, to which things are told. */
const account = () => {
  const world = simulate();
  let count = 0;
  const tell = (type: string, data: object, day: string) => {
    count += 1;
    return world.send({ stream: 'account-acme', type, data, commandId: `c-${count}`, occurredAt: `${day}T12:00:00.000Z` });
  };
  tell('OpenAccount', { name: 'Acme' }, '2026-01-01');
  return {
    tell,
    state: () => world.states.get('account-acme') as { readonly risk: { readonly flags: readonly { readonly value: object | null }[] } },
  };
};

const flag = (level: string) => ({ level, reasons: ['price'] });
const order = (orderNumber: string) => ({ orderNumber, net: { amount: '10', currency: 'EUR' } });

describe('risk and standing', () => {
  it('T2: a flag told later of an earlier day does not undo a newer one, nor does a clearing', () => {
    const { tell, state } = account();
    tell('FlagChurnRisk', flag('critical'), '2026-03-10');
    expect(tell('FlagChurnRisk', flag('watch'), '2026-03-01')).toMatchObject([{ data: { level: 'watch' } }]);
    expect(state().risk.flags.at(-1)!.value).toMatchObject({ level: 'critical' });
    expect(tell('ClearChurnRisk', { reason: 'settled' }, '2026-03-05')).toMatchObject([{ data: { previous: 'watch' } }]);
    expect(state().risk.flags.at(-1)!.value).toMatchObject({ level: 'critical' });
    expect(tell('ClearChurnRisk', { reason: 'settled' }, '2026-02-01')).toEqual([]);
  });

  it('T7: an offer is answered after it was made, a return follows what was done about the loss, a postmortem the loss', () => {
    const { tell } = account();
    tell('DeclareLost', { reasons: ['price'] }, '2026-03-01');
    expect(tell('RecordPostmortem', { internal: [], external: [] }, '2026-02-01')).toMatchObject({
      rejected: 'ACCOUNT_NOT_LOST',
      detail: expect.stringContaining('declared lost on 2026-03-01'),
    });
    expect(tell('DeclareWonBack', {}, '2026-02-01')).toMatchObject({ rejected: 'ACCOUNT_NOT_LOST' });
    expect(tell('OpenWinBack', { reason: 'a new buyer' }, '2026-02-01')).toMatchObject({ rejected: 'ACCOUNT_NOT_LOST' });
    tell('OpenWinBack', { reason: 'a new buyer' }, '2026-03-05');
    tell('MakeWinBackOffer', { offerId: 'o-1', kind: 'gift' }, '2026-03-10');
    expect(tell('RecordWinBackAnswer', { offerId: 'o-1', accepted: true }, '2026-03-07')).toMatchObject({
      rejected: 'OFFER_NOT_MADE_YET',
      field: '/occurredAt',
    });
    expect(tell('DeclareWonBack', {}, '2026-03-03')).toMatchObject({ rejected: 'STANDING_CHANGED_LATER' });
    expect(tell('RecordWinBackAnswer', { offerId: 'o-1', accepted: true }, '2026-03-11')).toHaveLength(1);
    expect(tell('DeclareWonBack', {}, '2026-03-12')).toHaveLength(1);
  });

  it('T3: nobody is lost before the opening, nor while the stage changes', () => {
    const { tell } = account();
    expect(tell('DeclareLost', { reasons: ['price'] }, '2025-12-31')).toMatchObject({ rejected: 'LOST_BEFORE_OPENING' });
    tell('ChangeRelationshipStage', { to: 'value', override: { reason: 'the boards met' } }, '2026-03-01');
    expect(tell('DeclareLost', { reasons: ['price'] }, '2026-02-01')).toMatchObject({ rejected: 'STAGE_CHANGED_LATER' });
  });

  it('R4: the criterion is evaluated from the own orders and its result recorded, met or not', () => {
    const recent = account();
    recent.tell('RecordOrder', order('1'), '2026-03-01');
    expect(recent.tell('DeclareLost', { reasons: ['price'] }, '2026-03-02')).toMatchObject([
      {
        data: {
          basis: 'person',
          criterion: 'not met, 1 day since the order of 2026-03-01',
          evaluation: { met: false, orderDays: 1, lastOrderOn: '2026-03-01', daysSilent: 1 },
        },
      },
    ]);
    const weekly = account();
    for (const [number, day] of [
      ['1', '01'],
      ['2', '08'],
      ['3', '15'],
    ] as const)
      weekly.tell('RecordOrder', order(number), `2026-03-${day}`);
    const evaluation = { met: true, orderDays: 3, lastOrderOn: '2026-03-15', daysSilent: 21, intervalDays: 7 };
    expect(weekly.tell('DeclareLost', { reasons: ['price'] }, '2026-04-05')).toMatchObject([{ data: { evaluation } }]);
  });

  it('R5: a second declaration adds its competitor, a second win-back its reason; an order of a lost account is accepted', () => {
    const { tell } = account();
    tell('DeclareLost', { reasons: ['price'] }, '2026-03-01');
    expect(tell('DeclareLost', { reasons: ['price'] }, '2026-03-02')).toEqual([]);
    expect(tell('DeclareLost', { reasons: ['price'], competitor: 'Vireo' }, '2026-03-02')).toMatchObject([
      { data: { competitor: 'Vireo' } },
    ]);
    expect(tell('OpenWinBack', { reason: 'a new buyer' }, '2026-03-03')).toHaveLength(1);
    expect(tell('OpenWinBack', { reason: 'a new buyer' }, '2026-03-04')).toEqual([]);
    expect(tell('OpenWinBack', { reason: 'Vireo is late' }, '2026-03-04')).toMatchObject([{ data: { reason: 'Vireo is late' } }]);
    expect(tell('DeclareLost', { reasons: ['price'], competitor: 'Initech' }, '2026-03-05')).toHaveLength(1);
    expect(tell('MakeWinBackOffer', { offerId: 'o-1', kind: 'gift' }, '2026-03-06')).toHaveLength(1);
    expect(tell('RecordOrder', order('1'), '2026-03-07')).toHaveLength(1);
  });

  it('R6: a basis is a version of a policy that has been in force', () => {
    const { tell } = account();
    expect(tell('FlagChurnRisk', { ...flag('watch'), basis: 'silence@999' }, '2026-03-01')).toMatchObject({
      rejected: 'INVALID_BASIS',
      field: '/basis',
    });
    expect(tell('FlagChurnRisk', { ...flag('watch'), basis: 'silence@0' }, '2026-03-01')).toHaveLength(1);
  });

  it('M12: corrections leave no postmortem without its loss, no offer outside of its win-back, no answer before its offer', () => {
    const { tell } = account();
    tell('DeclareLost', { reasons: ['price'] }, '2026-03-01');
    tell('RecordPostmortem', { internal: ['late'], external: [] }, '2026-03-02');
    tell('OpenWinBack', { reason: 'a new buyer' }, '2026-03-03');
    tell('MakeWinBackOffer', { offerId: 'o-1', kind: 'gift' }, '2026-03-04');
    tell('RecordWinBackAnswer', { offerId: 'o-1', accepted: false }, '2026-03-05');
    const broken = (code: string) => ({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
    const reason = 'misread';
    expect(tell('WithdrawFact', { fact: 'c-2#0', reason }, '2026-04-01')).toMatchObject(broken('POSTMORTEM_WITHOUT_LOSS'));
    expect(tell('WithdrawFact', { fact: 'c-4#0', reason }, '2026-04-01')).toMatchObject(broken('OFFER_WITHOUT_WIN_BACK'));
    expect(tell('CorrectFact', { fact: 'c-5#0', occurredAt: '2026-03-06T12:00:00.000Z', reason }, '2026-04-01')).toMatchObject(
      broken('OFFER_ANSWERED_BEFORE_MADE'),
    );
    expect(tell('WithdrawFact', { fact: 'c-5#0', reason }, '2026-04-01')).toMatchObject({ rejected: 'FACT_IN_USE' });
    expect(tell('CorrectFact', { fact: 'c-2#0', changes: { competitor: 'Vireo' }, reason }, '2026-04-01')).toHaveLength(1);
  });
});
