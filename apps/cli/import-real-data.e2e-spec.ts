import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { clientOf } from './client.js';
import { Folder } from './testing/folder.js';
import { invoicesOf } from './testing/portfolio.js';
import { rapport, start } from './testing/whole-system.js';

/** A folder with northwind, uci-online-retail and maven-crm, which are not part of this repository. */
const DATA = process.env['RAPPORT_TEST_DATA'];

/** Tens of thousands of rows, on a machine that does other things too. */
const IMPORT_MS = 600_000;

const MISSING = 'RAPPORT_TEST_DATA names no folder';

/** A test on a folder of real data; without it one that says in its name why it is not run. */
const onData = (folder: string, sentence: string, test: (path: string) => Promise<void>): void => {
  const path = join(DATA ?? '', folder);
  if (DATA !== undefined && existsSync(path)) it(sentence, async () => test(path), IMPORT_MS);
  else it(`not run: ${sentence} (${MISSING} with ${folder})`, () => expect(DATA === undefined || !existsSync(path)).toBe(true));
};

interface Totals {
  readonly totals: readonly object[];
}

const importing = async (mapping: string, path: string, ask: (url: string) => Promise<void>) => {
  await using data = await Folder.with();
  await using kept = await Folder.with();
  const { exit, out } = await rapport(data.path, ['import', mapping, path, '--rejects', kept.path, '--json']);
  const server = await start(data.path);
  try {
    await ask(server.url);
  } finally {
    await server.close();
  }
  return { exit, report: JSON.parse(out) as object };
};

const company = async (url: string): Promise<readonly object[]> => {
  const { totals } = await clientOf(url).get<Totals>('/v1/kpis', { by: 'company' });
  return totals;
};

describe('the real data sets', () => {
  onData('northwind', 'Northwind comes out to the cent', async (path) => {
    const { exit } = await importing('northwind', path, async (url) => {
      expect(await company(url)).toMatchObject([{ orders: 830, netSales: [{ amount: '1265792.98', currency: 'USD' }] }]);
    });
    expect(exit).toBe(0);
  });

  onData('uci-online-retail', 'U2: UCI Online Retail is whole, and drops nothing', async (path) => {
    const { exit, report } = await importing('uci-online-retail', path, async (url) => {
      expect(await invoicesOf(url)).toEqual({
        count: 25_900,
        net: '9747747.93',
        creditNotes: 3_838,
        cancellations: 3_836,
        withoutCustomer: 3_710,
        customers: 4_338,
        bought: '8911407.90',
      });
    });
    expect(exit).toBe(0);
    expect(report).toMatchObject({ totals: { rows: 25_900, rejectedRows: 0, withoutAccount: 3_710, passedOver: 0 } });
  });

  onData('maven-crm', "U7: the Maven CRM's deals are all there, the won ones are orders, and nobody's name is refused", async (path) => {
    const { exit, report } = await importing('maven-crm', path, async (url) => {
      expect(await company(url)).toMatchObject([{ orders: 4_238, netSales: [{ amount: '10005534.00', currency: 'USD' }] }]);
      const client = clientOf(url);
      const { items } = await client.get<{ items: object[] }>('/v1/win-rates', { by: 'company' });
      const worth = [{ amount: '10005534.00', currency: 'USD' }];
      expect(items).toMatchObject([{ won: 4_238, lost: 2_473, winRate: expect.closeTo(0.6315, 4), wonValue: worth }]);
      const { open } = await client.get<{ open: { existing: { count: number }; new: { count: number } } }>('/v1/funnel', {});
      expect(open.existing.count + open.new.count).toBe(8_800 - 4_238 - 2_473);
      const kept = await client.get<{ open: { existing: { count: number }; new: { count: number } } }>('/v1/funnel', {
        accountId: 'no-account',
      });
      expect(kept.open.existing.count + kept.open.new.count).toBe(1_425);
    });
    expect(exit).toBe(0);
    expect(report).toMatchObject({ totals: { rejectedRows: 0, withoutAccount: 1_425, passedOver: 85 - 15 } });
  });
});
