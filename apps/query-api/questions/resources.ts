import { allocateHours, priorityOf, quadrantsOf, type Service } from '#libs/analytics/allocation.js';
import { splitOf } from '#libs/analytics/investment.js';
import { ratioOf } from '#libs/analytics/money.js';
import { own } from '#libs/kernel/own.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type StrategicRole } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';
import { type AllocationDocument, type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Months } from '../window.js';
import { netSalesIn, type ReportedAmount, reported, type Summed } from './work-money.js';

/** An account by what it is worth, the time that it takes, and the time that it should. */
export interface ResourceLine {
  readonly accountId: string;
  readonly name: string;
  readonly owner: string | null;
  /** In the window. */
  readonly netSales: ReportedAmount;
  readonly hours: number;
  /** Value against time. */
  readonly quadrant: Service;
  readonly strategicRole: StrategicRole | null;
  /** Net sales by those of the largest account, 0–1. */
  readonly size: number;
  /** How far the relationship carries: points of its latest review, 0–1; policy `resource-allocation` says what is assumed without one. */
  readonly ease: number;
  readonly priority: number;
  /** From 1 on; ties by id. */
  readonly rank: number;
  /** Its part of all priorities and of all hours, 0–1. */
  readonly priorityShare: number;
  readonly hoursShare: number;
  /** By how much the hours are off the priority; `null` where they are not. */
  readonly mismatch: 'over' | 'under' | null;
  /** Hours that bring most over all accounts, of as many as there are to give. */
  readonly suggestedHours: number;
  /** What the next hour would bring, in shares of the largest priority. */
  readonly marginalValue: number;
  /** Accounts that it speaks for, whose sales and hours are among its own. */
  readonly absorbed: readonly string[];
}

/** The material of an account with those that it has absorbed. */
export interface Worked {
  readonly line: StageBoardLine;
  readonly merged: readonly StageBoardLine[];
  readonly cells: readonly TimeCell[];
  readonly allocation: AllocationDocument | undefined;
}

interface Judged {
  readonly policy: PolicyDocument<'resource-allocation'>;
  readonly reporting: Reporting;
  readonly months: Months;
  readonly until: Instant;
  /** Hours to give; as many as were worked where it is absent. */
  readonly hours?: number | undefined;
}

/** The points that a review has at least and at most. */
const [POINTS_MIN, POINTS_MAX] = [6, 24];

/** Every account against every other: quadrants, priorities, mismatches, and the hours that would bring most. */
export const resourceLines = (
  worked: readonly Worked[],
  { policy, reporting, months, until, hours: asked }: Judged,
): readonly ResourceLine[] => {
  const measured = worked.map((one) => measure(one, { policy, reporting, months, until }));
  const largest = measured.reduce((most, { sales }) => (sales.minor > most ? sales.minor : most), 0n);
  const ranked = measured
    .map((one) => {
      const size = one.sales.minor <= 0n ? 0 : ratioOf(one.sales.minor, largest)!;
      return { ...one, size, priority: priorityOf({ size, ease: one.ease, hasRole: one.strategicRole !== null }, policy.weights) };
    })
    .toSorted((left, right) => right.priority - left.priority || (left.accountId < right.accountId ? -1 : 1));
  const quadrants = quadrantsOf(
    ranked.map(({ accountId, sales, hours }) => ({ id: accountId, value: Math.max(0, Number(sales.minor)), time: hours })),
    policy,
  );
  const priorityShares = splitOf(Object.fromEntries(ranked.map(({ accountId, priority }) => [accountId, priority])));
  const hoursShares = splitOf(Object.fromEntries(ranked.map(({ accountId, hours }) => [accountId, hours])));
  const total = asked ?? ranked.reduce((sum, { hours }) => sum + hours, 0);
  const suggested = new Map(
    allocateHours(
      ranked.map(({ accountId, priority }) => ({ id: accountId, potential: priority, halfHours: policy.halfHours })),
      total,
    ).map((one) => [one.id, one]),
  );
  return ranked.map(({ sales, ...line }, index) => {
    const [priorityShare, hoursShare] = [own(priorityShares, line.accountId) ?? 0, own(hoursShares, line.accountId) ?? 0];
    const { hours: suggestedHours, nextHour } = suggested.get(line.accountId)!;
    return {
      ...line,
      netSales: reported(sales, reporting),
      quadrant: quadrants.get(line.accountId)!,
      rank: index + 1,
      priorityShare,
      hoursShare,
      mismatch: mismatchOf(priorityShare, hoursShare, policy.mismatchFactor),
      suggestedHours,
      marginalValue: nextHour,
    };
  });
};

type Measured = Pick<ResourceLine, 'accountId' | 'name' | 'owner' | 'hours' | 'strategicRole' | 'ease' | 'absorbed'> & {
  readonly sales: Summed;
};

const measure = ({ line, merged, cells, allocation }: Worked, { policy, reporting, months, until }: Omit<Judged, 'hours'>): Measured => {
  const points = line.evidence.reviews.findLast(({ at }) => at <= until)?.total;
  return {
    accountId: line.accountId,
    name: line.name,
    owner: line.owner,
    sales: netSalesIn([line, ...merged], months, reporting),
    hours: cells.reduce((sum, { minutes }) => sum + minutes, 0) / 60,
    strategicRole: valueAt(allocation?.roles ?? [], until) ?? null,
    ease: points === undefined ? policy.easeUnknown : (points - POINTS_MIN) / (POINTS_MAX - POINTS_MIN),
    absorbed: merged.map(({ accountId }) => accountId),
  };
};

const mismatchOf = (priorityShare: number, hoursShare: number, factor: number): ResourceLine['mismatch'] => {
  if (hoursShare > priorityShare * factor) return 'over';
  return hoursShare * factor < priorityShare ? 'under' : null;
};
