import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COLUMN_TYPES } from './import/columns.js';
import { COMPARISONS } from './import/conditions.js';
import { builtInMappings } from './import/load-mapping.js';
import { Folder } from './testing/folder.js';
import { historyOf } from './testing/portfolio.js';
import { rapport, start } from './testing/whole-system.js';

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'import-csv.md');

/** The files that the guide shows, by the names that it gives them. */
const filesOf = (guide: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...guide.matchAll(/```\w+ file=(\S+)\n([^]*?)```/g)].map(([, name, content]) => [name!, content!]));

describe('the guide to importing CSV', () => {
  let guide: string;
  let folder: Folder;
  let data: Folder;

  beforeAll(async () => {
    guide = await readFile(GUIDE, 'utf8');
    folder = await Folder.with(filesOf(guide));
    data = await Folder.with();
  });

  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await data[Symbol.asyncDispose]();
  });

  it('shows a file that is imported in three commands, the refused row in the words of the guide', async () => {
    const [csv, yaml] = [folder.at('sales.csv'), folder.at('sales.yaml')];
    const written = await rapport(data.path, ['import', '--new', csv, '--out', yaml]);
    expect(written).toMatchObject({ exit: 0, out: expect.stringMatching(/Written to .*sales\.yaml, with 5 questions in its comments/) });
    const told = /^sales\.csv:6 .*$/m.exec(guide)![0];
    const checked = await rapport(data.path, ['import', '--check', csv, '--mapping', yaml]);
    expect([checked.exit, checked.err.trim().replace(csv, 'sales.csv')]).toEqual([3, told]);
    const imported = await rapport(data.path, ['import', yaml, csv, '--rejects', folder.at('r'), '--json']);
    expect(JSON.parse(imported.out)).toMatchObject({ totals: { rows: 5, accepted: 7, rejectedRows: 1, withoutAccount: 1 } });
    const server = await start(data.path);
    try {
      const invoices = [
        ...(await historyOf(server.url, 'nordwind-gmbh', 'InvoiceRecorded')),
        ...(await historyOf(server.url, 'backerei-muller', 'InvoiceRecorded')),
      ];
      expect(invoices.map((invoice) => invoice.data['net'])).toEqual([
        { amount: '980.50', currency: 'EUR' },
        { amount: '-120.00', currency: 'EUR' },
        { amount: '1250.00', currency: 'EUR' },
      ]);
    } finally {
      await server.close();
    }
  });

  it('shows a mapping whose example comes to what it says', async () => {
    const paths = ['accounts.csv', 'invoices.csv'].map((name) => folder.at(name));
    const { exit, out, err } = await rapport(data.path, [
      'import',
      folder.at('shop.yaml'),
      ...paths,
      '--rejects',
      folder.at('r'),
      '--json',
    ]);
    expect([exit, err]).toEqual([3, '']);
    const report = JSON.parse(out) as { readonly files: object[]; readonly rejected: readonly { readonly reason: string }[] };
    // The account that stands in was opened by the import before.
    expect(report.files[1]).toMatchObject({
      rows: 5,
      accepted: 3,
      duplicates: 1,
      passedOver: 1,
      withoutAccount: 1,
      codes: { UNKNOWN_NAME: 1 },
    });
    const [before, after] = /`("Blue and Co" is not among the names of )…(; did you mean "Blue & Co"\?)`/.exec(guide)!.slice(1);
    expect(report.rejected[0]!.reason.startsWith(before!)).toBe(true);
    expect(report.rejected[0]!.reason).toContain(after);
  });

  it('names everything that a mapping can say', async () => {
    const words = [
      COLUMN_TYPES,
      Object.keys(COMPARISONS),
      'present absent not all any equals in matches'.split(' '),
      'role file delimiter encoding zone decimal thousands key columns noAccount commands'.split(' '),
      'optional from default empty aliases values format scale currency gives note once mayExist sign slug'.split(' '),
      await builtInMappings(),
    ].flat();
    expect(words.filter((word) => !new RegExp(`[\`{ ]${word}[\`: ]`).test(guide))).toEqual([]);
  });
});
