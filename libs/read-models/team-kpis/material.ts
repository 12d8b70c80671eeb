import { type Days, monthOf, periodsFrom } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { marginFigures, openingFigures, promiseFigures } from './derived.js';
import {
  type Grouping,
  keyOf,
  type KpiAccount,
  type KpiCell,
  type KpiMargin,
  type KpiPresence,
  type KpiPromise,
  type KpiTarget,
  type KpiTotal,
} from './documents.js';
import { type Reporting } from './reporting.js';
import { type Daily } from './sales.js';

/** Documents that figures are made of: totals and cells of the range and two years before it, the others from the beginning. */
export interface KpiMaterial {
  readonly totals: readonly KpiTotal[];
  readonly cells: readonly KpiCell[];
  /** The cells of whole months that ranges of days touch. */
  readonly cellsIn: (...ranges: readonly Days[]) => readonly KpiCell[];
  readonly targets: readonly KpiTarget[];
  readonly promises: readonly KpiPromise[];
  readonly margins: readonly KpiMargin[];
  readonly accounts: readonly KpiAccount[];
  readonly presences: readonly KpiPresence[];
  /** The day of the company's first fact: data begin with it. */
  readonly firstDay: Day | undefined;
  readonly reporting: Reporting;
  readonly nameOf: (by: Grouping, key: string) => string | null;
  readonly promisesOf: (by: Grouping, key: string) => readonly KpiPromise[];
}

/** Puts the promises of each person and team, and the cells of each month, together once. */
export const materialOf = (documents: Omit<KpiMaterial, 'promisesOf' | 'cellsIn'>, by: Grouping): KpiMaterial => {
  const promises = Map.groupBy(documents.promises, (promise) => keyOf(promise, by));
  const cells = Map.groupBy(documents.cells, ({ month }) => month);
  const monthsOf = ({ from, to }: Days) => periodsFrom(monthOf(from), monthOf(to));
  return {
    ...documents,
    cellsIn: (...ranges) => [...new Set(ranges.flatMap(monthsOf))].flatMap((month) => cells.get(month) ?? []),
    promisesOf: (_by, key) => promises.get(key) ?? [],
  };
};

/** Everything that counts for somebody, day by day. */
export const figuresOf = (by: Grouping, material: KpiMaterial): ((key: string) => readonly Daily[]) => {
  const totals = Map.groupBy(material.totals, ({ key }) => key);
  const closings = new Map(material.accounts.map(({ accountId, closedOn }) => [accountId, closedOn ?? undefined]));
  const promises = promiseFigures(material.promises, by, material.reporting.today, (accountId) => closings.get(accountId));
  const margins = marginFigures(material.margins, by);
  const openings = by === 'company' ? new Map<string, readonly Daily[]>() : openingFigures(material.accounts, material.presences, by);
  return (key) => [...(totals.get(key) ?? []), ...(promises.get(key) ?? []), ...(margins.get(key) ?? []), ...(openings.get(key) ?? [])];
};

/** The first day on which something is counted, of the company's earliest month. */
export const firstDayOf = (earliest: KpiTotal | undefined): Day | undefined => {
  const [day] = Object.keys(earliest?.days ?? {}).toSorted();
  return earliest && day && `${earliest.month}-${day}`;
};
