import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eur } from '../testing/buyers.js';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

/** Twenty-two customers that buy every one, two or three months of 2025, so that models of buying have something to say. */
const CUSTOMERS = Array.from({ length: 22 }, (_, index) => `c-${String(index).padStart(2, '0')}`);
const ASKED = 'asOf=2026-01-15';

const ask = async (path: string) => {
  await product.caughtUp();
  return product.ask(path);
};

beforeAll(async () => {
  product = await startProduct();
  const { send } = product;
  await send('RegisterEmployee', { employeeId: 'ann' }, '2024-12-01', { name: 'Ann' });
  await Promise.all(
    CUSTOMERS.map(async (id, index) => {
      await send('OpenAccount', id, '2024-12-01', { name: id });
      await send('AssignOwner', id, '2024-12-02', { employeeId: 'ann' });
      // The last one stops in April, as if it had left.
      const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter(
        (month) => month % ((index % 3) + 1) === 0 && (index < 21 || month < 5),
      );
      for (const month of months) {
        const day = `2025-${String(month).padStart(2, '0')}-${String(10 + (index % 5)).padStart(2, '0')}`;
        await send('RecordOrder', id, day, { orderNumber: `${id}-${month}`, net: eur(`${(1 + index) * 100 + month}.00`) });
      }
    }),
  );
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('types of accounts', () => {
  it('[16] are prospective: new, and held by a competitor that earns on them', async () => {
    const { send } = product;
    await send('ClassifyAccount', 'c-05', '2025-11-01', { type: 'prospective', rationale: 'A budget of their own from January on.' });
    await send('SightCompetitor', 'c-05', '2025-11-03', { competitor: 'Vireo', holdsAccount: true, rank: 1 });
    await send('SightCompetitor', 'c-05', '2025-11-04', { competitor: 'Kappa', threat: 'low' });
    expect((await ask(`/v1/account-types?type=prospective&${ASKED}`)).items).toMatchObject([
      {
        accountId: 'c-05',
        rationale: 'A budget of their own from January on.',
        heldBy: [{ competitor: 'Vireo', rank: 1, lastSeenAt: '2025-11-03T09:00:00.000Z' }],
        reference: null,
        suggestions: null,
      },
    ]);
    expect((await ask('/v1/account-types?type=prospective&asOf=2025-10-31')).items).toEqual([]);
    expect(await product.ask('/v1/account-types?type=prospectiv')).toMatchObject({ errors: [{ pointer: '/type' }] });
  });

  it('[17] are images: references that they grant, where they are used, and what came of it in sales', async () => {
    const { send } = product;
    await send('ClassifyAccount', 'c-07', '2025-01-05', { type: 'image', rationale: 'The first name of their region.' });
    await send('GrantReference', 'c-07', '2025-01-06', { referenceId: 'r-1', kind: 'quote', grantedBy: 'Eva' });
    for (const id of ['late', 'open']) {
      await send('OpenAccount', id, '2025-02-01', { name: id });
      await send('UseReference', id, '2025-02-03', { referenceId: 'r-1', fromAccountId: 'c-07' });
    }
    await send('RecordOrder', 'late', '2025-03-03', { orderNumber: 'late-1', net: eur('700.00') });
    expect((await ask(`/v1/account-types?type=image&${ASKED}`)).items).toMatchObject([
      { accountId: 'c-07', reference: { references: 1, uses: 2, influenced: ['late', 'open'], won: ['late'], value: eur('700.00') } },
    ]);
  });

  it('[18] are experts: served sooner than anybody, and a source of suggestions', async () => {
    const { send } = product;
    await send('RecordComplaint', 'c-09', '2025-05-02', { complaintId: 'before', theme: 'shipping', severity: 'low', what: 'Late.' });
    await send('ClassifyAccount', 'c-09', '2025-06-01', { type: 'expert', rationale: 'They know the market better than we do.' });
    await send('RecordSuggestion', 'c-09', '2025-06-10', { suggestionId: 's-1', suggestion: 'Label the pallets.' });
    await send('RecordSuggestion', 'c-09', '2025-06-11', { suggestionId: 's-2', suggestion: 'Deliver at five.' });
    await send('ImplementSuggestion', 'c-09', '2025-07-01', { suggestionId: 's-1' });
    await send('RecordComplaint', 'c-09', '2025-08-01', { complaintId: 'after', theme: 'shipping', severity: 'low', what: 'Late.' });
    expect((await ask(`/v1/account-types?type=expert&${ASKED}`)).items).toMatchObject([
      {
        accountId: 'c-09',
        suggestions: { open: 1, implemented: 1, declined: 0 },
        serviceLevel: { level: 'expert', acknowledgeHours: 8, resolveDays: 3 },
      },
    ]);
    expect((await ask(`/v1/complaints?accountId=c-09&${ASKED}`)).items).toMatchObject([
      { id: 'before', clocks: { serviceLevel: 'standard', acknowledge: { due: '2025-05-04T09:00:00.000Z' } } },
      { id: 'after', clocks: { serviceLevel: 'expert', acknowledge: { due: '2025-08-01T17:00:00.000Z' } } },
    ]);
  });
});

describe('the portfolio', () => {
  it('[30] is a register of assets: lifetime value, purchasing power, and whom they brought', async () => {
    const { send } = product;
    await send('EstimateWallet', 'c-07', '2025-12-30', { period: '2025', amount: eur('40000.00'), method: 'survey' });
    const register = await ask(`/v1/assets?${ASKED}`);
    expect(register).toMatchObject({ horizonMonths: 36, discountRate: 0.1 });
    const of = (id: string) =>
      register.items.find(({ accountId }) => accountId === id) as Record<string, unknown> & {
        readonly lifetimeValue: { readonly amount: string };
      };
    expect(of('c-07')).toMatchObject({
      purchasingPower: { period: '2025', wallet: eur('40000.00') },
      demonstration: { references: 1, won: ['late'], revenue12m: { amount: eur('700.00') } },
    });
    // It bought every month, its neighbour every third one and a little less each time.
    expect(Number(of('c-18').lifetimeValue.amount)).toBeGreaterThan(Number(of('c-17').lifetimeValue.amount));
    expect(of('late')).toMatchObject({ lifetimeValue: null, probabilityAlive: null });
    const policy = { policy: 'customer-assets' };
    await send('PublishPolicyVersion', policy, '2026-01-01', {
      version: 1,
      document: { horizonMonths: 12, discountRate: 0.1 },
      rationale: 'one year',
    });
    await send('ActivatePolicyVersion', policy, '2026-01-02', { version: 1, validFrom: '2026-01-02T00:00:00.000Z' });
    const shorter = (await ask('/v1/assets?accountId=c-18')).items[0] as (typeof register.items)[0] & { lifetimeValue: { amount: string } };
    expect(Number(shorter.lifetimeValue.amount)).toBeLessThan(Number(of('c-18').lifetimeValue.amount) / 2);
  });

  it('[131] begins with what may be counted on of the revenue of today, and with what is left to be won', async () => {
    const home = await ask(`/v1/home?${ASKED}`);
    expect(home).toMatchObject({
      customers: 24,
      continuity: { customersByBuying: 22 },
      future: { accounts: 1, wallet: eur('40000.00'), most: [{ accountId: 'c-07', designated: false }] },
    });
    const { revenue12m, continuity, future } = home as unknown as Record<
      string,
      Record<string, { readonly amount: { readonly amount: string } }>
    >;
    const revenue = Number((revenue12m as unknown as { amount: { amount: string } }).amount.amount);
    const counted = Number(continuity!['byBuying']!.amount.amount);
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThan(revenue);
    expect(Number((future!['headroom'] as unknown as { amount: string }).amount)).toBe(40_000 - 6 * 800 - (2 + 4 + 6 + 8 + 10 + 12));
  });
});
