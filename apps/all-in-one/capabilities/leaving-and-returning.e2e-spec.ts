import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eur, tellOfFourCustomers } from '../testing/four-customers.js';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
const send = (...asked: Parameters<Product['send']>) => product.send(...asked);
const ask = (path: string) => product.ask(path);

beforeAll(async () => {
  product = await startProduct();
  await tellOfFourCustomers(product);
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

const AS_OF = 'asOf=2024-06-10';

describe('leaving and returning', () => {
  it('[87: figure] counts the reasons of losses down to the events, and says before what speaks for each', async () => {
    const { reasons, items } = await ask(`/v1/losses?${AS_OF}`);
    expect(reasons).toMatchObject([
      { reason: 'price', losses: 2, share: 0.5, cumulativeShare: 0.5, events: [expect.any(String), expect.any(String)] },
      { reason: 'service', cumulativeShare: 0.75 },
      { reason: 'deadline_promise', cumulativeShare: 1 },
    ]);
    const timeline = await ask('/v1/accounts/bolt/timeline?type=AccountDeclaredLost');
    expect((reasons as { events: string[] }[])[0]!.events).toContain(timeline.items[0]!['entryId']);
    expect(items.map(({ accountId }) => accountId)).toEqual(['cable', 'bolt', 'cable']);
    await send('MakePromise', 'drum', '2024-05-01', { promiseId: 'p', what: 'Parts', due: '2024-05-03' });
    await send('KeepPromise', 'drum', '2024-05-09', { promiseId: 'p' });
    await product.caughtUp();
    expect(await ask(`/v1/accounts/drum/early-warnings?${AS_OF}`)).toMatchObject({
      warnings: [{ reason: 'deadline_promise', events: 1, latest: [{ type: 'PromiseKept', summary: expect.stringContaining('late') }] }],
    });
  });

  it('[75] records what parties outside do that affect an account', async () => {
    expect((await ask('/v1/external-changes?accountId=bolt')).items).toMatchObject([
      { kind: 'policy', what: 'A duty on bearings.', party: 'Customs', reasons: ['price'] },
    ]);
    expect((await ask('/v1/accounts/bolt/timeline?type=ExternalChangeRecorded')).items).toMatchObject([
      { summary: 'Policy: A duty on bearings (Customs).' },
    ]);
    expect(await ask('/v1/accounts/bolt/early-warnings?asOf=2024-02-01')).toMatchObject({ warnings: [{ reason: 'policy' }] });
  });

  it('[88] keeps what was learned from losses, inside and outside, and says which nobody learned from', async () => {
    const { items, missing } = await ask('/v1/postmortems?contains=depot');
    expect(items).toMatchObject([
      {
        accountId: 'bolt',
        internal: ['No survey in a year'],
        loss: { reasons: ['price', 'deadline_promise'] },
        changes: [{ changeId: 'duty' }],
      },
    ]);
    expect(missing).toMatchObject([
      { accountId: 'cable', on: '2024-05-01' },
      { accountId: 'cable', on: '2023-08-01' },
    ]);
    expect((await ask('/v1/postmortems?contains=crane')).items).toEqual([]);
  });

  it('[89] tells who is lost under any version of the criterion, and how a version would have done', async () => {
    const document = { inactivityDays: 60, intervalFactor: 3, ordersMin: 3 };
    await send('PublishPolicyVersion', { policy: 'churn-criterion' }, '2024-06-01', { version: 1, document });
    const underDefault = await ask('/v1/lost-accounts?asOf=2024-03-15');
    expect(underDefault).toMatchObject({
      criterion: { criterion: 'churn-criterion@0' },
      items: [{ accountId: 'bolt', agreement: 'criterion-only', daysSilent: 105, intervalDays: 31 }],
    });
    const strict = await ask('/v1/lost-accounts?asOf=2024-02-05&version=1');
    expect(strict).toMatchObject({ criterion: { criterion: 'churn-criterion@1', inactivityDays: 60 }, counts: { 'criterion-only': 2 } });
    const range = 'from=2023-01-02&to=2024-06-10&horizonDays=200';
    const backtest = await ask(`/v1/churn-criterion-backtest?version=1&${range}&knowledge=occurred&${AS_OF}`);
    expect(backtest).toMatchObject({ losses: 3, foretold: 3, recall: 1, missed: [], leadDaysMedian: expect.any(Number) });
    expect(backtest['alarms']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ accountId: 'bolt', on: '2024-01-30', lossOn: '2024-04-15', leadDays: 76, outcome: 'hit' }),
      ]),
    );
    // All of it was written down today: on no day of it would anybody have known of an order.
    expect(await ask(`/v1/churn-criterion-backtest?version=1&${range}&${AS_OF}`)).toMatchObject({ knowledge: 'recorded', foretold: 1 });
    const draft = await ask(`/v1/churn-criterion-backtest?inactivityDays=3000&intervalFactor=100&from=2023-01-02&${AS_OF}`);
    expect(draft).toMatchObject({ criterion: { criterion: 'draft' }, foretold: 0, recall: 0 });
    expect(await ask('/v1/lost-accounts?version=9')).toMatchObject({ errors: [{ pointer: '/version' }] });
  });

  it('[90] counts losses by period with their trend, and shows where they went and why', async () => {
    const { periods, flows, trend } = await ask(`/v1/losses?period=quarter&${AS_OF}`);
    expect(periods).toMatchObject([
      { period: '2023-Q3', losses: 1, wonBack: 1, revenue: { amount: eur('900.00') } },
      { period: '2023-Q4', losses: 0 },
      { period: '2024-Q1', losses: 0 },
      { period: '2024-Q2', losses: 2 },
    ]);
    expect(trend).toBeCloseTo(0.3, 6);
    expect(flows).toMatchObject([
      { from: 'price', to: 'Vireo', losses: 2, revenue: { amount: eur('1500.00') }, accountIds: ['cable', 'bolt'] },
      { from: 'deadline_promise', to: 'Vireo', losses: 1 },
      { from: 'service', to: 'unknown', losses: 1 },
    ]);
    expect((await ask(`/v1/losses?by=segment&${AS_OF}`))['flows']).toMatchObject([
      { from: 'A' },
      { from: 'A' },
      { from: 'B', to: 'Vireo' },
    ]);
  });

  it('[91: figure, 92, 40] follows a win-back from its offers to the second life, with cost, cap, and what acquiring would have cost', async () => {
    const { items, funnel, totals, secondLife } = await ask(`/v1/win-backs?${AS_OF}`);
    expect(funnel).toEqual({ lost: 3, opened: 1, offered: 1, accepted: 1, wonBack: 1, buyingAgain: 1 });
    expect(items).toMatchObject([
      {
        accountId: 'cable',
        status: 'lost-again',
        cost: { amount: eur('250.00') },
        costOfAccepted: { amount: eur('100.00') },
        cap: { amount: eur('200.00') },
        overCap: true,
        regained: { amount: eur('600.00') },
        returnOnCost: 5,
        secondLifeDays: 243,
      },
    ]);
    expect(totals).toMatchObject({
      returnOnCost: 5,
      acquiringInstead: { amount: eur('500.00') },
      saved: { amount: eur('400.00') },
      overCap: 1,
    });
    expect(secondLife).toMatchObject({ medianDays: 243, survival: [{ time: 243, atRisk: 1, ended: 1 }] });
  });
});
