import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEngine, itIsNotRun } from '#libs/kernel/testing/engines.js';
import { RELAY } from '#libs/runtime/relay.js';
import { EVERY_SERVICE } from './testing/fleet.js';
import { figuresOf, type OrderFigures, writeOrders } from './testing/orders.js';
import { logPlace, System } from './testing/system.js';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'examples');

/** The folder with the tables of Northwind, which are not part of this repository. */
const NORTHWIND = process.env['RAPPORT_TEST_NORTHWIND'];

/** What their import into the embedded files comes to. */
const OF_NORTHWIND: OrderFigures = { orders: 830, net: '1265792.98', accounts: 89, topFiveShare: 0.332, shipped: 809, shippedLate: 37 };

/** Three thousand commands are sent, decided and folded in seconds; on a machine that does other things too, in minutes. */
const SEND_MS = 170_000;

/** Services are up in a minute; what a named server has already is folded first. */
const START_MS = 420_000;

interface Kpis {
  readonly totals: readonly {
    readonly orders: number;
    readonly netSales: readonly { readonly amount: string; readonly currency: string }[];
    readonly promises: { readonly made: number; readonly kept: number; readonly keptLate: number };
    readonly concentration: readonly { readonly currency: string; readonly accounts: number; readonly topShare: number }[];
  }[];
}

/** Figures that add up, whoever else sells. */
type Sums = Readonly<Record<'orders' | 'cents' | 'accounts' | 'made' | 'kept' | 'keptLate', number>>;

const since = (now: Sums, before: Sums): Sums =>
  Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - before[name as keyof Sums]])) as Sums;

/** A line of the script that folds net sales from the topic of events. */
interface NetSales {
  readonly account: string;
  readonly net: { readonly amount: string; readonly currency: string };
}

/** The guide's own scripts on plain kafkajs send a table to services on all three engines, and add up what comes back. */
describeEngine('kafka', (kafka) => {
  describeEngine('mongodb', (mongodb) => {
    const table = NORTHWIND === undefined ? 'a table made here (RAPPORT_TEST_NORTHWIND names no folder)' : 'Northwind';
    describe(`${table}, sent over Kafka by a producer that is not ours`, () => {
      const prefix = `nw-${randomUUID().slice(0, 8)}-`;
      let system: System;
      let folder: string;
      let own: string;
      let figures: OrderFigures;
      /** What the log came to before, which is nothing unless a variable names a server. */
      let before: Sums;

      const script = async (name: string, ...args: readonly string[]): Promise<readonly unknown[]> => {
        const argv = [join(EXAMPLES, name), new URL(kafka).host, ...args];
        const { stdout } = await promisify(execFile)(process.execPath, argv, { timeout: SEND_MS, maxBuffer: 16_777_216 });
        return stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as unknown);
      };

      /** The totals of the company; all are 0 where nobody has sold anything. */
      const kpis = async () => {
        const answer = await fetch(`${system.of('query-api')[0]!.url}/v1/kpis?by=company`);
        const { totals } = (await answer.json()) as Kpis;
        const { orders = 0, netSales = [], promises, concentration = [] } = totals[0] ?? {};
        const ofDollars = concentration.find(({ currency }) => currency === 'USD');
        const { made = 0, kept = 0, keptLate = 0 } = promises ?? {};
        return {
          orders,
          cents: Math.round(Number(netSales.find(({ currency }) => currency === 'USD')?.amount ?? 0) * 100),
          currencies: netSales.map(({ currency }) => currency),
          accounts: ofDollars?.accounts ?? 0,
          topFiveShare: Math.round((ofDollars?.topShare ?? 0) * 1_000) / 1_000,
          made,
          kept,
          keptLate,
        };
      };

      beforeAll(async () => {
        own = await mkdtemp(join(tmpdir(), 'rapport-orders-'));
        await writeOrders(own);
        folder = NORTHWIND ?? own;
        figures = await figuresOf(folder);
        system = await System.start(kafka, mongodb, { services: EVERY_SERVICE });
        await system.untilFolded();
        const { topFiveShare: _, currencies: __, ...sums } = await kpis();
        before = sums;
      }, START_MS);
      afterAll(async () => {
        await system?.[Symbol.asyncDispose]();
        await rm(own, { recursive: true });
      }, 60_000);

      it('is accepted whole, and again without a second effect', async () => {
        const [first] = await script('send-orders.mjs', folder, prefix);
        expect(first).toMatchObject({ refused: [] });
        const [again] = await script('send-orders.mjs', folder, prefix);
        expect(again).toEqual(first);
      });

      it('gives the figures of the table in GET /v1/kpis', async () => {
        await system.untilFolded();
        const { topFiveShare, currencies, ...sums } = await kpis();
        expect(since(sums, before)).toEqual({
          orders: figures.orders,
          cents: Math.round(Number(figures.net) * 100),
          accounts: figures.accounts,
          made: figures.orders,
          kept: figures.shipped,
          keptLate: figures.shippedLate,
        });
        // A log that a variable names may hold the orders of others too: these two are not sums.
        if (!system.logWasUsed) expect([currencies, topFiveShare]).toEqual([['USD'], figures.topFiveShare]);
        if (NORTHWIND !== undefined) expect(figures).toEqual(OF_NORTHWIND);
      });
      if (logPlace() !== 'a test server')
        itIsNotRun('the share of the five largest accounts, unless the named EventStoreDB was empty: it is no sum of what was sent');

      it('gives the same net sales to a consumer of rapport.events.v1 that adds them up by itself', async () => {
        await system.untilPassed(RELAY);
        const lines = (await script('net-sales.mjs')) as readonly NetSales[];
        const ours = lines.filter(({ account }) => account.startsWith(prefix));
        const cents = ours.reduce((sum, { net }) => sum + Math.round(Number(net.amount) * 100), 0);
        expect([ours.length, (cents / 100).toFixed(2)]).toEqual([figures.accounts, figures.net]);
      });
    });
  });
});
