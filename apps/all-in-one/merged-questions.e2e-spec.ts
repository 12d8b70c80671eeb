import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from './testing/product.js';

let product: Product;
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const papers = { theme: 'shipping', severity: 'high', what: 'The papers are wrong.' };

/** An account that was absorbed after everything was said of it, by one of which little was said. */
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  await send('RegisterEmployee', { employeeId: 'ann' }, '2025-01-01', { name: 'Ann' });
  for (const id of ['base', 'bolt', 'star']) await send('OpenAccount', id, '2025-01-01', { name: id });
  for (const id of ['base', 'bolt']) {
    await send('AssignOwner', id, '2025-01-01', { employeeId: 'ann' });
    await send('RecordComplaint', id, '2025-02-07', { complaintId: 'c-1', ...papers });
    await send('OpenOpportunity', id, '2025-02-08', { opportunityId: 'd-1', title: 'Pumps', value: eur('9.00') });
    await send('LoseOpportunity', id, '2025-02-09', { opportunityId: 'd-1', reasons: ['price'] });
    await send('RecordOrder', id, '2025-02-10', { orderNumber: 'o-1', net: eur('100.00') });
  }
  await send('EstimateWallet', 'bolt', '2025-02-11', { period: '2025', amount: eur('900.00'), method: 'survey' });
  await send('RenewContract', 'bolt', '2025-02-12', { contractId: 'k-1', until: '2025-12-31' });
  await send('MergeAccounts', 'bolt', '2025-03-01', { into: 'base', reason: 'Bought.' });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

const at = async (path: string, day: string) => product.ask(`${path}${path.includes('?') ? '&' : '?'}asOf=${day}`);
const BEFORE = '2025-02-27';
const AFTER = '2025-03-02';

describe('questions about a survivor', () => {
  it('rank wallets under its id, though nobody estimated its own, and count what both bought', async () => {
    expect((await at('/v1/wallets', BEFORE)).items).toMatchObject([{ accountId: 'bolt', ours: eur('100.00') }]);
    expect((await at('/v1/wallets', AFTER)).items).toMatchObject([{ accountId: 'base', ours: eur('200.00'), wallet: eur('900.00') }]);
  });

  it('find the contracts of what it has absorbed', async () => {
    expect((await at('/v1/contracts?accountId=base', BEFORE)).items).toEqual([]);
    expect((await at('/v1/contracts?accountId=base', AFTER)).items).toMatchObject([{ accountId: 'bolt', contractId: 'k-1' }]);
  });

  it('count deals that were lost under its id, and see that the reason came back', async () => {
    expect((await at('/v1/win-rates?by=account', BEFORE)).items).toMatchObject([
      { key: 'base', lost: 1 },
      { key: 'bolt', lost: 1 },
    ]);
    expect((await at('/v1/win-rates?by=account', AFTER)).items).toMatchObject([{ key: 'base', lost: 2 }]);
    expect(await at('/v1/loss-reasons', BEFORE)).toMatchObject({ repeated: [] });
    expect(await at('/v1/loss-reasons', AFTER)).toMatchObject({ repeated: [{ accountId: 'base', reason: 'price', count: 2 }] });
  });

  it('hear a theme that repeats itself', async () => {
    expect(await at('/v1/complaints/summary', BEFORE)).toMatchObject({ themes: [{ theme: 'shipping', repeatedAt: [] }] });
    expect(await at('/v1/complaints/summary', AFTER)).toMatchObject({ themes: [{ repeatedAt: [{ accountId: 'base', times: 2 }] }] });
  });

  it('count it as one account that was won', async () => {
    expect(await at('/v1/references', BEFORE)).toMatchObject({ acquisition: { without: { accounts: 2 } } });
    expect(await at('/v1/references', AFTER)).toMatchObject({ acquisition: { without: { accounts: 1, medianDays: 40 } } });
  });

  it('speak for themselves again after an unmerging', async () => {
    await product.send('UnmergeAccount', 'bolt', '2025-03-05', { reason: 'Sold.' });
    await product.caughtUp();
    expect((await at('/v1/wallets', '2025-03-06')).items).toMatchObject([{ accountId: 'bolt', ours: eur('100.00') }]);
    expect(await at('/v1/loss-reasons', '2025-03-06')).toMatchObject({ repeated: [] });
    expect((await at('/v1/contracts?accountId=base', '2025-03-06')).items).toEqual([]);
    expect((await at('/v1/win-rates?by=account', AFTER)).items).toMatchObject([{ key: 'base', lost: 2 }]);
  });
});
