import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  await send('RegisterEmployee', { employeeId: 'eve' }, '2025-01-01', { name: 'Eve' });
  for (const id of ['holding', 'acme', 'acme-north', 'bolt']) await send('OpenAccount', id, '2025-01-02', { name: id.toUpperCase() });
  await send('SetParentAccount', 'acme', '2025-01-03', { parentId: 'holding' });
  await send('SetParentAccount', 'acme-north', '2025-01-04', { parentId: 'acme' });
  await send('EngageExpert', 'acme', '2025-02-01', { expert: 'Eve', employeeId: 'eve', topic: 'cold chains' });
  await send('MergeAccounts', 'bolt', '2025-03-01', { into: 'acme', reason: 'bought' });
  await send('SplitAccount', 'acme', '2025-04-01', { newAccountId: 'acme-air', reason: 'own board' });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('the structure of an account', () => {
  it('[112] shows what it belongs to, what belongs to it, mergers, splits and experts, as they stand and as they stood', async () => {
    const { ask } = product;
    expect(await ask('/v1/accounts/acme/structure')).toMatchObject({
      accountId: 'acme',
      ancestors: [{ accountId: 'holding', name: 'HOLDING' }],
      children: [{ accountId: 'acme-north' }],
      absorbed: [{ accountId: 'bolt', status: 'merged' }],
      experts: [{ type: 'ExpertEngaged', at: '2025-02-01T09:00:00.000Z' }],
    });
    const { changes } = (await ask('/v1/accounts/acme/structure')) as unknown as { changes: readonly { type: string; summary: string }[] };
    expect(changes.map(({ type }) => type)).toEqual(['AccountSplit', 'AccountAbsorbed', 'AccountsMerged', 'ParentAccountSet']);
    expect(changes[0]!.summary).toContain('acme-air');
    expect(await ask('/v1/accounts/bolt/structure')).toMatchObject({ accountId: 'bolt', status: 'merged' });
    expect(await ask('/v1/accounts/acme/structure?asOf=2025-02-15')).toMatchObject({
      absorbed: [],
      children: [{ accountId: 'acme-north' }],
    });
    expect(await ask('/v1/accounts/acme/structure?asOf=2025-01-02')).toMatchObject({
      ancestors: [],
      children: [],
      experts: [],
      changes: [],
    });
    // Both histories stay readable.
    expect((await ask('/v1/accounts/bolt/history')).items).toMatchObject([{ type: 'AccountOpened' }, { type: 'AccountsMerged' }]);
  });
});
