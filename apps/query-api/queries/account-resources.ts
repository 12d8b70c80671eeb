import { firstMonth, lastMonth } from '#libs/analytics/calendar.js';
import { type Resource, RESOURCES } from '#libs/domain/resources/messages.js';
import { type AllocationDocument, resourceAllocation, type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { type AsOf } from '../answers.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** What an account is given of something in a period, and what it took. */
export interface ResourceUse {
  readonly resource: Resource;
  /** `null`: nothing was said. */
  readonly allocated: number | null;
  /** Hours of salespeople are those that were logged. */
  readonly consumed: number;
  /** What is left; below zero where more was taken than given. */
  readonly left: number | null;
}

export interface AccountResourcesAnswer {
  readonly accountId: string;
  /** Periods of which something was allocated, the latest first. */
  readonly periods: readonly { readonly period: string; readonly resources: readonly ResourceUse[] }[];
  /** The accounts whose consumption is among it. */
  readonly absorbed: readonly string[];
  readonly asOf: AsOf;
}

/** What an account is given in each period, and what it takes. */
export const accountResources = question({
  name: 'AccountResources',
  path: '/v1/accounts/{id}/resources',
  summary: 'Salespeople, outlets and logistics: what was allocated in each period, and what was consumed',
  read: { usage: resourceAllocation },
  answer: async ({ usage, id, spokenFor, moment, until, sources }): Promise<Omit<AccountResourcesAnswer, 'asOf'>> => {
    await demandAccount(sources.store, id, moment);
    const { fiscalYearStartsIn } = await reportingOf(sources, moment, until);
    const cells: TimeCell[] = [];
    const allocations: AllocationDocument[] = [];
    for (const accountId of spokenFor) {
      cells.push(...((await usage.all({ kind: 'time', accountId })) as readonly TimeCell[]));
      allocations.push(...((await usage.all({ kind: 'allocation', accountId })) as readonly AllocationDocument[]));
    }
    const plans = allocations.find(({ accountId }) => accountId === id)?.plans ?? {};
    const periods = Object.entries(plans).map(([period, { quantities }]) => {
      const isIn = (month: string) => month >= firstMonth(period, fiscalYearStartsIn) && month <= lastMonth(period, fiscalYearStartsIn);
      return {
        period,
        resources: RESOURCES.map((resource) =>
          useOf(resource, quantities[resource] ?? null, consumedOf(resource, isIn, cells, allocations)),
        ),
      };
    });
    return {
      accountId: id,
      periods: periods.toSorted((left, right) => (left.period < right.period ? 1 : -1)),
      absorbed: spokenFor.slice(1),
    };
  },
});

const consumedOf = (
  resource: Resource,
  isIn: (month: string) => boolean,
  cells: readonly TimeCell[],
  allocations: readonly AllocationDocument[],
): number => {
  if (resource === 'salespeople-hours') return cells.filter(({ month }) => isIn(month)).reduce((sum, { minutes }) => sum + minutes, 0) / 60;
  return allocations
    .flatMap(({ consumed }) => Object.entries(consumed).filter(([month]) => isIn(month)))
    .reduce((sum, [, quantities]) => sum + (quantities[resource] ?? 0), 0);
};

const useOf = (resource: Resource, allocated: number | null, consumed: number): ResourceUse => ({
  resource,
  allocated,
  consumed,
  left: allocated === null ? null : allocated - consumed,
});
