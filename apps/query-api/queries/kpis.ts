import { firstMonth, lastMonth, PERIODS, periodOf } from '#libs/analytics/calendar.js';
import { oneOf, text } from '#libs/kernel/kinds.js';
import { Problem } from '#libs/platform/problem.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { hasRetention, kpiAnswers, kpiSummaries } from '#libs/read-models/team-kpis/answer.js';
import { type KpiAnswer as KpiLine, type KpiSummary } from '#libs/read-models/team-kpis/answer-contract.js';
import { GROUPINGS } from '#libs/read-models/team-kpis/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type KpiQuestion, rowsOf } from '#libs/read-models/team-kpis/rows.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary, type ValuesOf } from '../parameters.js';
import { question } from '../question.js';
import { demandKey, gatherKpis } from '../questions/kpi-material.js';
import { reportingOf } from '../reporting.js';

/** Rows of a page unless told. */
const PAGE_SIZE = 100;

/** Figures of each period, and the whole range with the accounts behind it. */
export interface KpisAnswer extends Listed<KpiLine> {
  readonly totals: readonly KpiSummary[];
}

const parameters = { by: oneOf(GROUPINGS), period: oneOf(PERIODS), key: text(128), from: boundary, to: boundary } as const;

/** Team KPIs by employee, team, territory or company, by month, quarter or year. */
export const kpis = question({
  name: 'Kpis',
  path: '/v1/kpis',
  summary: 'KPIs by company, employee, team or territory, with the owner, team and territory of that time',
  parameters,
  read: { figures: teamKpis, names: directory },
  paged: true,
  live: true,
  answer: async ({ figures, names, parameters: asked, sources, moment, until }): Promise<Omit<KpisAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const range = questionOf(asked, reporting);
    // Retention follows an account to whoever serves it, so that it needs the cells of everybody.
    const cellsOf = hasRetention(range) ? 'everybody' : 'key';
    const material = await gatherKpis({ range, reporting, cellsOf }, figures, names);
    const rows = rowsOf(range, material);
    demandKey(range, rows, material);
    const start = decodeNumber(asked.cursor, 0);
    const end = start + (asked.limit ?? PAGE_SIZE);
    return {
      items: kpiAnswers(rows.slice(start, end), range, material),
      ...(end < rows.length ? { next: encodeNumber(end) } : {}),
      totals: kpiSummaries(rows, range, material),
    };
  },
});

/** A range that cuts a period is widened to all of it: rows then sum to the totals. */
const questionOf = (
  { by = 'company', period = 'month', key, from, to }: ValuesOf<typeof parameters>,
  { fiscalYearStartsIn }: Reporting,
): KpiQuestion => {
  const first = from === undefined ? undefined : firstMonth(from, fiscalYearStartsIn);
  const last = to === undefined ? undefined : lastMonth(to, fiscalYearStartsIn);
  if (first !== undefined && last !== undefined && last < first) {
    const detail = `Ends before from, which is ${from}: turn the two around.`;
    throw new Problem('INVALID_QUERY', `Wrong parameters: to. ${detail}`, { errors: [{ pointer: '/to', detail }] });
  }
  return {
    by,
    period,
    ...(key === undefined ? {} : { key }),
    ...(first === undefined ? {} : { from: firstMonth(periodOf(first, period, fiscalYearStartsIn), fiscalYearStartsIn) }),
    ...(last === undefined ? {} : { to: lastMonth(periodOf(last, period, fiscalYearStartsIn), fiscalYearStartsIn) }),
  };
};
