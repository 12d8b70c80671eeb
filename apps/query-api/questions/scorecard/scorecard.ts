import { elapsedShare, isOnTrack } from '#libs/analytics/attainment.js';
import { type Days } from '#libs/analytics/calendar.js';
import { ratioOf } from '#libs/analytics/money.js';
import { fromMinor } from '#libs/domain/money.js';
import { type TeamKpisPolicy } from '#libs/domain/policy/documents.js';
import { type CountedKpi, type GatheredKpi, isCountedKpi, type Kpi, KPI_NAMES, KPIS } from '#libs/domain/kpis.js';
import { type KpiStanding } from '#libs/read-models/team-kpis/answer.js';
import { isOf } from '#libs/read-models/team-kpis/accounts-behind.js';
import { UNASSIGNED } from '#libs/read-models/team-kpis/documents.js';
import { type KpiMaterial } from '#libs/read-models/team-kpis/material.js';
import { convertedIn } from '#libs/read-models/team-kpis/sales.js';
import { type Actual, change, isMoney, reachedOf } from '#libs/read-models/team-kpis/targets.js';
import { rounded } from '../account-lines.js';
import { type AccountBehind, type Headline, type Scorecard, type ScorecardKpi, type Unsaid } from './contract.js';
import { type Figure } from './figure.js';
import { countedBy, gathered } from './gathered.js';
import { countsFor, endOf, firstChargeOf, type ScorecardMaterial, type Span, type Whose } from './material.js';

/** Accounts that one KPI names. */
export const BEHIND_MAX = 10;

const PLACES = ['first', 'second', 'third', 'fourth'] as const;

/** What a scorecard is made of. */
export interface Asked {
  readonly material: ScorecardMaterial;
  readonly kpis: KpiMaterial;
  readonly policy: TeamKpisPolicy;
}

/** The scorecard of a row of team KPIs. */
export const scorecardOf = ({ answer, spans }: KpiStanding, asked: Asked): Scorecard => {
  const { by, key, name, period, over, covered } = answer;
  const spanOf = (days: Days, against: Days | null): Span => ({ days, against, end: endOf(days.to, asked.material) });
  const now = spans === null ? covered && spanOf(covered, null) : spanOf(spans.of, spans.with);
  const before = spans === null ? null : spanOf(spans.with, spans.with.comparison?.with ?? null);
  const line = (kpi: Kpi): ScorecardKpi => lineOf(kpi, { answer, spans }, { now, before }, asked);
  const headlines = PLACES.map((place): Headline => {
    const kpis = asked.policy.headlines[place].map(line);
    const tracks = new Set(kpis.map(({ track }) => track));
    return { place, track: tracks.has('off') ? 'off' : tracks.has('on') ? 'on' : null, kpis };
  });
  const first = new Set(PLACES.flatMap((place) => asked.policy.headlines[place]));
  return {
    by,
    key,
    name,
    period,
    over,
    days: now && plain(now.days),
    daysBefore: before && plain(before.days),
    headlines,
    others: KPI_NAMES.filter((kpi) => !first.has(kpi)).map(line),
  };
};

const plain = ({ from, to }: Days): Days => ({ from, to });

interface Told {
  readonly actual: Actual;
  readonly previous: Actual;
  readonly trend: number | null;
  readonly reason?: Unsaid;
  readonly behind: readonly AccountBehind[];
  readonly split?: NonNullable<ScorecardKpi['split']>;
}

interface Spans {
  readonly now: Span | null;
  readonly before: Span | null;
}

const lineOf = (kpi: Kpi, standing: KpiStanding, spans: Spans, asked: Asked): ScorecardKpi => {
  const { unit, better, ...more } = KPIS[kpi];
  const { key, period } = standing.answer;
  const told =
    spans.now === null ? NOTHING : isCountedKpi(kpi) ? counted(kpi, standing, spans.now, asked) : looked(kpi, standing, spans, asked);
  const target = asked.kpis.targets.find((one) => one.key === key && one.period === period && one.kpi === kpi)?.value ?? null;
  const elapsed = 'accrues' in more ? elapsedShare(standing.answer, asked.kpis.reporting.lastDay) : 1;
  const expected = target === null ? null : Number(target) * elapsed;
  const reached = isMoney(told.actual) ? Number(told.actual.amount) : told.actual;
  const { toleranceShare } = asked.policy;
  return {
    kpi,
    unit,
    better,
    target,
    expected: orNull(expected),
    actual: shown(told.actual),
    previous: shown(told.previous),
    trend: orNull(told.trend),
    track: expected === null || reached === null ? null : isOnTrack(reached, { expected, better, toleranceShare }) ? 'on' : 'off',
    accounts: told.behind.length,
    behind: ranked(told.behind, kpi)
      .slice(0, BEHIND_MAX)
      .map(({ accountId, value }) => ({ accountId, value: typeof value === 'number' ? rounded(value) : value })),
    ...(told.split && { split: told.split }),
    unsaid: [
      ...(target === null ? [{ figure: 'target', reason: 'no-target' } as const] : []),
      ...(told.actual === null ? [{ figure: 'actual', reason: told.reason ?? 'no-day' } as const] : []),
      ...(told.trend === null
        ? [{ figure: 'trend', reason: told.actual === null ? (told.reason ?? 'no-day') : 'nothing-before' } as const]
        : []),
    ],
  };
};

const NOTHING: Told = { actual: null, previous: null, trend: null, reason: 'no-day', behind: [] };

const shown = (actual: Actual): string | number | null => (isMoney(actual) ? actual.amount : orNull(actual));

const orNull = (figure: number | null): number | null => (figure === null ? null : rounded(figure));

/** Of amounts and counts the largest first, of rates the worst; what is not known last. */
const ranked = (behind: readonly AccountBehind[], kpi: Kpi): readonly AccountBehind[] => {
  const { unit, better } = KPIS[kpi];
  const worst = (unit === 'money' || unit === 'count') === (better === 'higher') ? -1 : 1;
  return behind.toSorted(
    (left, right) =>
      Number(left.value === null) - Number(right.value === null)
      || worst * (Number(left.value) - Number(right.value))
      || Number(left.accountId > right.accountId) - Number(left.accountId < right.accountId),
  );
};

/** A KPI that rests on accounts as they stood at the end of each span. */
const looked = (kpi: GatheredKpi, { answer }: KpiStanding, { now, before }: Spans, { material }: Asked): Told => {
  const figure: Figure = gathered[kpi](answer, now!, material);
  const earlier = before === null ? null : gathered[kpi](answer, before, material).actual;
  return { ...figure, previous: earlier, trend: change(figure.actual, earlier) };
};

/** A KPI of `GET /v1/kpis`, with the accounts behind it. */
const counted = (kpi: CountedKpi, { answer, spans }: KpiStanding, now: Span, asked: Asked): Told => {
  const { actual, trend } = reachedOf(kpi, answer, spans);
  const previous = spans === null ? null : reachedOf(kpi, spans.with, null).actual;
  const reason = REASONS[kpi](answer.period.length === 7 && answer.period[5] !== 'Q');
  return { actual, previous, trend, ...(actual === null && { reason }), behind: behindOf[BEHIND[kpi]](answer, now, asked) };
};

const REASONS: { readonly [K in CountedKpi]: (isMonth: boolean) => Unsaid } = {
  netSales: () => 'no-rate',
  grossSales: () => 'no-rate',
  netSalesGrowth: () => 'nothing-before',
  grossRevenueRetention: (isMonth) => (isMonth ? 'not-by-month' : 'nothing-before'),
  netRevenueRetention: (isMonth) => (isMonth ? 'not-by-month' : 'nothing-before'),
  logoRetention: (isMonth) => (isMonth ? 'not-by-month' : 'nothing-before'),
  inTimeRate: () => 'no-promise',
  orders: () => 'no-account',
  interactions: () => 'no-account',
  accountsOpened: () => 'no-account',
  accountsWonBack: () => 'no-account',
};

const BEHIND: { readonly [K in CountedKpi]: keyof typeof behindOf } = {
  netSales: 'net',
  grossSales: 'gross',
  netSalesGrowth: 'growth',
  grossRevenueRetention: 'kept',
  netRevenueRetention: 'kept',
  logoRetention: 'kept',
  inTimeRate: 'promises',
  orders: 'orders',
  interactions: 'interactions',
  accountsOpened: 'opened',
  accountsWonBack: 'wonBack',
};

type BehindOf = (whose: Whose, span: Span, asked: Asked) => readonly AccountBehind[];

const soldTo =
  (of: 'net' | 'gross'): BehindOf =>
  (whose, { days }, { material }) =>
    [...material.cells].flatMap(([accountId, own]) => {
      const { minor } = convertedIn(
        own.filter((cell) => isOf(cell, whose)),
        days,
        of,
        material.reporting,
      );
      return minor === 0n ? [] : [{ accountId, value: fromMinor(minor, material.reporting.currency).amount }];
    });

/** Of accounts that somebody had in the span before: what they brought in this one ÷ what they brought then; of growth, less one. */
const against =
  (less: number, everybodys: boolean): BehindOf =>
  (whose, { days, against: before }, { material }) =>
    before === null
      ? []
      : [...material.cells].flatMap(([accountId, own]) => {
          const theirs = own.filter((cell) => isOf(cell, whose));
          const net = (cells: typeof own, of: Days) => convertedIn(cells, of, 'net', material.reporting).minor;
          if (net(theirs, before) <= 0n) return [];
          const cells = everybodys ? own : theirs;
          return [{ accountId, value: (ratioOf(net(cells, days), net(cells, before)) ?? 0) - less }];
        });

const behindOf = {
  net: soldTo('net'),
  gross: soldTo('gross'),
  growth: against(1, false),
  kept: against(0, true),
  orders: (whose, { days }, { material }) => countedBy(material.cells, whose, days, ({ orders = 0 }) => orders),
  interactions: (whose, { days }, { material }) => countedBy(material.cells, whose, days, ({ interactions = 0 }) => interactions),
  wonBack: (whose, { days }, { material }) => countedBy(material.cells, whose, days, ({ accountsWonBack = 0 }) => accountsWonBack),
  promises: (whose, { days }, { kpis, material }) => {
    const due = kpis.promises.flatMap((promise) => {
      const { accountId, settledOn, status } = promise;
      const on = settledOn !== null && settledOn < promise.due ? settledOn : promise.due;
      const isJudged = settledOn !== null || promise.due < kpis.reporting.today;
      if (!isJudged || on < days.from || on > days.to || !countsFor(creditOf(promise), whose)) return [];
      return [{ accountId: material.speakerOf(accountId), kept: status === 'kept' && settledOn! <= promise.due }];
    });
    return [...Map.groupBy(due, ({ accountId }) => accountId)].map(([accountId, own]) => ({
      accountId,
      value: own.filter(({ kept }) => kept).length / own.length,
    }));
  },
  opened: (whose, { days }, { material }) =>
    [...material.accounts.values()]
      .filter(({ openedOn }) => openedOn >= days.from && openedOn <= days.to)
      .filter((account) => countsFor(firstChargeOf(account, material), whose))
      .map(({ accountId }) => ({ accountId, value: 1 })),
} satisfies Readonly<Record<string, BehindOf>>;

const creditOf = ({
  employeeId,
  teamId,
  territory,
}: {
  readonly employeeId: string;
  readonly teamId: string;
  readonly territory: string;
}) => ({
  ...(employeeId !== UNASSIGNED && { employeeId }),
  ...(teamId !== UNASSIGNED && { teamId }),
  ...(territory !== UNASSIGNED && { territory }),
});
