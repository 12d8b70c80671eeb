import { type AllocationDocument, resourceAllocation, type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { survivors } from '../absorbed.js';
import { type AsOf } from '../answers.js';
import { wholeNumber } from '../parameters.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { type ResourceLine, resourceLines, type Worked } from '../questions/resources.js';
import { reportingOf } from '../reporting.js';
import { type Months, monthsUpTo } from '../window.js';

export interface ResourcesAnswer {
  readonly months: Months;
  /** Hours that were worked, and those that the suggestion gives. */
  readonly hours: number;
  readonly hoursToGive: number;
  /** By priority, the highest first. */
  readonly items: readonly ResourceLine[];
  readonly asOf: AsOf;
}

/** Hours that one answer may give: every person of a large company for a year. */
const HOURS_MAX = 10_000_000;

/** Who gets the time of our people, who should, and where an hour more brings most. */
export const resources = question({
  name: 'Resources',
  path: '/v1/resources',
  summary: 'Value against time by account, priorities, mismatches, and the hours that would bring most',
  parameters: { hours: wholeNumber(0, HOURS_MAX) },
  read: { usage: resourceAllocation, board: stageBoard },
  answer: async ({ usage, board, parameters: { hours }, sources, moment, until }): Promise<Omit<ResourcesAnswer, 'asOf'>> => {
    const policy = await policyInForce(sources.store, 'resource-allocation', moment, until);
    const reporting = await reportingOf(sources, moment, until);
    const months = monthsUpTo(reporting.today, policy.windowDays);
    const lines = await board.all({});
    const into = survivors(lines.map(({ accountId: id, mergedInto }) => ({ id, mergedInto })));
    const cells = (await usage.all({ kind: 'time', month: { gte: months.from, lte: months.to } })) as readonly TimeCell[];
    const byAccount = Map.groupBy(cells, ({ accountId }) => into.get(accountId) ?? accountId);
    const merged = Map.groupBy(
      lines.filter(({ accountId }) => into.get(accountId) !== accountId),
      ({ accountId }) => into.get(accountId)!,
    );
    const allocations = new Map(
      ((await usage.all({ kind: 'allocation' })) as readonly AllocationDocument[]).map((one) => [one.accountId, one]),
    );
    const worked = lines
      .filter(({ status }) => status === 'open')
      .map((line): Worked => {
        const { accountId } = line;
        return {
          line,
          merged: merged.get(accountId) ?? [],
          cells: byAccount.get(accountId) ?? [],
          allocation: allocations.get(accountId),
        };
      });
    const items = resourceLines(worked, { policy, reporting, months, until, hours });
    const total = items.reduce((sum, line) => sum + line.hours, 0);
    return { months, hours: total, hoursToGive: hours ?? total, items };
  },
});
