import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { oneOf, text } from '#libs/kernel/kinds.js';
import { type Task, taskBoard } from '#libs/read-models/task-board/task-board.js';
import { type Listed } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { list } from '../list.js';
import { reportingOf } from '../reporting.js';

/** A task with what its due day has come to. */
export type TaskLine = Task & { readonly overdue: boolean; readonly daysOverdue: number };

export type TasksAnswer = Listed<TaskLine>;

/** What is to be done for an account, by whom of ours, by which department, and by whom of theirs. */
export const tasks = list({
  name: 'Tasks',
  path: '/v1/accounts/{id}/tasks',
  summary: 'Actions of both sides and commitments of members, by due day',
  readModel: taskBoard,
  filters: { side: oneOf(['ours', 'theirs']), kind: oneOf(['action', 'commitment']), department: text(100) },
  parameters: { status: oneOf(['open', 'completed', 'dropped', 'kept', 'broken', 'overdue']) },
  prepare: async ({ sources, moment, until, spokenFor }) => ({
    today: (await reportingOf(sources, moment, until)).today,
    closed: await closedAccounts(sources, moment, spokenFor),
  }),
  // A due day passes by itself: it is asked, and not stored. Nothing of a closed account is overdue.
  where: ({ parameters: { status }, id }, { today, closed }) =>
    status === 'overdue' ? { status: 'open', due: { lt: closed.has(id) ? '' : today } } : status === undefined ? {} : { status },
  sort: { field: 'due' },
  item: (task, _, { today, closed }): TaskLine => {
    const daysOverdue = task.status === 'open' && !closed.has(task.accountId) ? Math.max(0, calendarDaysBetween(task.due, today)) : 0;
    return { ...task, overdue: daysOverdue > 0, daysOverdue };
  },
});
