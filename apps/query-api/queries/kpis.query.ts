import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { firstMonth, lastMonth, periodOf } from '#libs/analytics/calendar.js';
import { type Condition } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { directory, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { cellsFrom, hasRetention, kpiAnswers, kpiSummaries } from '#libs/read-models/team-kpis/answer.js';
import { type KpiAnswer, type KpiSummary } from '#libs/read-models/team-kpis/answer-contract.js';
import {
  type Grouping,
  type KpiAccount,
  type KpiCell,
  type KpiPresence,
  type KpiPromise,
  type KpiTarget,
  type KpiTotal,
  type TeamKpiDocument,
} from '#libs/read-models/team-kpis/documents.js';
import { firstDayOf, type KpiMaterial, materialOf } from '#libs/read-models/team-kpis/material.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type KpiQuestion, rowsOf } from '#libs/read-models/team-kpis/rows.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type KpiParameters, momentOf } from '../parameters.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { reportingOf } from '../reporting.js';
import { type Sources, SOURCES } from '../sources.js';
import { type Listed, olderOf } from '../answers.js';
import { inTurn } from '../turns.js';
import { openView, type View } from '../view.js';
import { untilOf } from './accounts.query.js';

/** Rows of a page unless told. */
const KPI_PAGE_SIZE = 100;

/** Figures of each period, and the whole range with the accounts behind it. */
export interface KpiOverview extends Listed<KpiAnswer> {
  readonly totals: readonly KpiSummary[];
}

/** Team KPIs by employee, team or company, by month, quarter or year. */
export class GetKpis extends Query<KpiOverview> {
  constructor(readonly parameters: KpiParameters) {
    super();
  }
}

@QueryHandler(GetKpis)
export class GetKpisHandler implements IQueryHandler<GetKpis> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  execute({ parameters }: GetKpis): Promise<KpiOverview> {
    return inTurn(this.sources, momentOf(parameters), () => this.answer(parameters));
  }

  private async answer(parameters: KpiParameters): Promise<KpiOverview> {
    const moment = momentOf(parameters);
    const reporting = await reportingOf(this.sources, moment, untilOf(this.sources, parameters));
    const question = questionOf(parameters, reporting);
    await using figures = await openView<TeamKpiDocument>(this.sources, teamKpis, 'everything', moment);
    await using names = await openView<DirectoryEntry>(this.sources, directory, 'everything', moment);
    const material = await gather(question, reporting, figures, names);
    const rows = rowsOf(question, material);
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? KPI_PAGE_SIZE);
    return {
      items: kpiAnswers(rows.slice(start, end), question, material),
      ...(end < rows.length ? { next: encodeNumber(end) } : {}),
      totals: kpiSummaries(rows, question, material),
      asOf: olderOf(figures.asOf, names.asOf),
    };
  }
}

/** A range that cuts a period is widened to all of it: rows then sum to the totals. */
const questionOf = ({ by = 'company', period = 'month', key, from, to }: KpiParameters, { fiscalYearStartsIn }: Reporting): KpiQuestion => {
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

const gather = async (
  question: KpiQuestion,
  reporting: Reporting,
  figures: View<TeamKpiDocument>,
  names: View<DirectoryEntry>,
): Promise<KpiMaterial> => {
  const { by, key, from, to } = question;
  const all = async <Kind extends TeamKpiDocument>(kind: Kind['kind'], where: Record<string, Condition> = {}): Promise<readonly Kind[]> =>
    (await figures.all({ kind, ...where })) as readonly Kind[];
  // Retention follows an account to whoever serves it, so that it needs the cells of everybody.
  const whose: Record<string, Condition> =
    key === undefined || by === 'company' || hasRetention(question) ? {} : { [by === 'employee' ? 'employeeId' : 'teamId']: key };
  const known = new Map((by === 'company' ? [] : await names.all({ kind: by })).map((entry) => [entry.id, entry.name]));
  const [earliest] = (await figures.find({ where: { kind: 'total', by: 'company' }, sort: { field: 'month' }, limit: 1 })).items;
  const documents = {
    totals: await all<KpiTotal>('total', { by, ...months(undefined, to) }),
    cells: await all<KpiCell>('cell', { ...whose, ...months(from && cellsFrom(from), to) }),
    targets: by === 'team' ? await all<KpiTarget>('target', { by }) : [],
    promises: await all<KpiPromise>('promise'),
    accounts: by === 'company' ? [] : await all<KpiAccount>('account'),
    presences: by === 'company' ? [] : await all<KpiPresence>('presence'),
    firstDay: firstDayOf(earliest?.document as KpiTotal | undefined),
    reporting,
    nameOf: (_by: Grouping, id: string) => known.get(id) ?? null,
  };
  return materialOf(documents, by);
};

const months = (from: string | undefined, to: string | undefined): Record<string, Condition> => {
  const range = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) };
  return from === undefined && to === undefined ? {} : { month: range };
};
