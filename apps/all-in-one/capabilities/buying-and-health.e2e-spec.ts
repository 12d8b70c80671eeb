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

describe('buying, risk and health', () => {
  it('[25: figure] says what orders and an account earn, and how many loss-making orders came in a row', async () => {
    expect(await ask('/v1/accounts/acme/profit')).toMatchObject({
      margin: [eur('30.00')],
      costToServe: [eur('20.00')],
      profit: [eur('10.00')],
      lossMaking: 2,
      negativeStreak: { orders: 2, since: '2024-04-10' },
      latest: [{ on: '2024-05-10', margin: eur('-3.00'), marginRate: -0.03 }, {}, {}, {}, {}],
    });
    expect(await ask('/v1/accounts/acme/profit?asOf=2024-04-01')).toMatchObject({ negativeStreak: { orders: 0 }, profit: [eur('36.00')] });
  });

  it('[98] says when an account is to be expected to order again, and who is late', async () => {
    const { items } = await ask(`/v1/next-purchases?${AS_OF}`);
    expect(items).toMatchObject([
      { accountId: 'acme', medianDays: 31, expectedOn: '2024-06-10', lateFrom: '2024-06-10', daysLate: 0 },
      { accountId: 'drum', intervals: 2, medianDays: 61, expectedOn: '2024-07-05' },
    ]);
    expect((await ask('/v1/next-purchases?accountId=acme&asOf=2024-06-20')).items).toMatchObject([{ daysLate: 10 }]);
  });

  it('[79] puts a probability on each account by what it says, blends the prior with what happened, and adds up the revenue at risk', async () => {
    const risk = await ask(`/v1/churn-risk?${AS_OF}`);
    expect(risk.items).toMatchObject([
      { accountId: 'acme', satisfaction: 'veryDissatisfied', probabilityBySatisfaction: 0.8, revenue12m: { amount: eur('500.00') } },
      { accountId: 'drum', satisfaction: 'noOpinion' },
    ]);
    expect(risk.items[0]).toMatchObject({ atRiskBySatisfaction: { amount: eur('400.00') }, probabilityByBuying: null });
    // A year ago bolt was satisfied and cable silent; both left within the year, acme and drum, silent too, did not.
    expect(risk['levels']).toMatchObject([
      { level: 'veryDissatisfied', prior: 0.8, customers: 0 },
      {},
      {},
      { level: 'satisfied', customers: 1, left: 1, posterior: 2 / 11, probability: 2 / 11 },
      { level: 'verySatisfied' },
      { level: 'noOpinion', customers: 3, left: 1, posterior: 3 / 13 },
    ]);
    expect(risk['calibration']).toMatchObject({ observed: 4, left: 2, brierOfPrior: expect.any(Number) });
    expect(risk['totals']).toMatchObject({ customers: 2, expectedLeavers: expect.closeTo(0.8 + 3 / 13, 6) });
    const { body } = await product.command('PublishPolicyVersion', { policy: 'churn-prior' }, '2024-06-11', {
      version: 1,
      document: {
        veryDissatisfied: 0.3,
        dissatisfied: 0.4,
        neutral: 0.2,
        satisfied: 0.1,
        verySatisfied: 0.015,
        noOpinion: 0.2,
        horizonMonths: 12,
        weight: 10,
      },
    });
    expect(body).toMatchObject({ rejection: { code: 'POLICY_DOCUMENT_INVALID', field: '/document/dissatisfied' } });
  });

  it('[93] simulates what the loss of an account means: revenue, margin, months to recover', async () => {
    expect(await ask(`/v1/accounts/acme/loss-impact?${AS_OF}`)).toMatchObject({
      revenue12m: { amount: eur('500.00') },
      margin12m: { amount: eur('30.00') },
      revenueAMonth: { amount: eur('41.66') },
      monthsToRecover: null,
    });
    expect(await ask('/v1/accounts/nobody/loss-impact')).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
  });

  it('[94: figure] shows quotas that are met while the health of the accounts behind them falls', async () => {
    await send('SetTeamTarget', { teamId: 'north' }, '2024-03-31', { kpi: 'netSales', period: '2024-Q2', value: '200' });
    await product.caughtUp();
    const { items, drains } = await ask(`/v1/leading-indicators?${AS_OF}`);
    expect(items).toMatchObject([
      {
        teamId: 'north',
        period: '2024-Q2',
        actual: { amount: eur('250.00') },
        quotaMet: true,
        healthChange: expect.any(Number),
        drain: true,
      },
    ]);
    expect(drains).toBe(1);
  });

  it('scores the health of each account, the worst first, and says why it changed', async () => {
    const { items, bands } = await ask(`/v1/health?${AS_OF}`);
    expect(items.map(({ accountId }) => accountId)).toEqual(['acme', 'drum']);
    const [worst] = items as unknown as { score: number; before: { score: number; contributions: { points: number }[] } }[];
    const explained = worst!.before.contributions.reduce((sum, { points }) => sum + points, 0);
    expect(explained).toBeCloseTo(worst!.score - worst!.before.score, 9);
    expect(bands).toMatchObject({ poor: expect.any(Number) });
  });

  it('explains an alert by the chain of events that it rests on', async () => {
    await send('MakePromise', 'drum', '2024-05-01', { promiseId: 'p', what: 'Parts', due: '2024-05-03' });
    await send('KeepPromise', 'drum', '2024-05-09', { promiseId: 'p' });
    const { items: history } = await ask('/v1/accounts/drum/history?type=PromiseKept');
    const response = await fetch(`${product.url}/v1/commands/RaiseAlert`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'policy' },
      body: JSON.stringify({
        accountId: 'drum',
        occurredAt: '2024-05-10T09:00:00Z',
        evidence: [history[0]!['id']],
        data: { alertId: 'late-1', rule: 'promise.late', policy: 'promise@0', inputs: { daysLate: 6 } },
      }),
    });
    expect(response.status).toBe(200);
    await send('AcknowledgeAlert', 'drum', '2024-05-11', { alertId: 'late-1', remark: 'I call.' });
    await product.caughtUp();
    expect((await ask('/v1/accounts/drum/alerts')).items).toMatchObject([
      {
        rule: 'promise.late',
        status: 'acknowledged',
        inputs: { daysLate: 6 },
        credit: { employeeId: 'ann', teamId: 'north' },
        explanation: [{ type: 'PromiseKept', at: '2024-05-09T09:00:00.000Z' }],
      },
    ]);
    expect((await ask('/v1/alerts?status=acknowledged&rule=promise.late')).items).toHaveLength(1);
  });
});
