import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from './testing/product.js';

let product: Product;
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const usd = (amount: string) => ({ amount, currency: 'USD' });

/** An account that buys in two currencies, for one of which no rate is known. */
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  await send('RegisterEmployee', { employeeId: 'ann' }, '2025-01-01', { name: 'Ann' });
  await send('OpenAccount', 'acme', '2025-01-01', { name: 'Acme' });
  await send('AssignOwner', 'acme', '2025-01-01', { employeeId: 'ann' });
  await send('RecordOrder', 'acme', '2025-02-01', { orderNumber: 'o-1', net: eur('100.00') });
  await send('RecordOrder', 'acme', '2025-02-02', { orderNumber: 'o-2', net: usd('900.00') });
  for (const [investmentId, amount] of [
    ['i-1', eur('10.00')],
    ['i-2', usd('500.00')],
  ] as const) {
    await send('PlanAccountInvestment', 'acme', '2025-02-03', { investmentId, title: 'Desk', purpose: 'development', amount });
    await send('RecordInvestmentSpend', 'acme', '2025-02-04', { investmentId, amount });
  }
  await send('RecordInvestmentReturn', 'acme', '2025-02-05', { investmentId: 'i-1', amount: eur('60.00') });
  await send('DeclareLost', 'acme', '2025-03-01', { reasons: ['price'] });
  await send('OpenWinBack', 'acme', '2025-03-02', { reason: 'They regret it.' });
  await send('MakeWinBackOffer', 'acme', '2025-03-03', { offerId: 'b-1', kind: 'A year of service', cost: usd('5000.00') });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

const ask = async (path: string, day: string) => product.ask(`${path}?asOf=${day}`);

describe('amounts that no rate leads to', () => {
  it('are said beside the revenue at risk of all customers', async () => {
    expect(await ask('/v1/churn-risk', '2025-02-20')).toMatchObject({
      totals: { revenue12m: { amount: eur('100.00'), withoutRate: [usd('900.00')] } },
    });
  });

  it('are said wherever losses are summed', async () => {
    const revenue = { amount: eur('100.00'), withoutRate: [usd('900.00')] };
    expect(await ask('/v1/losses', '2025-03-20')).toMatchObject({
      periods: [{ losses: 1, revenue }],
      flows: [{ revenue }],
      reasons: [{ revenue }],
    });
  });

  it('leave open whether a win-back costs too much, and what it returns', async () => {
    const cost = { amount: eur('0.00'), withoutRate: [usd('5000.00')] };
    expect(await ask('/v1/win-backs', '2025-03-20')).toMatchObject({
      items: [{ cost, value: { withoutRate: [usd('900.00')] }, overCap: null, returnOnCost: null }],
      totals: { overCap: 0 },
    });
  });

  it('leave open what investments return together', async () => {
    const invested = { amount: eur('10.00'), withoutRate: [usd('500.00')] };
    expect((await ask('/v1/value', '2025-02-20')).items).toMatchObject([{ invested, returnOnInvestment: null }]);
    expect((await product.ask('/v1/investments?asOf=2025-02-20&budget=100')).items).toMatchObject([
      { investmentId: 'i-1', returnOnInvestment: 5, chosen: null },
      { investmentId: 'i-2', planned: { withoutRate: [usd('500.00')] }, returnOnInvestment: null, chosen: null },
    ]);
  });

  it('are converted once a rate is told', async () => {
    await product.send('SetExchangeRate', { portfolio: 'company' }, '2025-01-01', {
      from: 'USD',
      to: 'EUR',
      rate: '0.5',
      validOn: '2025-01-01',
    });
    await product.caughtUp();
    expect(await ask('/v1/win-backs', '2025-03-20')).toMatchObject({
      items: [{ cost: { amount: eur('2500.00'), withoutRate: [] }, value: { amount: eur('550.00') }, overCap: true }],
    });
    expect((await ask('/v1/value', '2025-02-20')).items).toMatchObject([
      { invested: { amount: eur('260.00') }, returnOnInvestment: -200 / 260 },
    ]);
  });
});
