import { createHash } from 'node:crypto';
import { shiftMonth } from '#libs/analytics/calendar.js';
import {
  type Bar,
  type Cell,
  CELLS,
  cellsOf,
  histogramOf,
  migrationOf,
  type Migration,
  segmentsOf,
  type Segmented,
  type XyzClass,
  XYZ_CLASSES,
  xyzOf,
  variationOf,
} from '#libs/analytics/segmentation.js';
import { type Money, type SegmentationBucket, type SegmentationMetric } from '#libs/domain/values.js';
import { matching, oneOf, text } from '#libs/kernel/kinds.js';
import { Problem } from '#libs/platform/problem.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { segmentsAndTiers, type SegmentedAccount, type SegmentsDocument } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { seriesOf } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { moneyOf, ownerOf, plansOf, rounded, territoryOf } from '../questions/account-lines.js';
import { offerOf, type SegmentOffer } from '../questions/offers.js';
import { question } from '../question.js';
import { demandBuckets, gather, SEGMENTATION, type Segmenting, segmentingOf } from '../segmenting.js';

/** Accounts of a page unless told. */
const PAGE_SIZE = 100;

/** Values of an attribute that an answer has a line for; the others are summed. */
const SLICES_MAX = 50;

/** Attributes that accounts can be put together by. */
const DIMENSIONS = ['industry', 'segment', 'country', 'city', 'territory', 'owner'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** A class of the combined table. */
interface SegmentCell {
  readonly cell: Cell;
  readonly accounts: number;
  readonly value: Money;
  /** What the company offers accounts of the class; null: nothing was defined. */
  readonly offer: SegmentOffer | null;
}

/** An account with its class. */
interface SegmentItem {
  readonly accountId: string;
  readonly name: string | null;
  readonly cell: Cell;
  readonly value: Money;
  /** The coefficient of variation; null: nothing varies around nothing. */
  readonly variation: number | null;
  /** The cell of the window before; null: it brought nothing then. */
  readonly cellBefore: Cell | null;
}

/** How many accounts of a value of the attribute stand in each class of ABC. */
interface Slice {
  readonly value: string | null;
  readonly accounts: number;
  readonly A: number;
  readonly B: number;
  readonly C: number;
  readonly sum: Money;
}

export interface SegmentsAnswer {
  readonly parameters: {
    readonly metric: SegmentationMetric;
    readonly bucket: SegmentationBucket;
    readonly windowMonths: number;
    readonly until: string;
    readonly from: string;
    readonly buckets: number;
  };
  readonly accounts: number;
  readonly cells: readonly SegmentCell[];
  /** XYZ by how often was ordered, instead of how much. */
  readonly byFrequency: { readonly X: number; readonly Y: number; readonly Z: number };
  readonly histogram: readonly Bar[];
  /** Against the window of the same length before. */
  readonly change: {
    readonly migration: readonly Migration<Cell>[];
    readonly drifting: number;
    readonly stability: number | null;
  };
  readonly warnings: readonly ('few-buckets' | 'amounts-without-rate')[];
  /** SHA-256 of the accounts with their cells: whoever publishes a run tells it with the run. */
  readonly digest: string;
  /** The run that was asked for, with whether it still comes out as it was told; or the last one that was published, and whether another is due. */
  readonly run: { readonly runId: string; readonly until: string; readonly digest: 'same' | 'other' | 'not told' | null } | null;
  readonly overdue: boolean;
  readonly slices: readonly Slice[];
  readonly items: readonly SegmentItem[];
  readonly next?: string;
  readonly asOf: AsOf;
}

const parameters = {
  ...SEGMENTATION,
  run: text(128, '2026-q1'),
  cell: matching(/^([ABC][XYZ]?|[XYZ])$/, 'a class such as A, X or AX', 'AX'),
  by: oneOf(DIMENSIONS),
} as const;

/** ABC, XYZ and their nine cells over a window, with the accounts of a cell. */
export const segments = question({
  name: 'Segments',
  path: '/v1/segments',
  summary: 'ABC and XYZ over a window: nine cells, histogram, drift, and the accounts of a cell',
  parameters,
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  paged: true,
  answer: async ({ board, figures, names, parameters: given, sources, moment, until }): Promise<Omit<SegmentsAnswer, 'asOf'>> => {
    const runs = runsIn(await board.all({ kind: 'SegmentationPublished' }));
    const run = given.run === undefined ? undefined : demandRun(runs, given.run);
    const { metric, bucket, until: last, windowMonths } = { ...run?.now, ...given };
    const asked = await segmentingOf({ metric, bucket, until: last, windowMonths }, sources, moment, until);
    const buckets = demandBuckets(asked);
    const bounds = run ? boundsOf(run.now) : { ...asked.policy.abc, ...asked.policy.xyz };
    const gathered = await gather({ board, figures, names }, asked);
    const found = segmentsOf(seriesOf(gathered.now, asked.metric, asked.bucket), bounds);
    const before = segmentsOf(seriesOf(gathered.before, asked.metric, asked.bucket), bounds);
    const money = moneyOf(asked.reporting.currency);
    const cellBefore = new Map(before.map((account) => [account.id, cellOf(account)]));
    const accounts = new Map(gathered.accounts.map((account) => [account.accountId, account]));
    const chosen = given.cell === undefined ? found : found.filter((account) => matches(cellOf(account), given.cell!));
    const start = decodeNumber(given.cursor, 0);
    const end = start + (given.limit ?? PAGE_SIZE);
    const digest = digestOf(found);
    const named = run ?? runs.at(-1);
    return {
      parameters: {
        metric: asked.metric,
        bucket: asked.bucket,
        windowMonths: asked.window.months,
        until: asked.window.until,
        from: gathered.now.months[0]!,
        buckets,
      },
      accounts: found.length,
      cells: cellLines(
        found,
        plansOf(gathered.plans, 'SegmentPolicyDefined').map(({ now }) => now),
        money,
      ),
      byFrequency: frequencies(seriesOf(gathered.now, 'orders', asked.bucket), bounds),
      histogram: histogramOf(found.map(({ variation }) => variation)),
      change: changeOf(found, cellBefore),
      warnings: [
        ...(buckets < asked.policy.xyz.bucketsWarnBelow ? (['few-buckets'] as const) : []),
        ...(gathered.now.withoutRate.length > 0 ? (['amounts-without-rate'] as const) : []),
      ],
      digest,
      run:
        named === undefined
          ? null
          : { runId: named.now.runId, until: named.now.until, digest: run === undefined ? null : compared(run.now.digest, digest) },
      overdue: isOverdue(runs.at(-1)?.now.until, asked),
      slices: given.by === undefined ? [] : slicesOf(chosen, given.by, accounts, asked, money),
      items: chosen.slice(start, end).map((account) => ({
        accountId: account.id,
        name: accounts.get(account.id)?.name ?? null,
        cell: cellOf(account),
        value: money(account.value),
        variation: account.variation === undefined ? null : rounded(account.variation),
        cellBefore: cellBefore.get(account.id) ?? null,
      })),
      ...(end < chosen.length ? { next: encodeNumber(end) } : {}),
    };
  },
});

const runsIn = (documents: readonly SegmentsDocument[]) =>
  plansOf(
    documents.filter((document) => document.kind !== 'account'),
    'SegmentationPublished',
  ).toSorted((left, right) => Number(left.since > right.since) - Number(left.since < right.since));

type Runs = ReturnType<typeof runsIn>;

const demandRun = (runs: Runs, runId: string): Runs[number] => {
  const run = runs.find(({ about }) => about === runId);
  if (run !== undefined) return run;
  const detail = `There is no segmentation ${runId}: run it with RunSegmentation, or leave run out.`;
  throw new Problem('SEGMENTATION_NOT_FOUND', detail, { errors: [{ pointer: '/run', detail }] });
};

/** What the change since the window before comes to. */
const changeOf = (found: readonly Segmented[], cellBefore: ReadonlyMap<string, Cell>): SegmentsAnswer['change'] => {
  const { matrix, stability } = migrationOf<Cell>(cellBefore, new Map(found.map((account) => [account.id, cellOf(account)])));
  return {
    migration: matrix,
    drifting: found.filter((account) => isWorse(cellBefore.get(account.id), cellOf(account))).length,
    stability: stability === undefined ? null : rounded(stability),
  };
};

const cellOf = ({ abc, xyz }: Pick<Segmented, 'abc' | 'xyz'>): Cell => `${abc}${xyz}`;

const matches = (cell: Cell, asked: string): boolean => (asked.length === 2 ? cell === asked : cell.includes(asked));

const boundsOf = ({ aBelow, bBelow, xMax, yMax }: Readonly<Record<'aBelow' | 'bBelow' | 'xMax' | 'yMax', string>>) => ({
  aBelow: Number(aBelow),
  bBelow: Number(bBelow),
  xMax: Number(xMax),
  yMax: Number(yMax),
});

const cellLines = (
  found: readonly Segmented[],
  defined: Parameters<typeof offerOf>[1],
  money: (minor: bigint) => Money,
): readonly SegmentCell[] => {
  const counts = cellsOf(found);
  const sums = new Map<Cell, bigint>();
  for (const account of found) sums.set(cellOf(account), (sums.get(cellOf(account)) ?? 0n) + account.value);
  return CELLS.map((cell) => ({ cell, accounts: counts[cell], value: money(sums.get(cell) ?? 0n), offer: offerOf(cell, defined) }));
};

const frequencies = (series: ReturnType<typeof seriesOf>, bounds: { readonly xMax: number; readonly yMax: number }) => {
  const classes = series.map(({ buckets }) => xyzOf(variationOf(buckets), bounds));
  return Object.fromEntries(XYZ_CLASSES.map((one) => [one, classes.filter((xyz) => xyz === one).length])) as Record<XyzClass, number>;
};

/** From A to B or C, or from X to Y or Z. */
const isWorse = (before: Cell | undefined, now: Cell): boolean => before !== undefined && (now[0]! > before[0]! || now[1]! > before[1]!);

const digestOf = (found: readonly Segmented[]): string => {
  const hash = createHash('sha256');
  for (const account of found.toSorted((left, right) => Number(left.id > right.id) - Number(left.id < right.id)))
    hash.update(`${account.id} ${cellOf(account)}\n`);
  return hash.digest('hex');
};

const compared = (told: string | undefined, digest: string) => (told === undefined ? 'not told' : told === digest ? 'same' : 'other');

/** Another run is due where months have passed since the last one, or where there was none. */
const isOverdue = (last: string | undefined, { policy, reporting }: Segmenting): boolean =>
  last === undefined || shiftMonth(last, policy.everyMonths + 1) <= reporting.today.slice(0, 7);

const attributeOf = (account: SegmentedAccount | undefined, by: Dimension, day: string): string | null => {
  if (account === undefined) return null;
  if (by === 'owner') return ownerOf(account);
  return by === 'territory' ? territoryOf(account, day) : account[by];
};

const slicesOf = (
  found: readonly Segmented[],
  by: Dimension,
  accounts: ReadonlyMap<string, SegmentedAccount>,
  { reporting }: Segmenting,
  money: (minor: bigint) => Money,
): readonly Slice[] => {
  const groups = Map.groupBy(found, ({ id }) => attributeOf(accounts.get(id), by, reporting.today));
  return [...groups]
    .map(([value, group]) => {
      const classes = (abc: string) => group.filter((account) => account.abc === abc).length;
      const sum = group.reduce((total, account) => total + account.value, 0n);
      return { value, accounts: group.length, A: classes('A'), B: classes('B'), C: classes('C'), minor: sum };
    })
    .toSorted((left, right) => Number(right.minor > left.minor) - Number(right.minor < left.minor))
    .slice(0, SLICES_MAX)
    .map(({ minor, ...slice }) => ({ ...slice, sum: money(minor) }));
};
