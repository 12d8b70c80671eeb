import { type Instant } from '#libs/kernel/message.js';

/**
 * A value that holds from a date on until the next one: owner, backup, team, territory, name, parent, stage, standing, risk. Facts about
 * it may be told in any order: the line is ordered by when they happened, ties by when they were told. Sorted by `since`.
 */
export type DatedLine<Value> = readonly Since<Value>[];

/** A value with the moment from which it holds. */
export interface Since<Value> {
  readonly value: Value;
  readonly since: Instant;
}

/** The line with one more value in its place; of two at the same moment the one told later comes later, and holds. */
export const withValue = <Value>(line: DatedLine<Value>, value: Value, since: Instant): DatedLine<Value> =>
  line.toSpliced(line.findLastIndex((before) => before.since <= since) + 1, 0, { value, since });

/** What holds at a moment; `undefined` before the first value. */
export const valueAt = <Value>(line: DatedLine<Value>, at: Instant): Value | undefined => entryAt(line, at)?.value;

/** As {@link valueAt}, with the moment from which it holds. */
export const entryAt = <Value>(line: DatedLine<Value>, at: Instant): Since<Value> | undefined => line.findLast(({ since }) => since <= at);

/** What holds at present: the latest by when it happened. */
export const present = <Value>(line: DatedLine<Value>): Value | undefined => line.at(-1)?.value;
