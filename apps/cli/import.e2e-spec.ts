import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer } from './connection.js';
import { Folder } from './testing/folder.js';
import { rapport, start } from './testing/whole-system.js';

const EMPLOYEES = 'employee_id,name,title,city,reports_to\n1,Ana Lima,Sales,Porto,2\n2,"Berg, Bo","Head, Sales",Oslo,\n';

const CUSTOMERS = `customer_id,company_name,contact_name,contact_title,city,country
ACME,Acme,Ada,Buyer,Berlin,Germany
BLUE,"Blue ""B"" Ltd",,,São Paulo,Brazil
CORE,Core,Cy,,Oslo,Norway
`;

const HEADER = 'order_id,customer_id,employee_id,order_date,required_date,shipped_date,lines,net_usd,gross_usd,freight_usd';

/** Sums to 1,100.03 when each is rounded to the cent: 100.005 counts as 100.01. One is shipped late, one is not shipped. */
const ORDERS = `${HEADER}
1,ACME,1,1996-07-04,1996-08-01,1996-07-16,3,100.005,110,5
2,BLUE,2,1996-07-05,1996-07-20,1996-07-25,1,200.01,200.01,0
3,ACME,2,1997-01-10,1997-02-10,1997-02-10,2,300,300,1.5
4,BLUE,1,1997-03-01,1997-04-01,,1,500.0149,600,2
`;

const jsonLines = (text: string): readonly unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly employeeId?: string };
  readonly meta: { readonly commandId: string; readonly occurredAt: string; readonly actor: string; readonly source: string };
}

/** What stands in the log of the accounts where no server runs, without the moment at which it was written. */
const historiesAtRest = async (dataDir: string, ids: readonly string[]): Promise<readonly unknown[]> => {
  const server = await start(dataDir);
  const all = await historiesOf(dataDir, ids);
  await server.close();
  return all;
};

/** The same of a running server. */
const historiesOf = async (dataDir: string, ids: readonly string[] = ['ACME', 'BLUE', 'CORE']): Promise<readonly unknown[]> => {
  const all: unknown[] = [];
  for (const id of ids) {
    const { out } = await rapport(dataDir, ['replay', id, '--json']);
    all.push(
      (jsonLines(out) as Event[]).map(({ type, data, meta: { commandId, occurredAt, actor, source } }) => ({
        commandId,
        type,
        data,
        occurredAt,
        actor,
        source,
      })),
    );
  }
  return all;
};

describe('importing into the whole system', () => {
  let data: Folder;
  let csv: Folder;
  let kept: Folder;
  let server: RunningServer;

  beforeAll(async () => {
    data = await Folder.with();
    csv = await Folder.with({ 'employees.csv': EMPLOYEES, 'customers.csv': CUSTOMERS, 'orders.csv': ORDERS });
    kept = await Folder.with();
    server = await start(data.path);
  });

  afterAll(async () => {
    await server.close();
    await data[Symbol.asyncDispose]();
    await csv[Symbol.asyncDispose]();
    await kept[Symbol.asyncDispose]();
  });

  const importing = async (path = csv.path, dataDir = data.path) =>
    rapport(dataDir, ['import', 'northwind', path, '--rejects', kept.path, '--json']);

  it('has every row accepted by the rules of the business', async () => {
    const { exit, out, err } = await importing();
    expect([exit, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ totals: { rows: 9, commands: 23, accepted: 23, duplicates: 0, rejectedRows: 0 } });
  });

  it('gives the figures that the files have', async () => {
    const { out } = await rapport(data.path, ['kpis', '--by', 'company', '--json']);
    expect((JSON.parse(out) as { totals: unknown[] }).totals).toMatchObject([
      { orders: 4, netSales: [{ amount: '1100.03', currency: 'USD' }], promises: { made: 4, kept: 3, keptLate: 1, open: 1 } },
    ]);
  });

  it('credits each order to whoever was in charge of it, and gives the account the first of them', async () => {
    const { out } = await rapport(data.path, ['kpis', '--by', 'employee', '--json']);
    const { totals } = JSON.parse(out) as { totals: readonly { readonly key: string }[] };
    expect(totals.filter(({ key }) => key !== 'unassigned')).toMatchObject([
      { key: '1', name: 'Ana Lima', netSales: [{ amount: '600.02', currency: 'USD' }] },
      { key: '2', name: 'Berg, Bo', netSales: [{ amount: '500.01', currency: 'USD' }] },
    ]);
    const owners = (jsonLines((await rapport(data.path, ['replay', 'ACME', '--json'])).out) as Event[]).filter(({ type }) =>
      type.startsWith('Owner'),
    );
    expect(owners).toMatchObject([
      { data: { employeeId: '1' }, meta: { occurredAt: '1996-07-04T00:00:00.000Z', actor: 'importer', source: 'import:northwind' } },
    ]);
  });

  it('shows an account as it was', async () => {
    const at = async (day: string) => JSON.parse((await rapport(data.path, ['as-of', 'ACME', day, '--json'])).out) as unknown;
    expect(await at('1996-07-03')).toMatchObject({ orders: 0, owner: null });
    expect(await at('1996-12-31')).toMatchObject({ orders: 1, owner: '1', netSales: [{ amount: '100.01', currency: 'USD' }] });
  });

  it('changes nothing when it is repeated', async () => {
    const before = await historiesOf(data.path);
    const { exit, out } = await importing();
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ totals: { commands: 23, accepted: 0, duplicates: 23 } });
    expect(await historiesOf(data.path)).toEqual(before);
  });

  it('keeps rows that the rules refuse, and takes them once they are corrected', async () => {
    const bad = `${HEADER}\n5,ACME,9,1997-05-01,1997-06-01,,1,1,1,1\n6,NONE,1,1997-05-01,1997-06-01,,1,1,1,1\n1,ACME,1,1996-07-04,1996-08-01,,3,999,110,5\n`;
    await using late = await Folder.with({ 'orders.csv': bad });
    const first = await importing(late.at('orders.csv'));
    expect(first.exit).toBe(3);
    expect((JSON.parse(first.out) as { rejected: unknown[] }).rejected).toMatchObject([
      { line: 2, column: 'employee_id', reason: expect.stringMatching(/UNKNOWN_EMPLOYEE/) },
      { line: 3, column: 'customer_id', reason: expect.stringMatching(/ACCOUNT_NOT_FOUND/) },
      { line: 4, column: 'order_id', reason: expect.stringMatching(/COMMAND_ID_REUSED/) },
    ]);
    await using corrected = await Folder.with({ 'orders.csv': bad.replace('5,ACME,9', '5,ACME,2').replace('6,NONE', '6,CORE') });
    const second = await importing(corrected.at('orders.csv'));
    expect(JSON.parse(second.out)).toMatchObject({ totals: { rows: 3, accepted: 5, duplicates: 1, rejectedRows: 1 } });
  });
});

describe('an import that was interrupted', () => {
  const IDS = Array.from({ length: 12 }, (_, index) => `A${index}`);
  const accounts = `customer_id,company_name,contact_name,contact_title,city,country\n${IDS.map((id) => `${id},Name,,,,\n`).join('')}`;
  const order = (id: string, round: number) => `${id}-${round},${id},1,1997-01-01,1997-02-01,1997-01-15,1,${round}.5,1,1\n`;
  const orders = `${HEADER}\n${[1, 2, 3].flatMap((round) => IDS.map((id) => order(id, round))).join('')}`;

  it('ends equal when it is run again, each time with a system of its own', async () => {
    await using whole = await Folder.with();
    await using broken = await Folder.with();
    await using kept = await Folder.with();
    await using csv = await Folder.with({ 'employees.csv': EMPLOYEES, 'customers.csv': accounts, 'orders.csv': orders });
    const argv = ['import', 'northwind', csv.path, '--rejects', kept.path];
    expect(await rapport(whole.path, argv)).toMatchObject({ exit: 0 });
    expect(await rapport(broken.path, argv, (press) => void ordersBegin(broken).then(press))).toMatchObject({ exit: 130 });
    const [atFirst, complete] = [await historiesAtRest(broken.path, IDS), await historiesAtRest(whole.path, IDS)];
    expect(atFirst.flat().length).toBeGreaterThan(10);
    expect(atFirst.flat().length).toBeLessThan(complete.flat().length);
    expect(await rapport(broken.path, argv)).toMatchObject({ exit: 0 });
    expect(await historiesAtRest(broken.path, IDS)).toEqual(complete);
  }, 30_000);

  /** Resolves once the running import has recorded some of an account's orders. */
  const ordersBegin = async (data: Folder): Promise<void> => {
    const { url } = JSON.parse(await data.read('server.json')) as { readonly url: string };
    for (;;) {
      const history = await fetch(`${url}/v1/accounts/A0/history?type=OrderRecorded`);
      const { items = [] } = (await history.json()) as { readonly items?: readonly unknown[] };
      if (items.length >= 1) return;
    }
  };
});
