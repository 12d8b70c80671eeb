import { firstMonth, lastMonth, PERIODS, periodOf } from '#libs/analytics/calendar.js';
import { oneOf, text } from '#libs/kernel/kinds.js';
import { type Condition } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { type AccountEntry, directory, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { cellsFrom, hasRetention, kpiAnswers, kpiSummaries } from '#libs/read-models/team-kpis/answer.js';
import { type KpiAnswer as KpiLine, type KpiSummary } from '#libs/read-models/team-kpis/answer-contract.js';
import {
  type Grouping,
  GROUPINGS,
  type KpiAccount,
  type KpiCell,
  type KpiPresence,
  type KpiMargin,
  type KpiPromise,
  type KpiTarget,
  type KpiTotal,
  type TeamKpiDocument,
} from '#libs/read-models/team-kpis/documents.js';
import { firstDayOf, type KpiMaterial, materialOf } from '#libs/read-models/team-kpis/material.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type KpiQuestion, rowsOf } from '#libs/read-models/team-kpis/rows.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { survivors } from '../absorbed.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary, type ValuesOf } from '../parameters.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';
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

/** The field of a cell that says whose it is. */
const WHOSE = { employee: 'employeeId', team: 'teamId', territory: 'territory' } as const;

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
    const material = await gather(range, reporting, figures, names);
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

/** Nobody's figures look like those of somebody who did nothing. @throws Problem for a key that nobody has */
const demandKey = ({ by, key }: KpiQuestion, rows: readonly unknown[], { nameOf }: Pick<KpiMaterial, 'nameOf'>): void => {
  if (key === undefined || key === ALL) return;
  if (by === 'company') {
    const detail = 'The company has no key: leave it out, or ask by=employee, by=team or by=territory.';
    throw new Problem('INVALID_QUERY', `Wrong parameters: key. ${detail}`, { errors: [{ pointer: '/key', detail }] });
  }
  if (key === UNASSIGNED || rows.length > 0 || nameOf(by, key) !== null) return;
  const code = ({ employee: 'EMPLOYEE_NOT_FOUND', team: 'TEAM_NOT_FOUND', territory: 'TERRITORY_NOT_FOUND' } as const)[by];
  throw new Problem(code, `There is no ${by} ${key}: check the id; GET /v1/kpis?by=${by} lists all that have figures.`);
};

const gather = async (
  range: KpiQuestion,
  reporting: Reporting,
  figures: View<TeamKpiDocument>,
  names: View<DirectoryEntry>,
): Promise<KpiMaterial> => {
  const { by, key, from, to } = range;
  const all = async <Kind extends TeamKpiDocument>(kind: Kind['kind'], where: Record<string, Condition> = {}): Promise<readonly Kind[]> =>
    (await figures.all({ kind, ...where })) as readonly Kind[];
  // Retention follows an account to whoever serves it, so that it needs the cells of everybody.
  const whose: Record<string, Condition> = key === undefined || by === 'company' || hasRetention(range) ? {} : { [WHOSE[by]]: key };
  const known = new Map((by === 'employee' || by === 'team' ? await names.all({ kind: by }) : []).map((entry) => [entry.id, entry.name]));
  // What was sold to an account that was merged since was sold to the one that speaks for it: a merger is neither loss nor growth.
  const speaking = survivors((await names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
  const cells = await all<KpiCell>('cell', { ...whose, ...months(from && cellsFrom(from), to) });
  const [earliest] = (await figures.find({ where: { kind: 'total', by: 'company' }, sort: { field: 'month' }, limit: 1 })).items;
  const documents = {
    totals: await all<KpiTotal>('total', { by, ...months(undefined, to) }),
    cells: cells.map((cell) => ({ ...cell, accountId: speaking.get(cell.accountId) ?? cell.accountId })),
    targets: by === 'team' ? await all<KpiTarget>('target', { by }) : [],
    promises: await all<KpiPromise>('promise'),
    margins: await all<KpiMargin>('margin'),
    accounts: await all<KpiAccount>('account'),
    presences: by === 'company' || by === 'territory' ? [] : await all<KpiPresence>('presence'),
    firstDay: firstDayOf(earliest?.document as KpiTotal | undefined),
    reporting,
    nameOf: (_by: Grouping, one: string) => known.get(one) ?? null,
  };
  return materialOf(documents, by);
};

const months = (from: string | undefined, to: string | undefined): Record<string, Condition> => {
  const range = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) };
  return from === undefined && to === undefined ? {} : { month: range };
};
