import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { firstMonth, lastMonth, periodOf } from '#libs/analytics/calendar.js';
import { type Condition } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { type AccountEntry, directory, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { type Grouping, type KpiCell, type KpiTarget, type KpiTotal, teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type KpiParameters, momentOf } from '../parameters.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import {
  cellsNeeded,
  type KpiAnswer,
  kpiAnswers,
  type KpiMaterial,
  type KpiQuestion,
  kpiSummaries,
  type KpiSummary,
} from '../questions/kpis.js';
import { survivors } from '../absorbed.js';
import { type Sources, SOURCES } from '../sources.js';
import { type Listed, olderOf } from '../answers.js';
import { inTurn } from '../turns.js';
import { openView, type View } from '../view.js';

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
    const question = questionOf(parameters);
    const moment = momentOf(parameters);
    await using figures = await openView<KpiTotal | KpiCell | KpiTarget>(this.sources, teamKpis, 'everything', moment);
    await using names = await openView<DirectoryEntry>(this.sources, directory, 'everything', moment);
    const material = await materialOf(question, figures, names);
    const all = kpiAnswers(question, material);
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? KPI_PAGE_SIZE);
    return {
      items: all.slice(start, end),
      ...(end < all.length ? { next: encodeNumber(end) } : {}),
      totals: kpiSummaries(question, material),
      asOf: olderOf(figures.asOf, names.asOf),
    };
  }
}

/** A range that cuts a period is widened to all of it: rows then sum to the totals. */
const questionOf = ({ by = 'company', period = 'month', key, from, to }: KpiParameters): KpiQuestion => {
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

const materialOf = async (
  question: KpiQuestion,
  figures: View<KpiTotal | KpiCell | KpiTarget>,
  names: View<DirectoryEntry>,
): Promise<KpiMaterial> => {
  const { by, key, to } = question;
  const needed = cellsNeeded(question);
  // Compared here: in a read store's query, `key` is the document's own key, whatever field of that name it has.
  const ours = (document: KpiTotal | KpiTarget): boolean => key === undefined || document.key === key;
  const whose: Record<string, Condition> =
    needed.key === undefined || by === 'company' ? {} : { [by === 'employee' ? 'employeeId' : 'teamId']: needed.key };
  const totals = (await figures.all({ kind: 'total', by, ...months(undefined, to) })) as readonly KpiTotal[];
  const cells = (await figures.all({ kind: 'cell', ...whose, ...months(needed.from, needed.to) })) as readonly KpiCell[];
  const targets = by === 'team' ? ((await figures.all({ kind: 'target', by })) as readonly KpiTarget[]) : [];
  // What was sold to an account that was merged since was sold to the one that speaks for it: a merger is neither loss nor growth.
  const speaking = survivors((await names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
  const known = new Map((by === 'company' ? [] : await names.all({ kind: by })).map((entry) => [entry.id, entry.name]));
  return {
    totals: totals.filter(ours),
    cells: cells.map((cell) => ({ ...cell, accountId: speaking.get(cell.accountId) ?? cell.accountId })),
    targets: targets.filter(ours),
    nameOf: (_by: Grouping, id: string) => known.get(id) ?? null,
  };
};

const months = (from: string | undefined, to: string | undefined): Record<string, Condition> => {
  const range = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) };
  return from === undefined && to === undefined ? {} : { month: range };
};
