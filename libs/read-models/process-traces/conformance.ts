import { medianOf } from '#libs/analytics/median.js';
import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type ProcessTrace } from './process-traces.js';

/** A case held against the steps that are expected, in their order. */
export interface Conformance {
  /** Expected, and not done. */
  readonly missing: readonly string[];
  /** Done before a step that is expected before it. */
  readonly outOfOrder: readonly string[];
  /** Done, and not expected. */
  readonly unexpected: readonly string[];
  /** What comes next; `null` where nothing is missing. */
  readonly next: string | null;
  /** Days since the last step, of a case that lacks one; `null` where its account is closed: nothing waits there. */
  readonly waitingDays: number | null;
  /** It lacks a step for longer than is allowed. */
  readonly stuck: boolean;
  readonly conforms: boolean;
}

/** The first time that each step was done. */
const firstDays = ({ trace }: Pick<ProcessTrace, 'trace'>): ReadonlyMap<string, Day> =>
  new Map(trace.map(({ step, on }) => [step, on] as const).toReversed());

/**
 * How a case conforms: which expected steps it lacks, which came too early (each step by the first time that it was done; what happened
 * on one day is in order), which nobody expected. A case that lacks its next step for more than `stuckAfterDays` is stuck; not where it is over because its account was closed (`isOver`).
 */
export const conformanceOf = (
  { trace }: Pick<ProcessTrace, 'trace'>,
  expected: readonly string[],
  { today, stuckAfterDays, isOver = false }: { readonly today: Day; readonly stuckAfterDays: number; readonly isOver?: boolean },
): Conformance => {
  const first = firstDays({ trace });
  const missing = expected.filter((step) => !first.has(step));
  const outOfOrder = expected.filter((step, index) => {
    const on = first.get(step);
    return on !== undefined && expected.slice(0, index).some((before) => !first.has(before) || first.get(before)! > on);
  });
  const unexpected = [...first.keys()].filter((step) => !expected.includes(step)).toSorted();
  const waitingDays = missing.length === 0 || isOver ? null : Math.max(0, calendarDaysBetween(trace.at(-1)?.on ?? today, today));
  return {
    missing,
    outOfOrder,
    unexpected,
    next: missing[0] ?? null,
    waitingDays,
    stuck: waitingDays !== null && waitingDays > stuckAfterDays,
    conforms: outOfOrder.length === 0 && unexpected.length === 0 && (waitingDays === null || waitingDays <= stuckAfterDays),
  };
};

/** How long it took from one expected step to the next. */
export interface Passage {
  readonly from: string;
  readonly to: string;
  /** Cases in which both were done. */
  readonly cases: number;
  /** `null` where there is none. */
  readonly medianDays: number | null;
}

/** The way through a process, step by step; the longest median is its bottleneck. */
export const passagesOf = (traces: readonly Pick<ProcessTrace, 'trace'>[], expected: readonly string[]): readonly Passage[] =>
  expected.slice(1).map((to, index) => {
    const from = expected[index]!;
    const days = traces.flatMap((trace) => {
      const first = firstDays(trace);
      const [begun, done] = [first.get(from), first.get(to)];
      return begun === undefined || done === undefined ? [] : [calendarDaysBetween(begun, done)];
    });
    return { from, to, cases: days.length, medianDays: medianOf(days) };
  });
