import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
const eur = (amount: string) => ({ amount, currency: 'EUR' });

beforeAll(async () => {
  product = await startProduct();
  const { send } = product;
  const person = (employeeId: string) => send('RegisterEmployee', { employeeId }, '2025-01-01', { name: employeeId });
  await Promise.all(['ann', 'bob'].map(person));
  for (const [id, owner] of [
    ['acme', 'ann'],
    ['bolt', 'bob'],
    ['corp', 'bob'],
  ] as const) {
    await send('OpenAccount', id, '2025-01-02', { name: id });
    await send('AssignOwner', id, '2025-01-02', { employeeId: owner });
  }
});
afterAll(async () => product[Symbol.asyncDispose]());

const order = (orderNumber: string, amount: string) => ({ orderNumber, net: eur(amount) });
const time = (minutes: number, taskKind: string, more: object = {}) => ({ minutes, taskKind, ...more });

describe('resources', () => {
  beforeAll(async () => {
    const { send, caughtUp } = product;
    await send('RecordOrder', 'acme', '2026-01-10', order('a-1', '90000'));
    await send('RecordOrder', 'bolt', '2026-01-10', order('b-1', '9000'));
    await send('RecordOrder', 'corp', '2026-01-10', order('c-1', '30000'));
    await send('SetStrategicRole', 'corp', '2026-01-05', { role: 'reference' });
    await send('LogTime', 'acme', '2026-01-12', time(120, 'negotiation'));
    await send('LogTime', 'acme', '2026-01-13', time(60, 'travel', { employeeId: 'bob' }));
    await send('LogTime', 'bolt', '2026-01-14', time(1800, 'problem-solving', { unplanned: true }));
    await send('LogTime', 'bolt', '2026-02-14', time(600, 'customer-contact'));
    const resources = [
      { resource: 'salespeople-hours', quantity: 20 },
      { resource: 'outlets', quantity: 3 },
      { resource: 'logistics-runs', quantity: 12 },
    ];
    await send('AllocateResources', 'bolt', '2026-01-02', { period: '2026-Q1', resources });
    await send('ConsumeResource', 'bolt', '2026-02-01', { resource: 'logistics-runs', quantity: 15 });
    await caughtUp();
  });

  it('[26: figure, 120: figure] go by size, ease and role; hours are held against value, and given where they bring most', async () => {
    const { items, ...answer } = await product.ask('/v1/resources?hours=43&asOf=2026-03-01');
    expect(answer).toMatchObject({ months: { from: '2025-03', to: '2026-03' }, hours: 43, hoursToGive: 43 });
    expect(
      items.map(({ accountId, rank, quadrant, mismatch, hours, strategicRole }) => [
        accountId,
        rank,
        quadrant,
        mismatch,
        hours,
        strategicRole,
      ]),
    ).toEqual([
      ['acme', 1, 'underserved', 'under', 3, null],
      ['corp', 2, 'underserved', 'under', 0, 'reference'],
      ['bolt', 3, 'overserved', 'over', 40, null],
    ]);
    const suggested = items.map(({ suggestedHours }) => Number(suggestedHours));
    expect(suggested.reduce((sum, hours) => sum + hours, 0)).toBe(43);
    expect(suggested).toEqual([32, 11, 0]);
    expect(items[0]).toMatchObject({ netSales: { amount: eur('90000.00') }, size: 1, ease: 0.5, priority: 0.5 });
    expect(items[1]).toMatchObject({ priority: 0.25 });
    expect((await product.ask('/v1/resources?hours=many')) as object).toMatchObject({ errors: [{ pointer: '/hours' }] });
  });

  it('[121] are salespeople, outlets and logistics, each with what was allocated, what was consumed and what is left', async () => {
    expect(await product.ask('/v1/accounts/bolt/resources?asOf=2026-03-01')).toMatchObject({
      periods: [
        {
          period: '2026-Q1',
          resources: [
            { resource: 'salespeople-hours', allocated: 20, consumed: 40, left: -20 },
            { resource: 'outlets', allocated: 3, consumed: 0, left: 3 },
            { resource: 'logistics-runs', allocated: 12, consumed: 15, left: -3 },
          ],
        },
      ],
    });
  });

  it('[126] are time that is split by task, person and account', async () => {
    const answer = await product.ask('/v1/time?by=employee&from=2026-01&to=2026-02');
    expect(answer.items).toMatchObject([
      { key: 'bob', hours: 41, split: { travel: 60 / 2460, 'problem-solving': 1800 / 2460 }, unplannedShare: 1800 / 2460 },
      { key: 'ann', hours: 2, split: { negotiation: 1 }, unplannedShare: 0 },
    ]);
    expect((await product.ask('/v1/time?by=account&accountId=acme')).items).toMatchObject([{ key: 'acme', hours: 3 }]);
    expect(await product.command('LogTime', 'acme', '2026-01-12', time(30, 'negotiatian'))).toMatchObject({
      body: { errors: [{ pointer: '/data/taskKind', detail: expect.stringContaining('Did you mean negotiation?') }] },
    });
  });
});

describe('predictions', () => {
  it('[127] are scored by what came of them, for whoever made them', async () => {
    const { send, ask, command, caughtUp } = product;
    const made = (predictionId: string, probabilityPercent: number) => ({
      predictionId,
      claim: 'They renew',
      probabilityPercent,
      due: '2026-03-31',
    });
    await send('MakePrediction', 'acme', '2026-01-05', made('sure', 90));
    await send('MakePrediction', 'acme', '2026-01-05', made('likely', 70));
    await send('MakePrediction', 'bolt', '2026-01-05', made('wrong', 80));
    await send('MakePrediction', 'bolt', '2026-01-05', made('open', 50));
    await send('ResolvePrediction', 'acme', '2026-03-01', { predictionId: 'sure', cameTrue: true });
    await send('ResolvePrediction', 'acme', '2026-03-01', { predictionId: 'likely', cameTrue: false });
    await send('ResolvePrediction', 'bolt', '2026-03-01', { predictionId: 'wrong', cameTrue: false });
    expect(await command('ResolvePrediction', 'bolt', '2026-03-02', { predictionId: 'wrong', cameTrue: true })).toMatchObject({
      body: { rejection: { code: 'PREDICTION_RESOLVED' } },
    });
    await caughtUp();
    const { items } = await ask('/v1/prediction-scores?asOf=2026-04-15');
    expect(items).toMatchObject([
      { key: 'ann', open: 0, brier: { forecasts: 2, uncertainty: 0.25 } },
      { key: 'bob', open: 1, overdue: 1, brier: { forecasts: 1, skill: null } },
    ]);
    const scoreOf = (item: unknown) => (item as { readonly brier: { readonly score: number } }).brier.score;
    expect(scoreOf(items[0])).toBeCloseTo((0.01 + 0.49) / 2, 10);
    expect(scoreOf(items[1])).toBeCloseTo(0.64, 10);
    const open = await ask('/v1/predictions?employeeId=bob&status=open&asOf=2026-04-15');
    expect(open.items).toMatchObject([{ predictionId: 'open', overdue: true, score: null }]);
  });
});

describe('playbooks', () => {
  it('[70, 99, 128] have steps by stage and to balance power; what was done, what came of it and what was left out is seen', async () => {
    const { send, ask, command, caughtUp } = product;
    const done = (runId: string, step: string, day: string, result?: string) =>
      send('CompletePlaybookStep', 'acme', day, { runId, step, ...(result === undefined ? {} : { result }) });
    await send('SetAccountStrategy', 'acme', '2026-01-20', { horizonYears: 5, goals: ['from transactions to joint planning'] });
    await send('StartPlaybook', 'acme', '2026-01-20', { runId: 'first', playbook: 'transactional-stage', reason: 'the new strategy' });
    for (const step of ['find-decider', 'record-needs']) await done('first', step, '2026-01-25');
    await done('first', 'first-review', '2026-02-10', 'they want one delivery a week, and said so');
    await send('StartPlaybook', 'acme', '2026-02-01', { runId: 'power', playbook: 'rebalance-power' });
    await send('BriefMutualBenefit', 'acme', '2026-02-05', { briefed: ['Head of supply'], points: ['fewer stock-outs', 'fewer trucks'] });
    await done('power', 'mutual-benefit:brief', '2026-02-05');
    await done('power', 'communication:inform-ahead', '2026-02-06');
    expect(
      await command('CompletePlaybookStep', 'acme', '2026-02-07', { runId: 'power', step: 'communication:agree-rythm' }),
    ).toMatchObject({
      body: { rejection: { code: 'PLAYBOOK_STEP_UNKNOWN', detail: expect.stringContaining('Did you mean communication:agree-rhythm?') } },
    });
    await caughtUp();
    expect((await ask('/v1/accounts/acme/playbooks')).items).toMatchObject([
      {
        runId: 'first',
        status: 'complete',
        stageThen: 'transactional',
        adherence: 1,
        policy: 'playbooks@0',
        steps: [{ step: 'find-decider' }, {}, { step: 'first-review', result: 'they want one delivery a week, and said so' }],
      },
      {
        runId: 'power',
        status: 'running',
        adherence: 0.5,
        actionKinds: { communication: { steps: 2, done: 1 }, 'mutual-benefit': { steps: 2, done: 1 } },
      },
    ]);
    expect(await ask('/v1/accounts/acme/value')).toMatchObject({ briefings: 1, lastBriefedAt: '2026-02-05T09:00:00.000Z' });
    expect((await ask('/v1/playbooks')).items).toMatchObject([
      { playbook: 'transactional-stage', complete: 1, adherence: 1, effect: { complete: { same: 1, higher: 0 } } },
      {
        playbook: 'rebalance-power',
        running: 1,
        adherence: 0.5,
        leftOut: [
          { step: 'communication:agree-rhythm', runs: 1 },
          { step: 'mutual-benefit:confirm-value', runs: 1 },
        ],
      },
    ]);
    const { items } = await ask('/v1/accounts/acme/timeline?type=AccountStrategySet');
    expect(items).toMatchObject([{ data: { horizonYears: 5 } }]);
  });
});

describe('the value ledger', () => {
  it('[113] has what customers are worth more by us, in money, and who of theirs confirmed it', async () => {
    const { send, ask, command, caughtUp } = product;
    const worth = { metric: 'stock-outs avoided', amount: eur('12000'), confirmedBy: 'Head of supply' };
    await send('RecordCustomerValue', 'corp', '2026-02-01', worth);
    await send('RecordCustomerValue', 'corp', '2026-02-01', { metric: 'downtime saved', amount: eur('3000') });
    expect(await command('RecordCustomerValue', 'corp', '2026-02-01', { ...worth, confirmedBy: 'bob' })).toMatchObject({
      body: { rejection: { code: 'ACKNOWLEDGED_BY_US', field: '/confirmedBy' } },
    });
    await caughtUp();
    expect(await ask('/v1/accounts/corp/value?asOf=2026-03-01')).toMatchObject({
      theirs: { value: { amount: eur('15000.00') }, confirmed: { amount: eur('12000.00') } },
      ours: { netSales: { amount: eur('30000.00') } },
    });
  });

  it('[29] has what was invested in an account, and what came back of it', async () => {
    const { send, ask, caughtUp } = product;
    const desk = {
      investmentId: 'desk',
      purpose: 'development',
      title: 'A service desk',
      amount: eur('5000'),
      expectedReturn: eur('9000'),
    };
    await send('PlanAccountInvestment', 'corp', '2026-01-10', desk);
    await send('RecordInvestmentSpend', 'corp', '2026-01-20', { investmentId: 'desk', amount: eur('4000') });
    await send('RecordInvestmentReturn', 'corp', '2026-02-20', { investmentId: 'desk', amount: eur('10000'), how: 'margin of line two' });
    await caughtUp();
    expect(await ask('/v1/accounts/corp/value')).toMatchObject({
      investments: [
        { investmentId: 'desk', planned: [eur('5000.00')], spent: [eur('4000.00')], returned: [eur('10000.00')], returnOnInvestment: 1.5 },
      ],
    });
    const corp = async (asOf: string) => (await ask(`/v1/value?asOf=${asOf}`)).items.find(({ accountId }) => accountId === 'corp');
    expect(await corp('2026-03-01')).toMatchObject({ invested: { amount: eur('4000.00') }, returnOnInvestment: 1.5 });
    expect(await corp('2026-02-01')).toMatchObject({ returnOnInvestment: -1 });
  });

  it('[29] chooses the investments that together bring most within a budget', async () => {
    const { send, ask, caughtUp } = product;
    for (const [investmentId, amount, expected] of [
      ['a', '1000', '1600'],
      ['b', '2000', '3000'],
      ['c', '3000', '4200'],
    ] as const)
      await send('PlanAccountInvestment', 'acme', '2026-01-10', {
        investmentId,
        purpose: 'development',
        title: investmentId,
        amount: eur(amount),
        expectedReturn: eur(expected),
      });
    await caughtUp();
    const chosen = async (query: string) =>
      (await ask(`/v1/investments${query}`)).items.map((one) => [one['investmentId'], one['expectedReturnOnInvestment'], one['chosen']]);
    expect(await chosen('?budget=5000&asOf=2026-03-01')).toEqual([
      ['desk', 0.8, null],
      ['a', 0.6, false],
      ['b', 0.5, true],
      ['c', 0.4, true],
    ]);
    expect((await chosen('')).map(([, , one]) => one)).toEqual([null, null, null, null]);
  });

  it('[7] has both sides of an account, beside how broad the team is and how few key accounts there are', async () => {
    const { send, ask, caughtUp } = product;
    await send('DesignateKeyAccount', 'corp', '2026-01-06', { kind: 'key', basis: 'potential', rationale: 'Their second plant.' });
    await send('AddTeamMember', 'corp', '2026-01-06', { employeeId: 'ann', department: 'logistics', role: 'planner' });
    await caughtUp();
    expect(await ask('/v1/accounts/corp/value?asOf=2026-02-15')).toMatchObject({
      theirs: { value: { amount: eur('15000.00') } },
      ours: { netSales: { amount: eur('30000.00') }, afterCosts: { amount: eur('30000.00') } },
    });
    expect(await ask('/v1/accounts/corp/team')).toMatchObject({ departments: [{ department: 'logistics', members: 1 }] });
    expect(await ask('/v1/key-accounts')).toMatchObject({ count: 1, items: [{ accountId: 'corp', basis: 'potential' }] });
  });

  it('[119] has what is delivered in their own way: what it costs us, and what it brings them', async () => {
    const { send, ask, caughtUp } = product;
    await send('RecordDeliveryTailored', 'corp', '2026-02-10', { tailoringId: 'kanban', what: 'Kanban at the line', cost: eur('2000') });
    await send('RecordCustomerValue', 'corp', '2026-02-25', { metric: 'stock', amount: eur('5000'), tailoringId: 'kanban' });
    await caughtUp();
    expect(await ask('/v1/accounts/corp/value?asOf=2026-03-01')).toMatchObject({
      tailorings: [{ what: 'Kanban at the line', cost: [eur('2000.00')], benefit: [eur('5000.00')], jointReturn: 1.5 }],
      ours: { tailoring: { amount: eur('2000.00') }, afterCosts: { amount: eur('28000.00') } },
    });
  });

  it('[6: figure] shows discounts that grow where nothing is made together', async () => {
    const { send, ask, caughtUp } = product;
    for (const percent of [6, 8])
      for (const id of ['bolt', 'corp']) await send('GrantDiscount', id, '2026-02-03', { percent, reason: 'volume' });
    await send('StartJointInitiative', 'corp', '2026-02-01', { initiativeId: 'depot', title: 'A depot' });
    await send('MeasureJointInitiative', 'corp', '2026-02-20', { initiativeId: 'depot', metric: 'stock', value: '-12 %' });
    await caughtUp();
    const { items } = await ask('/v1/value?asOf=2026-03-01');
    expect(items.map((line) => [line['accountId'], line['discountsWithoutJointValue']])).toEqual([
      ['acme', false],
      ['bolt', true],
      ['corp', false],
    ]);
    expect(items[1]).toMatchObject({ discounts: { granted: 2, meanPercent: 7 }, discountsBefore: { granted: 0, meanPercent: null } });
    expect(items[2]).toMatchObject({ jointInitiatives: { started: 1, measured: 1 }, theirs: { value: { amount: eur('20000.00') } } });
  });
});
