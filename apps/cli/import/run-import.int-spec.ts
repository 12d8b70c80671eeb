import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { clientOf } from '../client.js';
import { CommandServer, type CommandServerOptions } from '../testing/command-server.js';
import { Folder } from '../testing/folder.js';
import { ORDERS_HEADER, SHOP } from '../testing/shop.js';
import { runImport, type ImportOptions } from './run-import.js';
import { totalsOf, type ImportReport } from './report.js';

const CUSTOMERS_CSV = 'id,name,city\nacme,Acme,Berlin\nblue,Blue & Co,\n';
const ORDERS_CSV = `${ORDERS_HEADER}\n1,acme,7,2026-01-05,2026-01-09,10.005,2\n2,blue,8,2026-01-06,,20,\n3,acme,8,2026-01-07,2026-01-08,30,1\n`;

/** Runs an import of the given files against a server, and keeps the rejects beside them. */
const importing = async (
  files: Readonly<Record<string, string>>,
  server: CommandServer,
  options: Partial<ImportOptions> = {},
): Promise<{ readonly report: ImportReport; readonly rejects: Readonly<Record<string, string>> }> => {
  await using data = await Folder.with(files);
  await using kept = await Folder.with();
  const stop = options.stop ?? new AbortController();
  const report = await runImport({
    mapping: SHOP,
    sources: SHOP.files.filter(({ file }) => files[file] !== undefined).map((file) => ({ file, path: data.at(file.file) })),
    door: clientOf(server.url, { signal: stop.signal, pause: async (_ms, signal) => signal?.throwIfAborted() }),
    rejectsFolder: kept.at('rejects'),
    concurrency: 8,
    stop,
    ...options,
  });
  const names = await readdir(kept.at('rejects')).catch(() => []);
  const rejects = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await kept.read(`rejects/${name}`)] as const)));
  return { report, rejects };
};

/** Nothing that a person would have to look at. */
const CLEAN = { refused: 0, rejectedRows: 0, passedOver: 0, withoutAccount: 0, codes: {}, latest: '2026-01-09T00:00:00.000Z' };

const numbersFrom = (length: number): readonly number[] => [...Array(length).keys()];

const at = (options?: CommandServerOptions) => CommandServer.start(options);

describe('an import', () => {
  it('sends what the rows come to, of each target in order', async () => {
    await using server = await at();
    const { report, rejects } = await importing({ 'customers.csv': CUSTOMERS_CSV, 'orders.csv': ORDERS_CSV }, server);
    expect(server.byTarget()).toEqual({
      acme: ['OpenAccount', 'AssignOwner', 'RecordOrder', 'RecordDelivery', 'RecordOrder', 'RecordDelivery'],
      blue: ['OpenAccount', 'AssignOwner', 'RecordOrder'],
    });
    expect(server.received.find(({ type, target }) => type === 'RecordOrder' && target === 'acme')?.body).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
      type: 'rapport.RecordOrder',
      source: 'import:shop',
      subject: 'acme',
      time: '2026-01-05T00:00:00.000Z',
      data: { orderNumber: '1', net: { amount: '10.01', currency: 'USD' }, lines: 2, employeeId: '7' },
    });
    expect(totalsOf(report.files)).toEqual({ ...CLEAN, rows: 5, commands: 9, accepted: 9, duplicates: 0 });
    expect(report).toMatchObject({ mapping: 'shop', dryRun: false, interrupted: false, rejected: [] });
    expect(rejects).toEqual({});
  });

  it('assigns what a target gets once from the first row of the file', async () => {
    await using server = await at();
    await importing({ 'orders.csv': ORDERS_CSV }, server);
    const owners = server.received.filter(({ type }) => type === 'AssignOwner').map(({ target, data }) => [target, data]);
    expect(Object.fromEntries(owners)).toEqual({ acme: { employeeId: '7' }, blue: { employeeId: '8' } });
    expect(owners).toHaveLength(2);
  });

  it('changes nothing when it is repeated', async () => {
    await using server = await at();
    const files = { 'customers.csv': CUSTOMERS_CSV, 'orders.csv': ORDERS_CSV };
    await importing(files, server);
    const { report } = await importing(files, server);
    expect(totalsOf(report.files)).toEqual({ ...CLEAN, rows: 5, commands: 9, accepted: 0, duplicates: 9 });
  });

  it('does not give a target twice what it gets once, when a later file begins with another row', async () => {
    await using server = await at();
    await importing({ 'orders.csv': ORDERS_CSV }, server);
    const { report } = await importing({ 'orders.csv': `${ORDERS_HEADER}\n9,acme,99,2026-02-01,,5,1\n` }, server);
    expect(report.files[0]).toMatchObject({ rows: 1, accepted: 1, duplicates: 1, rejectedRows: 0 });
  });

  it('settles every command of a file before the next file begins, and keeps the order within a target under load', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `c${index}`);
    const customers = `id,name,city\n${ids.map((id) => `${id},Name,\n`).join('')}`;
    const orders = Array.from({ length: 200 }, (_, index) => `${index},${ids[(index * 7) % 20]},s,2026-01-05,2026-01-06,1,\n`).join('');
    let open = 0;
    let most = 0;
    await using server = await at({
      prescribe: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return undefined;
      },
    });
    const { report } = await importing({ 'customers.csv': customers, 'orders.csv': `${ORDERS_HEADER}\n${orders}` }, server);
    const types = server.received.map(({ type }) => type);
    expect(types.lastIndexOf('OpenAccount')).toBe(19);
    for (const id of ids) {
      const sent = server.received.filter(({ target, type }) => target === id && type.startsWith('Record'));
      const numbers = sent.map(({ type, data }) => `${String(data['orderNumber'])} ${type}`);
      const expected = numbersFrom(200).filter((index) => ids[(index * 7) % 20] === id);
      expect(numbers).toEqual(expected.flatMap((index) => [`${index} RecordOrder`, `${index} RecordDelivery`]));
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
    expect(totalsOf(report.files)).toMatchObject({ rows: 220, accepted: 440 });
  });

  it('counts what it would send and sends nothing when it is only tried', async () => {
    await using server = await at();
    const { report } = await importing({ 'customers.csv': CUSTOMERS_CSV, 'orders.csv': ORDERS_CSV }, server, { door: undefined });
    expect(server.received).toEqual([]);
    expect(report).toMatchObject({ dryRun: true, files: [{ commands: 2 }, { commands: 7 }] });
  });

  it('tells how far it is, up to the last byte', async () => {
    await using server = await at();
    const steps: number[] = [];
    await importing({ 'orders.csv': ORDERS_CSV }, server, { onProgress: ({ bytes, bytesRead }) => steps.push(bytesRead / bytes) });
    expect(steps).toHaveLength(3);
    expect(steps).toEqual(steps.toSorted());
    expect(steps.at(-1)).toBe(1);
  });
});

describe('bad rows', () => {
  const BAD = [
    ORDERS_HEADER,
    '1,acme,7,2026-13-05,,10,2',
    '2,acme,7,2026-01-05,,"1,000",2',
    '3,acme,7,2026-01-05',
    '4,acme,ghost,2026-01-05,,10,2',
    '5,acme,7,2026-01-05,2026-01-06,10,2',
    '6,blue,7,never,,free,"many',
    'words"',
    '7,acme,7,2026-01-07,,10,2',
  ].join('\n');

  /** Knows no employee called ghost, and no delivery of order 5. */
  const refuse: CommandServerOptions['refuse'] = ({ type, data }) => {
    if (data['employeeId'] === 'ghost') return { code: 'UNKNOWN_EMPLOYEE', detail: 'There is no employee ghost.', field: '/employeeId' };
    if (type === 'RecordDelivery' && data['orderNumber'] === '5') return { code: 'DELIVERY_REFUSED', detail: 'Not today.' };
    return undefined;
  };

  it('are reported with line, column and reason, kept with their columns, and the others go on', async () => {
    await using server = await at({ refuse });
    const { report, rejects } = await importing({ 'orders.csv': BAD }, server);
    expect(report.files[0]).toMatchObject({ rows: 7, rejectedRows: 6, refused: 2, accepted: 3, unreadable: false });
    expect(report.rejected.map(({ line, column }) => [line, column])).toEqual([
      [2, 'on'],
      [3, 'net'],
      [4, ''],
      [5, 'seller'],
      [6, 'customer'],
      [7, 'on'],
    ]);
    expect(rejects).toEqual({
      'orders.csv.rejects.csv': [
        `${ORDERS_HEADER},line,column,reason`,
        '1,acme,7,2026-13-05,,10,2,2,on,"""2026-13-05"" is not a day of the calendar: write YYYY-MM-DD"',
        '2,acme,7,2026-01-05,,"1,000",2,3,net,"""1,000"" is not an amount of money: write digits with a point before the decimals, without thousands separators"',
        '3,acme,7,2026-01-05,,,,4,,4 fields where the header has 7 (a separator in a field needs quotes around it)',
        '4,acme,ghost,2026-01-05,,10,2,5,seller,"AssignOwner was refused: UNKNOWN_EMPLOYEE, There is no employee ghost.; not sent: RecordOrder"',
        '5,acme,7,2026-01-05,2026-01-06,10,2,6,customer,"RecordDelivery was refused: DELIVERY_REFUSED, Not today.; accepted before it: AssignOwner, RecordOrder"',
        '6,blue,7,never,,free,"many',
        'words",7,on net lines,"on: ""never"" is not a day of the calendar: write YYYY-MM-DD; net: ""free"" is not an amount of money: write digits with a point before the decimals, without thousands separators; lines: ""many',
        'words"" is not a whole number"',
        '',
      ].join('\n'),
    });
    expect(server.byTarget()).toEqual({
      acme: ['AssignOwner', 'AssignOwner', 'AssignOwner', 'RecordOrder', 'RecordDelivery', 'RecordOrder'],
    });
  });

  it('can be corrected in their rejects file and imported from there, with the same effect however often', async () => {
    await using server = await at({ refuse });
    const { rejects } = await importing({ 'orders.csv': BAD }, server);
    const corrected = rejects['orders.csv.rejects.csv']!.replace('2026-13-05', '2026-01-04').replace(',acme,ghost,', ',acme,7,');
    const { report, rejects: left } = await importing({ 'orders.csv': corrected }, server);
    expect(report.files[0]).toMatchObject({ rows: 6, rejectedRows: 4, accepted: 2, duplicates: 2 });
    expect(left['orders.csv.rejects.csv']!.split('\n')[0]).toBe(`${ORDERS_HEADER},line,column,reason`);
    const again = await importing({ 'orders.csv': corrected }, server);
    expect(again.report.files[0]).toMatchObject({ rows: 6, rejectedRows: 4, accepted: 0, duplicates: 4 });
  });

  it('are decided anew in a later import, because what refused them may have changed', async () => {
    const known = new Set(['7', '8']);
    await using server = await at({
      refuse: ({ data }) => (known.has(String(data['employeeId'])) ? undefined : { code: 'UNKNOWN_EMPLOYEE', detail: 'No.' }),
    });
    const files = { 'orders.csv': `${ORDERS_HEADER}\n1,acme,9,2026-01-05,,10,2\n` };
    expect((await importing(files, server)).report.files[0]).toMatchObject({ refused: 1, accepted: 0 });
    expect((await importing(files, server)).report.files[0]).toMatchObject({ refused: 1, accepted: 0 });
    known.add('9');
    expect((await importing(files, server)).report.files[0]).toMatchObject({ refused: 0, accepted: 2 });
    expect((await importing(files, server)).report.files[0]).toMatchObject({ refused: 0, accepted: 0, duplicates: 2 });
  });

  it('say that a key was used before with other content', async () => {
    await using server = await at();
    const { report } = await importing(
      { 'orders.csv': `${ORDERS_HEADER}\n1,acme,7,2026-01-05,,10,2\n1,acme,7,2026-01-05,,11,2\n` },
      server,
    );
    expect(report.rejected).toMatchObject([
      {
        line: 3,
        column: 'order customer',
        reason: expect.stringMatching(/COMMAND_ID_REUSED.*same key was imported before with other content/),
      },
    ]);
  });

  it('of a file that cannot be read as a whole do not keep the other files back', async () => {
    await using server = await at();
    const { report } = await importing({ 'customers.csv': 'id;name\n1;a\n', 'orders.csv': ORDERS_CSV }, server);
    expect(report.files).toMatchObject([
      { rows: 0, unreadable: true },
      { rows: 3, accepted: 7 },
    ]);
    expect(report.rejected).toMatchObject([{ line: 1, reason: expect.stringMatching(/separated by ";"/) }]);
  });

  it('of an earlier import are forgotten once there are none', async () => {
    await using server = await at();
    await using data = await Folder.with({ 'orders.csv': ORDERS_CSV, 'orders.csv.rejects.csv': 'old' });
    const source = { file: SHOP.files[1]!, path: data.at('orders.csv') };
    const stop = new AbortController();
    await runImport({ mapping: SHOP, sources: [source], door: clientOf(server.url), rejectsFolder: data.path, concurrency: 4, stop });
    expect(await readdir(data.path)).toEqual(['orders.csv']);
  });

  it('that cannot be kept stop the import with the fix', async () => {
    await using server = await at();
    await using data = await Folder.with({ 'orders.csv': BAD, blocked: '' });
    const source = { file: SHOP.files[1]!, path: data.at('orders.csv') };
    const stop = new AbortController();
    const running = runImport({
      mapping: SHOP,
      sources: [source],
      door: clientOf(server.url),
      rejectsFolder: data.at('blocked/in'),
      concurrency: 4,
      stop,
    });
    await expect(running).rejects.toMatchObject({
      name: 'Failure',
      exit: 2,
      message: expect.stringMatching(/cannot be kept/),
      fix: expect.stringMatching(/--rejects/),
    });
  });
});

describe('an import that does not reach its end', () => {
  const MANY = `${ORDERS_HEADER}\n${Array.from({ length: 300 }, (_, index) => `${index},c${index % 10},7,2026-01-05,2026-01-06,1,\n`).join('')}`;

  it('finishes what is under way when it is interrupted, and ends equal when it is run again', async () => {
    const stop = new AbortController();
    await using server = await at({
      prescribe: () => {
        if (server.received.length === 100) stop.abort();
        return undefined;
      },
    });
    const first = await importing({ 'orders.csv': MANY }, server, { stop });
    expect(first.report.interrupted).toBe(true);
    expect(first.report.rejected).toEqual([]);
    const before = server.received.length;
    expect(before).toBeLessThan(130);
    const second = await importing({ 'orders.csv': MANY }, server);
    expect(second.report).toMatchObject({ interrupted: false, rejected: [] });
    expect(second.report.files[0]).toMatchObject({ rows: 300, accepted: 610 - before, duplicates: before });
  });

  it('says why when the server goes away, and sends nothing more', async () => {
    await using server = await at({ prescribe: () => (server.received.length > 50 ? 'reset' : undefined) });
    const { report } = await importing({ 'orders.csv': MANY }, server);
    expect(report.failure).toMatchObject({ exit: 4, message: expect.stringMatching(/No answer from http:.* after 8 attempts/) });
    expect(report.interrupted).toBe(false);
    expect(report.files[0]?.rejectedRows).toBe(0);
    expect(server.received.length).toBeLessThanOrEqual(50 + 8 * 8);
  });
});
