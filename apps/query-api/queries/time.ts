import { splitOf } from '#libs/analytics/investment.js';
import { type TaskKind } from '#libs/domain/work-log/messages.js';
import { id, month, oneOf } from '#libs/kernel/kinds.js';
import { resourceAllocation, type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';

/** How somebody's time is split. */
export interface TimeSplit {
  /** The id of the person, team or account; `unassigned` for what counts for nobody. */
  readonly key: string;
  readonly hours: number;
  /** Share of the time by task, 0–1. */
  readonly split: Readonly<Partial<Record<TaskKind, number>>>;
  /** Share of the time that was unplanned, 0–1: how far work is a reaction. */
  readonly unplannedShare: number;
}

export interface TimeAnswer {
  readonly items: readonly TimeSplit[];
  readonly total: Omit<TimeSplit, 'key'>;
  readonly asOf: AsOf;
}

/** Time by person, team or account, split by task. */
export const time = question({
  name: 'Time',
  path: '/v1/time',
  summary: 'How time is split by task, by person, team or account',
  parameters: { by: oneOf(['employee', 'team', 'account']), from: month, to: month, accountId: id },
  read: { usage: resourceAllocation },
  answer: async ({ usage, parameters: { by = 'employee', from = '0001-01', to = '9999-12', accountId } }) => {
    const where = { kind: 'time', month: { gte: from, lte: to }, ...(accountId === undefined ? {} : { accountId }) };
    const cells = (await usage.all(where)) as readonly TimeCell[];
    const keyOf = (cell: TimeCell) =>
      (by === 'account' ? cell.accountId : by === 'employee' ? cell.employeeId : cell.teamId) ?? 'unassigned';
    const groups = [...Map.groupBy(cells, keyOf)].map(([key, found]): TimeSplit => ({ key, ...splitting(found) }));
    const items = groups.toSorted((left, right) => right.hours - left.hours || (left.key < right.key ? -1 : 1));
    return { items, total: splitting(cells) };
  },
});

const splitting = (cells: readonly TimeCell[]): Omit<TimeSplit, 'key'> => {
  const minutes = cells.reduce((sum, cell) => sum + cell.minutes, 0);
  const byTask: Partial<Record<TaskKind, number>> = {};
  for (const cell of cells)
    for (const [task, spent] of Object.entries(cell.byTask) as [TaskKind, number][]) byTask[task] = (byTask[task] ?? 0) + spent;
  return {
    hours: minutes / 60,
    split: splitOf(byTask),
    unplannedShare: minutes === 0 ? 0 : cells.reduce((sum, cell) => sum + cell.unplannedMinutes, 0) / minutes,
  };
};
