import { firstMonth, lastMonth, PERIODS, periodOf } from '#libs/analytics/calendar.js';
import { type Condition } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { directory, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { type Grouping, GROUPINGS, type KpiCell, type KpiTarget, type KpiTotal, teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary, type ValuesOf } from '../parameters.js';
import { question } from '../question.js';
import {
  cellsNeeded,
  type KpiAnswer as KpiLine,
  kpiAnswers,
  type KpiMaterial,
  type KpiQuestion,
  kpiSummaries,
  type KpiSummary,
} from '../questions/kpis.js';
import { type View } from '../view.js';

/** The key of the company's own figures, and of what counts for nobody. */
const ALL = 'all';
const UNASSIGNED = 'unassigned';

/** Rows of a page unless told. */
const PAGE_SIZE = 100;

/** Figures of each period, and the whole range with the accounts behind it. */
export interface KpisAnswer extends Listed<KpiLine> {
  readonly totals: readonly KpiSummary[];
}

const parameters = { by: oneOf(GROUPINGS), period: oneOf(PERIODS), key: id, from: boundary, to: boundary } as const;

/** Team KPIs by employee, team or company, by month, quarter or year. */
export const kpis = question({
  name: 'Kpis',
  path: '/v1/kpis',
  summary: 'KPIs by company, employee or team, with the owner and the team of that time',
  parameters,
  read: { figures: teamKpis, names: directory },
  paged: true,
  live: true,
  answer: async ({ figures, names, parameters: asked }): Promise<Omit<KpisAnswer, 'asOf'>> => {
    const range = questionOf(asked);
    const material = await materialOf(range, figures, names);
    demandKey(range, material);
    const all = kpiAnswers(range, material);
    const start = decodeNumber(asked.cursor, 0);
    const end = start + (asked.limit ?? PAGE_SIZE);
    return {
      items: all.slice(start, end),
      ...(end < all.length ? { next: encodeNumber(end) } : {}),
      totals: kpiSummaries(range, material),
    };
  },
});

/** A range that cuts a period is widened to all of it: rows then sum to the totals. */
const questionOf = ({ by = 'company', period = 'month', key, from, to }: ValuesOf<typeof parameters>): KpiQuestion => {
  if (from !== undefined && to !== undefined && lastMonth(to) < firstMonth(from)) {
    const detail = `Ends before from, which is ${from}: turn the two around.`;
    throw new Problem('INVALID_QUERY', `Wrong parameters: to. ${detail}`, { errors: [{ pointer: '/to', detail }] });
  }
  return {
    by,
    period,
    ...(key === undefined ? {} : { key }),
    ...(from === undefined ? {} : { from: firstMonth(periodOf(firstMonth(from), period)) }),
    ...(to === undefined ? {} : { to: lastMonth(periodOf(lastMonth(to), period)) }),
  };
};

/** Nobody's figures look like those of somebody who did nothing. @throws Problem for a key that nobody has */
const demandKey = ({ by, key }: KpiQuestion, { totals, targets, nameOf }: KpiMaterial): void => {
  if (key === undefined || key === ALL || key === UNASSIGNED || totals.length > 0 || targets.length > 0) return;
  if (by === 'company') {
    const detail = 'The company has no key: leave it out, or ask by=employee or by=team.';
    throw new Problem('INVALID_QUERY', `Wrong parameters: key. ${detail}`, { errors: [{ pointer: '/key', detail }] });
  }
  if (nameOf(by, key) !== null) return;
  const code = by === 'employee' ? 'EMPLOYEE_NOT_FOUND' : 'TEAM_NOT_FOUND';
  throw new Problem(code, `There is no ${by} ${key}: check the id; GET /v1/kpis?by=${by} lists all that have figures.`);
};

const materialOf = async (
  range: KpiQuestion,
  figures: View<KpiTotal | KpiCell | KpiTarget>,
  names: View<DirectoryEntry>,
): Promise<KpiMaterial> => {
  const { by, key, to } = range;
  const needed = cellsNeeded(range);
  // Compared here: in a read store's query, `key` is the document's own key, whatever field of that name it has.
  const ours = (document: KpiTotal | KpiTarget): boolean => key === undefined || document.key === key;
  const whose: Record<string, Condition> =
    needed.key === undefined || by === 'company' ? {} : { [by === 'employee' ? 'employeeId' : 'teamId']: needed.key };
  const totals = (await figures.all({ kind: 'total', by, ...months(undefined, to) })) as readonly KpiTotal[];
  const cells = (await figures.all({ kind: 'cell', ...whose, ...months(needed.from, needed.to) })) as readonly KpiCell[];
  const targets = by === 'team' ? ((await figures.all({ kind: 'target', by })) as readonly KpiTarget[]) : [];
  const known = new Map((by === 'company' ? [] : await names.all({ kind: by })).map((entry) => [entry.id, entry.name]));
  return {
    totals: totals.filter(ours),
    cells,
    targets: targets.filter(ours),
    nameOf: (_by: Grouping, one: string) => known.get(one) ?? null,
  };
};

const months = (from: string | undefined, to: string | undefined): Record<string, Condition> => {
  const range = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) };
  return from === undefined && to === undefined ? {} : { month: range };
};
