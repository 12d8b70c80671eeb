import { describe, expect, it } from '@jest/globals';
import { clientOf } from '../client.js';
import { CommandServer } from '../testing/command-server.js';
import { Folder } from '../testing/folder.js';
import { type FileMapping, type Mapping } from './mapping.js';
import { type ImportReport } from './report.js';
import { runImport } from './run-import.js';

const ACCOUNTS: FileMapping = {
  role: 'accounts',
  file: 'accounts.csv',
  key: ['id'],
  columns: { id: { type: 'slug' }, name: { type: 'text' } },
  commands: [
    { type: 'OpenAccount', target: { accountId: { $column: 'id' } }, occurredAt: '2026-01-01', data: { name: { $column: 'name' } } },
  ],
};

const ORDERS: FileMapping = {
  role: 'orders',
  file: 'orders.csv',
  key: ['no'],
  columns: { no: { type: 'text' }, account: { type: 'slug' }, at: { type: 'day' }, net: { type: 'money', currency: 'EUR' } },
  commands: [
    {
      type: 'RecordOrder',
      target: { accountId: { $column: 'account' } },
      occurredAt: { $column: 'at' },
      data: { orderNumber: { $column: 'no' }, net: { $column: 'net' } },
    },
  ],
};

interface Imported {
  readonly report: ImportReport;
  /** Names of the accounts that were opened, or amounts of the orders. */
  readonly sent: readonly unknown[];
  readonly rejects: string;
}

const importing = async (content: string | Uint8Array, file: FileMapping = ACCOUNTS): Promise<Imported> => {
  await using folder = await Folder.with({ [file.file]: content });
  await using server = await CommandServer.start();
  const mapping: Mapping = { name: 'cases', files: [file] };
  const report = await runImport({
    mapping,
    sources: [{ file, path: folder.at(file.file) }],
    door: clientOf(server.url),
    rejectsFolder: folder.at('rejects'),
    concurrency: 4,
    stop: new AbortController(),
  });
  const sent = server.received.map(({ data }) => data['name'] ?? (data['net'] as { readonly amount: string }).amount);
  return { report, sent, rejects: await folder.read(`rejects/${file.file}.rejects.csv`).catch(() => '') };
};

const linesOf = ({ report }: Imported) => report.rejected.map(({ line }) => line);

describe('files as they are met', () => {
  it('D9: takes the 20 good rows in front of a quote that is never closed, and tells the line in which it begins', async () => {
    const good = Array.from({ length: 20 }, (_, index) => `uq${index + 1},Good ${index + 1}\n`).join('');
    const imported = await importing(`id,name\n${good}uq21,"never closed\nuq22,after\n`);
    expect(imported.report.files[0]).toMatchObject({ rows: 21, accepted: 20, rejectedRows: 1, unreadable: true });
    expect(imported.report.rejected).toMatchObject([
      { line: 22, reason: expect.stringMatching(/opened in the record from line 22 is not closed/) },
    ]);
  });

  it('D9: loses no good row either where the fault stands many pieces of the file later', async () => {
    const good = Array.from({ length: 20_000 }, (_, index) => `u${index},Good ${index}\n`).join('');
    await using folder = await Folder.with({ 'accounts.csv': `id,name\n${good}x,"never closed\n` });
    const report = await runImport({
      mapping: { name: 'cases', files: [ACCOUNTS] },
      sources: [{ file: ACCOUNTS, path: folder.at('accounts.csv') }],
      door: undefined,
      rejectsFolder: undefined,
      concurrency: 1,
      stop: new AbortController(),
    });
    expect(report.files[0]).toMatchObject({ rows: 20_001, commands: 20_000 });
    expect(report.rejected).toMatchObject([{ line: 20_002 }]);
  });

  it('D10: passes over rows of separators and blanks', async () => {
    const imported = await importing('id,name\nst1,A\n,\n,\n  ,  \n');
    expect(imported.report).toMatchObject({ rejected: [], files: [{ rows: 1, accepted: 1 }] });
  });

  it('D10: a row of separators with more or fewer of them is passed over too', async () => {
    expect((await importing('id,name\n,,,\nst1,A\n\n,\n')).report).toMatchObject({ rejected: [], files: [{ rows: 1 }] });
  });

  it.each([
    ['plain', 'sep=;\r\nid;name\r\nsep1;Example Ltd\r\nsep2\r\n'],
    ['behind a byte order mark', '\uFEFFsep=;\nid;name\nsep1;Example Ltd\nsep2\n'],
    ['in quotes', '"sep=;"\nid;name\nsep1;Example Ltd\nsep2\n'],
  ])('D10: honours a first line that says what separates, %s, and counts it as a line', async (_how, content) => {
    const imported = await importing(content);
    expect(imported.sent).toEqual(['Example Ltd']);
    expect(linesOf(imported)).toEqual([4]);
  });

  it('D10: rejects the row with text behind a closing quote, and takes the others', async () => {
    const imported = await importing(
      'id,name\nbs1,"A \\"quoted\\" name"\nbs2,"Foo" Bar\nbs3,"say ""hi"""\nbs4,"""all"""\nbs5,5" pipe\nbs6, "led by a blank"\n',
    );
    expect(imported.sent).toEqual(['say "hi"', '"all"', '5" pipe', '"led by a blank"']);
    expect(imported.report.rejected).toMatchObject([
      { line: 2, reason: expect.stringMatching(/goes on after the quote that closes it.*twice/) },
      { line: 3, reason: expect.stringMatching(/goes on after the quote/) },
    ]);
  });

  it.each([
    ['a byte order mark', '\uFEFFid,name\r\nbom1,Bom One\r\n', 'Bom One'],
    ['a byte order mark and quotes', '\uFEFF"id","name"\r\n"bom2","Bom Two"\r\n', 'Bom Two'],
    ['blank lines at its end', 'id,name\nbt1,A\n\n\n\n', 'A'],
  ])('reads a file with %s', async (_what, content, name) => {
    const imported = await importing(content);
    expect([imported.sent, imported.report.rejected]).toEqual([[name], []]);
  });

  it('tells a separator that the mapping does not say, and takes it where it does', async () => {
    const semicolons = 'id;name\r\nsemi1;"Weber; Söhne"\r\n';
    expect((await importing(semicolons)).report.rejected).toMatchObject([{ line: 1, reason: expect.stringMatching(/separated by ";"/) }]);
    expect((await importing(semicolons, { ...ACCOUNTS, delimiter: ';' })).sent).toEqual(['Weber; Söhne']);
  });

  it('takes lines that end in different ways, also inside quotes, and tells the broken row at its line', async () => {
    const imported = await importing('id,name\nmix1,"Line one\r\nLine two"\nmix2,Plain\nbroken row only\n');
    expect(imported.sent).toEqual(['Line one\r\nLine two', 'Plain']);
    expect(linesOf(imported)).toEqual([5]);
  });

  it('refuses a header that has a column of the mapping twice, and minds no other', async () => {
    expect((await importing('id,name,name\ndup1,A,B\n')).report.rejected).toMatchObject([
      { line: 1, column: 'name', reason: 'the header has it 2 times' },
    ]);
    expect((await importing('id,name,x,x\ndup2,A,1,2\n')).sent).toEqual(['A']);
  });

  it('never takes a decimal comma for a thousands separator', async () => {
    const amounts = 'no;account;at;net\n1;dc;2026-03-01;1,12\n2;dc;2026-03-01;512,77\n3;dc;2026-03-01;12.50\n';
    const file = { ...ORDERS, delimiter: ';' };
    expect((await importing(amounts, file)).sent).toEqual(['12.50']);
    const comma: FileMapping = { ...file, columns: { ...ORDERS.columns, net: { type: 'money', currency: 'EUR', decimal: ',' } } };
    const imported = await importing(amounts, comma);
    expect(imported.sent).toEqual(['1.12', '512.77']);
    expect(linesOf(imported)).toEqual([4]);
  });

  it('takes a day as ISO writes it, and no serial number, no other order, no day that never was', async () => {
    const days = ['46082', '01/03/2026', '2026-02-30', '0000-00-00', '2026-03-01'];
    const imported = await importing(`no,account,at,net\n${days.map((day, index) => `${index},xd,${day},1\n`).join('')}`, ORDERS);
    expect(linesOf(imported)).toEqual([2, 3, 4, 5]);
    expect(imported.sent).toEqual(['1.00']);
  });

  it('reads what another program encoded, where the mapping says so', async () => {
    const legacy = Buffer.from('id,name\nm,M\xfcller \x80\n', 'latin1');
    expect((await importing(legacy)).report.rejected).toMatchObject([
      { line: 2, reason: expect.stringMatching(/0xfc.*encoding: windows-1252/) },
    ]);
    expect((await importing(legacy, { ...ACCOUNTS, encoding: 'windows-1252' })).sent).toEqual(['Müller €']);
  });
});
