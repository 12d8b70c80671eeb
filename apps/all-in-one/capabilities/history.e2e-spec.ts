import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

const eur = (amount: string) => ({ amount, currency: 'EUR' });

beforeAll(async () => {
  product = await startProduct();
  await product.send('OpenAccount', 'acme', '2026-01-05', { name: 'Acme' });
  await product.send('RecordOrder', 'acme', '2026-01-12', { orderNumber: 'O-1', net: eur('120.00') });
  await product.send('RecordDelivery', 'acme', '2026-01-20', { orderNumber: 'O-1', deliveryNumber: 'D-1', net: eur('100.00') });
  // Told a week later than it happened.
  await product.send('RecordDelivery', 'acme', '2026-01-15', { orderNumber: 'O-1', deliveryNumber: 'D-0', net: eur('20.00') });
  await byCloudEvent('RecordOrder', 'crm:north', 'ben', '2026-02-02', { orderNumber: 'O-2', net: eur('80.00') }, 'as their buyer said');
  await product.caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

/** As another system sends it: with its own name as the source. */
const byCloudEvent = async (type: string, source: string, actor: string, day: string, data: object, note: string) => {
  const event = {
    specversion: '1.0',
    id: `${source}-1`,
    type: `rapport.${type}`,
    source,
    subject: 'acme',
    time: `${day}T09:00:00Z`,
    note,
    data,
  };
  const response = await fetch(`${product.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', prefer: 'wait=10', 'x-rapport-actor': actor },
    body: JSON.stringify(event),
  });
  expect(response.status).toBe(200);
};

describe('the history of an account', () => {
  it('[50] tells what was ordered and delivered and when, in the order in which it happened, in words and as of any day', async () => {
    const timeline = async (query: string) =>
      (await product.ask(`/v1/accounts/acme/timeline?sort=at${query}`)).items.map(({ at, title, summary }) => [
        String(at).slice(0, 10),
        title,
        summary,
      ]);
    const ordered = ['2026-01-12', 'Order recorded', 'Order O-1 over 120.00 EUR net.'];
    const deliveries = [
      ['2026-01-15', 'Delivery recorded', 'Delivery D-0 of order O-1 over 20.00 EUR net.'],
      ['2026-01-20', 'Delivery recorded', 'Delivery D-1 of order O-1 over 100.00 EUR net.'],
    ];
    expect(await timeline('&type=DeliveryRecorded')).toEqual(deliveries);
    expect((await timeline('&asOf=2026-01-16')).slice(1)).toEqual([ordered, deliveries[0]]);
    expect((await timeline('')).slice(1)).toEqual([
      ordered,
      ...deliveries,
      ['2026-02-02', 'Order recorded', 'Order O-2 over 80.00 EUR net.'],
    ]);
    expect(await product.ask('/v1/accounts/acme')).toMatchObject({ orders: 2, lastOrderAt: '2026-02-02T09:00:00.000Z' });
  });

  it('[55] says of every fact where it comes from, who told it and when it came to be known', async () => {
    const { items } = await product.ask('/v1/accounts/acme/history');
    const metas = items.map(({ meta }) => meta as Readonly<Record<string, unknown>>);
    expect(metas.map(({ source, actor, note }) => [source, actor, note])).toEqual([
      ...Array.from({ length: 4 }, () => ['http', 'ana', undefined]),
      ['crm:north', 'ben', 'as their buyer said'],
    ]);
    for (const { recordedAt, occurredAt, commandId } of metas)
      expect([recordedAt, occurredAt, commandId].map(String)).toEqual([
        expect.stringMatching(/Z$/),
        expect.stringMatching(/Z$/),
        expect.any(String),
      ]);
    const [latest] = (await product.ask('/v1/accounts/acme/timeline')).items;
    expect(latest).toMatchObject({ source: 'crm:north', actor: 'ben' });
  });
});
