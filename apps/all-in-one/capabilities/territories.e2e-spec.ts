import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  const order = (orderNumber: string, amount: string) => ({ orderNumber, net: { amount, currency: 'EUR' } });
  for (const id of ['acme', 'bolt']) await send('OpenAccount', id, '2025-01-02', { name: id });
  for (const id of ['acme', 'bolt']) await send('AssignTerritory', id, '2025-01-03', { territory: 'north', effectiveFrom: '2025-01-02' });
  await send('RecordOrder', 'acme', '2025-02-01', order('a-1', '100.00'));
  await send('RecordOrder', 'bolt', '2025-02-01', order('b-1', '50.00'));
  await send('AssignTerritory', 'acme', '2025-06-01', { territory: 'south', effectiveFrom: '2025-04-01' });
  await send('RecordOrder', 'acme', '2025-05-01', order('a-2', '10.00'));
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

const eur = (amount: string) => [{ amount, currency: 'EUR' }];

describe('territories', () => {
  it('[100] say where an account belongs and belonged, and what each brought: a move restates nothing of before', async () => {
    const { ask } = product;
    expect(await ask('/v1/territories')).toMatchObject({
      items: [
        { accountId: 'acme', territory: 'south', since: '2025-04-01', before: [{ territory: 'north', from: '2025-01-02' }] },
        { accountId: 'bolt', territory: 'north' },
      ],
    });
    expect((await ask('/v1/territories?territory=south')).items).toMatchObject([{ accountId: 'acme' }]);
    expect((await ask('/v1/territories?asOf=2025-03-31&time=occurred')).items[0]).toMatchObject({ territory: 'north' });
    const years = async (query = '') => (await ask(`/v1/kpis?by=territory&period=year&to=2025${query}`)).items;
    expect(await years()).toMatchObject([
      { by: 'territory', key: 'north', netSales: eur('150.00'), orders: 2, accounts: { opened: 2 } },
      { by: 'territory', key: 'south', netSales: eur('10.00'), orders: 1, accounts: { opened: 0 } },
    ]);
    expect(await years('&key=south')).toHaveLength(1);
    expect(await ask('/v1/kpis?by=territory&key=east')).toMatchObject({ code: 'TERRITORY_NOT_FOUND' });
  });
});
