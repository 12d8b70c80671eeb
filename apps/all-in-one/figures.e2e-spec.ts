import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { POLICY_MAX_AGE_MS } from '#libs/runtime/policy-source.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-figures-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly items: readonly Record<string, unknown>[]; readonly totals: readonly unknown[] };
}

const send = async (type: string, target: Record<string, string>, data: object, occurredAt?: string): Promise<Answer> => {
  const response = await fetch(`${server.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ ...target, ...(occurredAt === undefined ? {} : { occurredAt }), data }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

const tell = async (...[type, target, data, occurredAt]: Parameters<typeof send>): Promise<void> => {
  const { status, body } = await send(type, target, data, occurredAt);
  if (status !== 200) throw new Error(`${type}: ${status} ${JSON.stringify(body)}`);
};

const ask = async (path: string): Promise<Answer['body']> => (await (await fetch(`${server.url}${path}`)).json()) as Answer['body'];
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const acme = { accountId: 'acme' };

/** Publishes and activates the first version of a policy, and waits until every worker goes by it. */
const activate = async (policy: string, document: object): Promise<void> => {
  await tell('PublishPolicyVersion', { policy }, { version: 1, document });
  await tell('ActivatePolicyVersion', { policy }, { version: 1, validFrom: new Date().toISOString() });
  await new Promise((resolve) => setTimeout(resolve, POLICY_MAX_AGE_MS));
};

describe('figures as their users understand them', () => {
  it('M1, M3: sums are exact at any size; an absurd amount and what is no currency are refused, with what was meant', async () => {
    await tell('OpenAccount', acme, { name: 'Acme' }, '2025-01-05T08:00:00Z');
    await tell('RecordOrder', acme, { orderNumber: '1', net: eur('90071992547409.91') }, '2025-02-01T08:00:00Z');
    await tell('RecordOrder', acme, { orderNumber: '2', net: eur('0.01') }, '2025-05-01T08:00:00Z');
    await tell('RecordReturn', acme, { returnNumber: 'r', orderNumber: '1', net: eur('90071992547409.90') }, '2025-05-02T08:00:00Z');
    const sales = { grossSales: [eur('90071992547409.92')], returns: [eur('90071992547409.90')], netSales: [eur('0.02')] };
    expect(await ask('/v1/accounts/acme')).toMatchObject(sales);
    expect((await ask('/v1/accounts')).items).toMatchObject([sales]);
    const year = await ask('/v1/kpis?period=year&from=2025&to=2025');
    expect([year.items[0], year.totals[0]]).toMatchObject([sales, { ...sales, concentration: [{ accounts: 1, accountsSoldTo: 1 }] }]);
    const [, second] = (await ask('/v1/kpis?period=quarter&from=2025-Q1&to=2025-Q2')).items;
    expect(second).toMatchObject({ retention: { base: 'net-sales', logo: 0, byCurrency: { EUR: { gross: 0, net: 0 } } } });

    const order = (amount: string, currency: string) => send('RecordOrder', acme, { orderNumber: '3', net: { amount, currency } });
    expect(await order('1234567890123456.00', 'EUR')).toMatchObject({ status: 400 });
    for (const currency of ['ZZZ', 'BTC', 'XXX']) expect(await order('1.00', currency)).toMatchObject({ status: 400 });
    const { body } = await order('1.00', 'EUT');
    expect(body).toMatchObject({ errors: [{ pointer: '/data/net/currency', detail: expect.stringContaining('did you mean EUR?') }] });
  });

  it('T5: a company of Shanghai counts an order of 07:30 on the first of April in April, in its fiscal year', async () => {
    await activate('calendar', { timeZone: 'Asia/Shanghai', fiscalYearStartsIn: 4 });
    await tell('RecordOrder', acme, { orderNumber: 'sh', net: { amount: '5', currency: 'CNY' } }, '2026-04-01T07:30:00+08:00');
    const months = await ask('/v1/kpis?period=month&from=2026-03&to=2026-04');
    expect(months.items).toMatchObject([{ orders: 0 }, { period: '2026-04', orders: 1, from: '2026-04-01', to: '2026-04-30' }]);
    const quarter = await ask('/v1/kpis?period=quarter&from=2027-Q1&to=2027-Q1');
    expect(quarter.items).toMatchObject([{ period: '2027-Q1', from: '2026-04-01', to: '2026-06-30', orders: 1, complete: true }]);
    const refused = await send(
      'PublishPolicyVersion',
      { policy: 'calendar' },
      { version: 2, document: { timeZone: 'Asia/Shangai', fiscalYearStartsIn: 0 } },
    );
    expect(refused.body).toMatchObject({ rejection: { code: 'POLICY_DOCUMENT_INVALID', field: '/document/timeZone' } });
  });

  it('U2: sales are invoices where the company says so, also those of before it said so', async () => {
    await tell('OpenAccount', { accountId: 'bolt' }, { name: 'Bolt' }, '2025-01-05T08:00:00Z');
    for (const [invoiceNumber, amount] of [
      ['536365', '139.12'],
      ['C536379', '-27.50'],
    ] as const)
      await tell('RecordInvoice', { accountId: 'bolt' }, { invoiceNumber, net: { amount, currency: 'GBP' } }, '2025-01-10T08:00:00Z');
    expect(await ask('/v1/accounts/bolt')).toMatchObject({ netSales: [] });
    await activate('reporting', { currency: 'GBP', salesBasis: 'invoices' });
    const gbp = (amount: string) => ({ amount, currency: 'GBP' });
    const sales = { grossSales: [gbp('139.12')], returns: [gbp('27.50')], netSales: [gbp('111.62')] };
    expect(await ask('/v1/accounts/bolt')).toMatchObject(sales);
    const { items, totals } = await ask('/v1/kpis?period=quarter&from=2025-Q4&to=2025-Q4');
    expect(items).toMatchObject([{ ...sales, salesBasis: 'invoices', reportedNetSales: { amount: gbp('111.62'), withoutRate: [] } }]);
    expect(totals).toMatchObject([{ concentration: [{ currency: 'GBP', accounts: 1, accountsSoldTo: 1, grossSales: gbp('139.12') }] }]);
    expect((await ask('/v1/kpis?period=quarter&from=2025-Q4&to=2025-Q4&asOf=2025-03-31')).items).toMatchObject([sales]);
  });

  it('M11: a target has what was reached of it, also where nothing happened and for what is to come', async () => {
    const team = { teamId: 'north' };
    await tell('FormTeam', team, { name: 'North' }, '2025-01-05T08:00:00Z');
    await tell('SetTeamTarget', team, { kpi: 'orders', period: '2025-Q4', value: '4' }, '2025-01-06T08:00:00Z');
    await tell('SetTeamTarget', team, { kpi: 'netSales', period: '2090-Q1', value: '1000' }, '2025-01-06T08:00:00Z');
    const rows = (await ask('/v1/kpis?by=team&key=north&period=quarter&limit=1000')).items.filter(
      ({ targets }) => (targets as unknown[]).length > 0,
    );
    expect(rows).toMatchObject([
      { period: '2025-Q4', complete: false, targets: [{ kpi: 'orders', value: '4', actual: 0, attainment: 0, trend: null }] },
      { period: '2090-Q1', covered: null, targets: [{ kpi: 'netSales', value: '1000', actual: '0.00', attainment: 0 }] },
    ]);
    const refused = await send('SetTeamTarget', team, { kpi: 'netSale', period: '2026', value: '1' });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/data/kpi', detail: expect.stringContaining('Did you mean netSales?') }] });
  });
});
