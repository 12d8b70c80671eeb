/** Segmentation of a large portfolio in one process: from the documents of the read model to cells, tiers and curves. */
import { exchangeRates } from '#libs/analytics/exchange.js';
import { lorenzCurve, paretoCurve } from '#libs/analytics/pareto.js';
import { cellsOf, segmentsOf } from '#libs/analytics/segmentation.js';
import { promisingOf, tiersOf } from '#libs/analytics/tiers.js';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { figuresIn, monthsOf, seriesOf, sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { monotonicMs } from '../open-loop.mjs';

const ACCOUNTS = 100_000;
const SECONDS_MAX = 5;
const WINDOW = { until: '2026-06', months: 12 };
const MIB = 2 ** 20;

/** One small document a month and account, as the read model keeps them; every third account buys every other month. */
const cellsFor = (accounts) =>
  monthsOf(WINDOW).flatMap((month, index) =>
    Array.from({ length: accounts }, (_, account) => account)
      .filter((account) => account % 3 !== 0 || index % 2 === 0)
      .map((account) => ({
        kind: 'cell',
        month,
        employeeId: `e-${account % 50}`,
        teamId: `t-${account % 5}`,
        accountId: `a-${account}`,
        days: { [`${10 + (account % 18)}`]: { orders: 1, ordersMinor: { EUR: String(((account * 7_919) % 100_000) + index) } } },
      })),
  );

const reporting = {
  today: '2026-07-10',
  lastDay: '2026-07-10',
  timeZone: 'UTC',
  fiscalYearStartsIn: 1,
  currency: 'EUR',
  rates: exchangeRates([]),
  basisOf: () => 'orders',
};

const { abc, xyz, tiers, promising } = POLICY_DEFAULTS.segmentation;

/** What `GET /v1/segments`, `/v1/tiers` and `/v1/concentration` come to between them. */
const segment = (cells) => {
  const figures = figuresIn(WINDOW, { cells, margins: [], reporting, speaking: new Map() });
  const series = seriesOf(figures, 'revenue', 'month');
  const counts = cellsOf(segmentsOf(series, { ...abc, ...xyz }));
  const valued = sumsOf(figures).map(({ accountId: id, revenue: value }) => ({ id, value }));
  const { tierOf } = tiersOf(valued, tiers);
  const found = promisingOf(series, tierOf, promising).length;
  return { counts, found, points: paretoCurve(valued).length + lorenzCurve(valued).length };
};

export const segmentationCases = [
  {
    id: 'segmentation',
    title: `ABC, XYZ, tiers and curves of ${ACCOUNTS.toLocaleString('en-US')} accounts over twelve months`,
    needs: [],
    bytes: 'one document a month and account',
    concurrency: 'one process',
    durability: 'nothing is written',
    bar: { perSecond: ACCOUNTS / SECONDS_MAX, peakMiB: 2_048 },
    run: async ({ scale, tell }) => {
      const accounts = Math.ceil(ACCOUNTS * scale);
      const cells = cellsFor(accounts);
      const [began, processor] = [monotonicMs(), process.cpuUsage()];
      const { counts } = segment(cells);
      const ms = monotonicMs() - began;
      const { user, system } = process.cpuUsage(processor);
      const segmented = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (segmented !== accounts) throw new Error(`${segmented} of ${accounts} accounts were segmented.`);
      tell(`${accounts} accounts in ${(ms / 1_000).toFixed(2)} s`);
      return {
        size: `${accounts} accounts`,
        rate: { perSecond: (accounts / ms) * 1_000, microsEach: (user + system) / accounts, peakMiB: process.memoryUsage().rss / MIB },
      };
    },
  },
];
