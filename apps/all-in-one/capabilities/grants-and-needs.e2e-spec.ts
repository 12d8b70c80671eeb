import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eur } from '../testing/buyers.js';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

const ask = async (path: string) => {
  await product.caughtUp();
  return product.ask(path);
};

/** Ann reports to Bob, Bob to Cleo, Cleo to nobody. */
beforeAll(async () => {
  product = await startProduct();
  const { send } = product;
  await send('RegisterEmployee', { employeeId: 'cleo' }, '2024-12-01', { name: 'Cleo' });
  await send('RegisterEmployee', { employeeId: 'bob' }, '2024-12-01', { name: 'Bob', reportsTo: 'cleo' });
  await send('RegisterEmployee', { employeeId: 'ann' }, '2024-12-01', { name: 'Ann', reportsTo: 'bob' });
  for (const [account, owner] of [
    ['acme', 'ann'],
    ['bolt', 'ann'],
    ['corp', 'bob'],
    ['dell', 'bob'],
  ] as const) {
    await send('OpenAccount', account, '2025-01-01', { name: account });
    await send('AssignOwner', account, '2025-01-01', { employeeId: owner });
  }
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('authority', () => {
  it('[77] goes by the line of command in discounts and credit, and what a manager makes of an account is told apart', async () => {
    const { send, command } = product;
    const grant = (percent: number, more: object = {}) =>
      command('GrantDiscount', 'acme', '2025-03-01', { percent, reason: 'volume', ...more });
    expect(await grant(20)).toMatchObject({
      status: 422,
      body: {
        code: 'BEYOND_AUTHORITY',
        detail: 'ann may grant a discount of 15 % at most by authority@0: let bob grant it (grantedBy), or stay within it.',
        rejection: { field: '/percent' },
      },
    });
    expect(await grant(20, { grantedBy: 'bob' })).toMatchObject({ status: 200 });
    expect(await grant(45, { grantedBy: 'bob' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('let cleo grant it') },
    });
    expect(await grant(45, { grantedBy: 'cleo' })).toMatchObject({ status: 200 });
    const credit = (paymentDays: number, more: object = {}) =>
      command('GrantPaymentTerms', 'acme', '2025-03-02', { paymentDays, reason: 'seasonal stock', ...more });
    expect(await credit(60)).toMatchObject({ status: 422, body: { code: 'BEYOND_AUTHORITY', rejection: { field: '/paymentDays' } } });
    expect(await credit(60, { grantedBy: 'bob' })).toMatchObject({ status: 200 });
    const policy = { policy: 'authority' };
    const document = { discountPercentMax: { head: 100, second: 30, others: 20 }, paymentDaysMax: { head: 365, second: 90, others: 60 } };
    await send('PublishPolicyVersion', policy, '2025-03-03', { version: 1, document, rationale: 'nearer to the head' });
    await send('ActivatePolicyVersion', policy, '2025-03-03', { version: 1, validFrom: '2025-03-03T00:00:00.000Z' });
    expect(await grant(19)).toMatchObject({ status: 200 });

    for (const [account, sold] of [
      ['acme', ['100.00', '130.00']],
      ['bolt', ['100.00', '140.00']],
      ['corp', ['100.00', '90.00']],
      ['dell', ['100.00', '80.00']],
    ] as const)
      for (const [index, amount] of sold.entries())
        await send('RecordOrder', account, index === 0 ? '2024-06-10' : '2025-06-10', { orderNumber: `o-${index}`, net: eur(amount) });
    expect(await ask('/v1/manager-effect?asOf=2026-01-15')).toMatchObject({
      accounts: 4,
      growthExplained: expect.closeTo(0.9615, 4),
      managers: [
        { employeeId: 'ann', accounts: 2, growthMean: expect.closeTo(0.35) },
        { employeeId: 'bob', accounts: 2, growthMean: expect.closeTo(-0.15) },
      ],
    });
  });
});

describe('needs and frictions', () => {
  it('[97] change in a direction, become deals, and those of which none came are proposed', async () => {
    const { send, command } = product;
    await send('RecordNeed', 'acme', '2025-02-01', { needId: 'n-1', need: 'A delivery before seven', dimension: 'service', importance: 5 });
    await send('RecordNeed', 'acme', '2025-02-01', { needId: 'n-2', need: 'Smaller boxes', dimension: 'assortment', importance: 2 });
    expect(await command('OpenOpportunity', 'acme', '2025-03-01', { title: 'Night tours', needId: 'n-9' })).toMatchObject({
      status: 422,
      body: { code: 'NEED_NOT_FOUND', rejection: { field: '/needId' } },
    });
    expect(await ask('/v1/need-drift?accountId=acme')).toMatchObject({
      needs: 2,
      unmet: 2,
      proposed: [{ needId: 'n-1' }, { needId: 'n-2', change: null }],
      items: [],
    });
    await send('OpenOpportunity', 'acme', '2025-03-01', { opportunityId: 'tours', title: 'Night tours', needId: 'n-1' });
    await send('ChangeNeed', 'acme', '2025-04-01', { needId: 'n-2', direction: 'outward', change: 'Boxes for their shops as well.' });
    await send('ChangeNeed', 'acme', '2025-04-02', { needId: 'n-1', direction: 'up', change: 'On Saturdays too.' });
    await send('WinOpportunity', 'acme', '2025-03-20', { opportunityId: 'tours', value: eur('900.00') });
    const drift = await ask('/v1/need-drift?accountId=acme');
    expect(drift).toMatchObject({
      changes: { up: 1, down: 0, outward: 1 },
      byDimension: { service: { up: 1 }, assortment: { outward: 1 } },
      pursued: { needs: 1, open: 0, won: 1, lost: 0 },
      items: [{ needId: 'n-1', opportunities: [{ opportunityId: 'tours', status: 'won' }] }],
      proposed: [
        { needId: 'n-1', change: { direction: 'up' } },
        { needId: 'n-2', change: { direction: 'outward' }, opportunities: [] },
      ],
    });
    expect((await ask('/v1/opportunities?accountId=acme')).items).toMatchObject([{ opportunityId: 'tours', needId: 'n-1' }]);
  });

  it('[74] become fewer or not, beside what both sides have of each other', async () => {
    const { send } = product;
    const friction = (day: string) => send('RecordFriction', 'bolt', day, { theme: 'shipping', severity: 'high', what: 'Late again.' });
    for (const day of ['2025-02-03', '2025-02-10', '2025-02-17', '2025-03-03', '2025-03-10', '2025-05-05']) await friction(day);
    await send('RecordCustomerValue', 'bolt', '2025-04-01', { amount: eur('250.00'), metric: 'less scrap', confirmedBy: 'Eva' });
    expect(await ask('/v1/accounts/bolt/value?asOf=2025-08-01')).toMatchObject({
      theirs: { confirmed: { amount: eur('250.00') } },
      friction: { frictions: 6, severe: 6, trend: 'falling' },
    });
    expect(await ask('/v1/accounts/bolt/value?asOf=2025-03-15')).toMatchObject({ friction: { frictions: 5, trend: 'rising' } });
    expect(await ask('/v1/accounts/corp/value?asOf=2025-08-01')).toMatchObject({ friction: { frictions: 0, slope: null, trend: null } });
  });
});
