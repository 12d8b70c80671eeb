import { describe, expect, it } from '@jest/globals';
import { Folder } from '../testing/folder.js';
import { rapport, serving } from '../testing/rapport.js';
import { ORDERS_HEADER, SHOP } from '../testing/shop.js';

describe('import', () => {
  const ORDERS = `${ORDERS_HEADER}\n1,acme,7,2026-01-05,2026-01-09,10,2\n2,acme,7,2026-01-06,,20,\n`;
  const folder = (orders = ORDERS) =>
    Folder.with({ 'shop.json': JSON.stringify(SHOP), 'customers.csv': 'id,name,city\nacme,Acme,\n', 'orders.csv': orders });

  it('tells what became of each file, and that nothing changes when it is repeated', async () => {
    await using data = await folder();
    await using kept = await Folder.with();
    await using server = await serving();
    const argv = ['import', data.at('shop.json'), data.path, '--rejects', kept.at('r'), '--url', server.url];
    const first = await rapport(argv);
    expect(first).toMatchObject({ exit: 0, err: '' });
    expect(first.out).toMatch(
      /customers\.csv +1 +0 +1 +1 +0 +0\n.*orders\.csv +2 +0 +4 +4 +0 +0\n3 rows in .* s.*: 5 commands accepted, 0 there already, 0 refused\.\n(The latest of it is of 2026-01-09\. .*\n)?$/,
    );
    expect(server.received.map(({ actor }) => actor)).toEqual(Array(5).fill('importer'));
    const second = await rapport(argv);
    expect(second).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/0 commands accepted, 5 there already[^]*Everything was there already: nothing changed\./),
    });
  });

  it('ends with 3, names the rejects, and says where they are', async () => {
    await using data = await folder(ORDERS.replace('2026-01-06', '2026-01-60'));
    await using kept = await Folder.with();
    await using server = await serving();
    const { exit, err } = await rapport(['import', data.at('shop.json'), data.path, '--rejects', kept.at('r'), '--url', server.url]);
    expect(exit).toBe(3);
    expect(err).toBe(
      `${data.at('orders.csv')}:3 on: "2026-01-60" is not a day of the calendar: write YYYY-MM-DD\n`
        + `Rejected rows are kept in ${kept.at('r/orders.csv.rejects.csv')}: correct them there, and import that file.\n`,
    );
    expect(await kept.read('r/orders.csv.rejects.csv')).toMatch(/^order,.*,line,column,reason\n2,acme.*\n$/);
  });

  it('sums up for machines', async () => {
    await using data = await folder(ORDERS.replace('2026-01-06', '2026-01-60'));
    await using kept = await Folder.with();
    await using server = await serving();
    const { out } = await rapport(['import', data.at('shop.json'), data.path, '--rejects', kept.at('r'), '--url', server.url, '--json']);
    expect(JSON.parse(out)).toEqual({
      mapping: 'shop',
      dryRun: false,
      interrupted: false,
      seconds: expect.any(Number),
      totals: {
        rows: 3,
        commands: 4,
        accepted: 4,
        duplicates: 0,
        refused: 0,
        rejectedRows: 1,
        passedOver: 0,
        withoutAccount: 0,
        latest: '2026-01-09T00:00:00.000Z',
        codes: { UNREADABLE: 1 },
      },
      files: [
        {
          role: 'customers',
          file: data.at('customers.csv'),
          rows: 1,
          commands: 1,
          accepted: 1,
          duplicates: 0,
          refused: 0,
          rejectedRows: 0,
          passedOver: 0,
          withoutAccount: 0,
          latest: '2026-01-01T00:00:00.000Z',
          codes: {},
          unreadable: false,
        },
        {
          role: 'orders',
          file: data.at('orders.csv'),
          rows: 2,
          commands: 3,
          accepted: 3,
          duplicates: 0,
          refused: 0,
          rejectedRows: 1,
          passedOver: 0,
          withoutAccount: 0,
          latest: '2026-01-09T00:00:00.000Z',
          codes: { UNREADABLE: 1 },
          unreadable: false,
          rejects: kept.at('r/orders.csv.rejects.csv'),
        },
      ],
      rejected: [{ file: data.at('orders.csv'), line: 3, column: 'on', reason: expect.any(String) }],
    });
  });

  it('needs no server to be tried, and writes nothing', async () => {
    await using data = await folder(ORDERS.replace('2026-01-06', '2026-01-60'));
    const { exit, out, err, started } = await rapport(['import', data.at('shop.json'), data.path, '--dry-run']);
    expect([exit, started]).toEqual([3, []]);
    expect(out).toMatch(/Nothing was sent: a dry run\. 3 rows would be 4 commands\./);
    expect(err).toMatch(/orders\.csv:3 on: /);
  });

  it('refuses to write into the data', async () => {
    await using data = await folder();
    const { exit, err, started } = await rapport(['import', data.at('shop.json'), data.path, '--rejects', data.at('rejects')]);
    expect([exit, started]).toEqual([2, []]);
    expect(err).toMatch(/lies inside the data folder/);
  });

  it('stops on Ctrl-C, and says how it is resumed', async () => {
    await using data = await folder(
      `${ORDERS_HEADER}\n${Array.from({ length: 500 }, (_, index) => `${index},a${index},7,2026-01-05,,1,\n`).join('')}`,
    );
    await using kept = await Folder.with();
    let press = (): void => undefined;
    await using server = await serving(
      {},
      {
        prescribe: () => {
          if (server.received.length === 20) press();
          return undefined;
        },
      },
    );
    const { exit, err } = await rapport(['import', data.at('shop.json'), data.path, '--rejects', kept.at('r'), '--url', server.url], {
      interrupt: (listener) => (press = listener),
    });
    expect(exit).toBe(130);
    expect(err).toMatch(/^Stopping: rows under way are finished first[^]*Run the same command again to resume/);
    expect(server.received.length).toBeLessThan(100);
  });
});
