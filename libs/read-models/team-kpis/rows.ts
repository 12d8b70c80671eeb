import {
  type Days,
  daysOf,
  lengthOf,
  monthOf,
  type Period,
  periodOf,
  periodsFrom,
  sameSpanBefore,
  shiftDay,
} from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type Grouping, type KpiPresence, type KpiTotal } from './documents.js';
import { type KpiMaterial } from './material.js';
import { type Reporting } from './reporting.js';

/** A month, quarter or year of the company, an employee or a team. */
export interface KpiRow {
  readonly by: Grouping;
  readonly key: string;
  readonly period: string;
}

/** What is asked: whose figures, by which periods, over which months (both included, whole periods: figures then sum to their totals). */
export interface KpiQuestion {
  readonly by: Grouping;
  readonly period: Period;
  /** One employee's or team's; absent: of all. */
  readonly key?: string;
  readonly from?: string;
  readonly to?: string;
}

/** How much of a period there is to say something about. */
export interface Coverage extends Days {
  /** Its last day has passed. */
  readonly over: boolean;
  /** Over, and covered by data since its first day. */
  readonly complete: boolean;
  /** The days of it that have come and of which there can be data; `null`: none. */
  readonly covered: Days | null;
}

/** What a period is compared with: as much of it as there is, with the same span of the one before. */
export interface Comparison {
  readonly of: Days;
  readonly with: Days;
}

/**
 * The rows of an answer, by key, then time: of everybody who was there, every period since the first fact until the present, also those
 * without a fact; and every period that somebody has a target for.
 */
export const rowsOf = (
  { by, period, from, to, key: asked }: KpiQuestion,
  material: Pick<KpiMaterial, 'totals' | 'presences' | 'targets' | 'firstDay' | 'reporting'>,
): readonly KpiRow[] => {
  const { firstDay, reporting } = material;
  const totals = Map.groupBy(material.totals, ({ key }) => key);
  const presences = new Map(material.presences.filter((presence) => presence.by === by).map((presence) => [presence.key, presence]));
  const targets = Map.groupBy(material.targets, ({ key }) => key);
  const keys = new Set(by === 'company' ? ['all'] : [...totals.keys(), ...presences.keys(), ...targets.keys()]);
  const inRange = (row: string): boolean => {
    const { from: first, to: last } = daysOf(row, reporting.fiscalYearStartsIn);
    return (from === undefined || monthOf(first) >= from) && (to === undefined || monthOf(last) <= to);
  };
  return [...keys]
    .filter((key) => asked === undefined || by === 'company' || key === asked)
    .toSorted(compare)
    .flatMap((key) => {
      const lived = livedMonths(totals.get(key) ?? [], presences.get(key), by, { firstDay, today: reporting.lastDay });
      const periodIn = (month: string) => periodOf(month, period, reporting.fiscalYearStartsIn);
      const all = new Set(lived === undefined ? [] : periodsFrom(periodIn(lived.from), periodIn(lived.to)));
      for (const target of targets.get(key) ?? []) if (lengthOf(target.period) === period) all.add(target.period);
      return [...all]
        .filter(inRange)
        .toSorted(compare)
        .map((row) => ({ by, key, period: row }));
    });
};

/** From which month to which somebody was there: as far as was told, else as far as there are facts. */
const livedMonths = (
  totals: readonly KpiTotal[],
  presence: KpiPresence | undefined,
  by: Grouping,
  { firstDay, today }: { readonly firstDay: Day | undefined; readonly today: Day },
): { readonly from: string; readonly to: string } | undefined => {
  if (firstDay === undefined) return undefined;
  const months = totals.map(({ month }) => month).toSorted(compare);
  const there = presence === undefined ? months[0] : [...months.slice(0, 1), monthOf(presence.from)].toSorted(compare)[0];
  const first = by === 'company' ? monthOf(firstDay) : there;
  if (first === undefined) return undefined;
  const until = monthOf(presence?.to ?? today);
  const from = first < monthOf(firstDay) ? monthOf(firstDay) : first;
  return { from, to: [until, ...months.slice(-1)].toSorted(compare).at(-1)! };
};

/** How much of a period is over, and covered by data, which begin with the first fact of the company. */
export const coverageOf = (period: string, firstDay: Day | undefined, { today, fiscalYearStartsIn }: Reporting): Coverage => {
  const days = daysOf(period, fiscalYearStartsIn);
  const over = days.to < today;
  if (firstDay === undefined || firstDay > days.to || days.from > today) return { ...days, over, complete: false, covered: null };
  const covered = { from: firstDay > days.from ? firstDay : days.from, to: over ? days.to : today };
  return { ...days, over, complete: over && covered.from === days.from, covered };
};

/** See {@link Comparison}; `undefined` where the period before has no day to compare with. */
export const comparisonOf = (
  period: string,
  { covered, from }: Coverage,
  firstDay: Day | undefined,
  { fiscalYearStartsIn }: Reporting,
): Comparison | undefined => {
  if (covered === null || covered.from !== from || firstDay === undefined) return undefined;
  const before = sameSpanBefore(period, covered.to, fiscalYearStartsIn);
  if (firstDay > before.to) return undefined;
  if (firstDay <= before.from) return { of: covered, with: before };
  const months = period.length === 4 ? 12 : period[5] === 'Q' ? 3 : 1;
  return { of: { from: shiftDay(firstDay, months), to: covered.to }, with: { from: firstDay, to: before.to } };
};

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
