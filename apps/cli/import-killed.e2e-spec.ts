import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openEventStore } from '#libs/event-store/open.js';
import { SERVER_FILE } from './connection.js';
import { Built, MAIN } from './testing/built.js';
import { Folder } from './testing/folder.js';
import { rapport, start } from './testing/whole-system.js';

const IDS = Array.from({ length: 4 }, (_, index) => `A${index}`);
const ROUNDS = Array.from({ length: 8 }, (_, index) => index + 1);

const EMPLOYEES = 'employee_id,name,title,city,reports_to\n1,Ana Lima,Sales,Porto,2\n2,Bo Berg,Head,Oslo,\n';
const CUSTOMERS = `customer_id,company_name,contact_name,contact_title,city,country\n${IDS.map((id) => `${id},Name,,,,\n`).join('')}`;
const order = (id: string, round: number) => `${id}-${round},${id},1,1997-01-01,1997-02-01,1997-01-15,1,${round}.5,1,1\n`;
const ORDERS =
  'order_id,customer_id,employee_id,order_date,required_date,shipped_date,lines,net_usd,gross_usd,freight_usd\n'
  + ROUNDS.flatMap((round) => IDS.map((id) => order(id, round))).join('');

/** How often we look whether the import has come to the orders. */
const LOOK_EVERY_MS = 5;

/** Resolves once the import that runs on the folder has recorded one of an account's orders. */
const ordersBegin = async (data: Folder): Promise<void> => {
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const file = await data.read(SERVER_FILE).catch(() => undefined);
    if (file === undefined) continue;
    const { url } = JSON.parse(file) as { readonly url: string };
    const history = await fetch(`${url}/v1/accounts/A0/history?type=OrderRecorded`);
    const { items = [] } = (await history.json()) as { readonly items?: readonly unknown[] };
    if (items.length > 0) return;
  }
};

/** Every stream of a log with the types of its events and the commands that they are of, where no server runs. */
const streamsOf = async (data: Folder): Promise<Readonly<Record<string, readonly string[]>>> => {
  await using store = await openEventStore(`sqlite:${data.at('events.db')}`, { writer: false });
  const streams: Record<string, string[]> = {};
  for await (const { stream, type, meta } of store.readAll()) (streams[stream] ??= []).push(`${type} ${meta.commandId}`);
  return streams;
};

const countOf = (streams: Readonly<Record<string, readonly string[]>>): number => Object.values(streams).flat().length;

/** Runs the import to its end; gives the key figures then, without the moment of recording that they rest on. */
const figuresAfter = async (data: Folder, argv: readonly string[]): Promise<readonly unknown[]> => {
  const server = await start(data.path);
  try {
    expect(await rapport(data.path, argv)).toMatchObject({ exit: 0 });
    const figures: unknown[] = [];
    for (const by of ['company', 'employee']) {
      const { out } = await rapport(data.path, ['kpis', '--by', by, '--json']);
      figures.push({ ...(JSON.parse(out) as object), asOf: undefined });
    }
    return figures;
  } finally {
    await server.close();
  }
};

describe('an import whose process is killed', () => {
  it('ends equal to one that nobody disturbed when it is run again', async () => {
    await using built = await Built.make();
    await using whole = await Folder.with();
    await using broken = await Folder.with();
    await using kept = await Folder.with();
    await using csv = await Folder.with({ 'employees.csv': EMPLOYEES, 'customers.csv': CUSTOMERS, 'orders.csv': ORDERS });
    const argv = ['import', 'northwind', csv.path, '--rejects', kept.path];
    await using child = built.start(MAIN, ...argv, '--data-dir', broken.path);
    await ordersBegin(broken);
    expect(await child.kill()).toBe(true);
    const atKill = countOf(await streamsOf(broken));

    const expected = await figuresAfter(whole, argv);
    expect(await figuresAfter(broken, argv)).toEqual(expected);
    const complete = await streamsOf(whole);
    expect(await streamsOf(broken)).toEqual(complete);
    expect(atKill).toBeGreaterThan(IDS.length);
    expect(atKill).toBeLessThan(countOf(complete));
  });
});
