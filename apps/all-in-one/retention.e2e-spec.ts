import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-retention-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  for (const accountId of new Set(SOLD.map(([name]) => name))) await send('OpenAccount', accountId, '2024-01', { name: accountId });
  for (const [accountId, month, amount] of SOLD) {
    await send('RecordOrder', accountId, month, { orderNumber: month, net: eur(amount) });
  }
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const SOLD = [
  ['grows', '2024-09', '50.00'],
  ['grows', '2024-10', '68.00'],
  ['shrinks', '2024-07', '41.00'],
  ['shrinks', '2024-12', '35.00'],
  ['leaves', '2024-08', '9.00'],
  ['new', '2024-11', '500.00'],
  ['newer', '2025-01', '70.00'],
] as const;

const eur = (amount: string) => ({ amount, currency: 'EUR' });

const send = async (type: string, accountId: string, month: string, data: object): Promise<void> => {
  const response = await fetch(`${server.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ accountId, occurredAt: `${month}-05T08:00:00Z`, data }),
  });
  if (response.status !== 200) throw new Error(`${type}: ${response.status} ${await response.text()}`);
};

const kpis = async (query: string) =>
  (await (await fetch(`${server.url}/v1/kpis?${query}`)).json()) as { items: Record<string, unknown>[]; totals: unknown };

describe('retention', () => {
  const retentions = async (query: string) =>
    (await kpis(query)).items.map(({ period, retention }) => {
      const { logo, accounts, byCurrency } = (retention ?? {}) as Record<string, unknown>;
      return [period, logo, accounts, byCurrency];
    });

  it('keeps 85 % gross and 103 % net of 100 + 18 − 6 − 9, also where the range begins with the later quarter', async () => {
    const [third, fourth] = [
      ['2024-Q3', null, 0, {}],
      ['2024-Q4', 2 / 3, 3, { EUR: { gross: 0.85, net: 1.03, accounts: 3 } }],
    ];
    expect(await retentions('period=quarter&from=2024-Q3&to=2024-Q4')).toEqual([third, fourth]);
    expect(await retentions('period=quarter&from=2024-Q4&to=2024-Q4')).toEqual([fourth]);
    expect(await retentions('period=quarter&from=2024-Q4&to=2024-Q4&by=employee&key=unassigned')).toEqual([fourth]);
  });

  it('is nothing for a year in which none of the accounts buys again, and is not measured by the month', async () => {
    expect(await retentions('period=year&from=2025&to=2025')).toEqual([['2025', 0, 4, { EUR: { gross: 0, net: 0, accounts: 4 } }]]);
    expect(await retentions('period=month&from=2024-10&to=2024-10')).toEqual([['2024-10', undefined, undefined, undefined]]);
  });

  it('leaves the accounts of the period before out of those that carry the range', async () => {
    const { totals } = await kpis('period=quarter&from=2024-Q4&to=2024-Q4');
    expect(totals).toMatchObject([{ netSales: [eur('603.00')], concentration: [{ accounts: 3, top: [{}, {}, {}] }] }]);
  });
});
