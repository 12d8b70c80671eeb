import { type Windows } from './retention.js';

/** What became of deals that were decided. */
export interface Decided {
  readonly won: number;
  readonly lost: number;
}

/** Won ÷ decided, 0…1; `undefined` where nothing was decided. Open, cancelled and unattended deals are no part of it. */
export const winRate = ({ won, lost }: Decided): number | undefined => (won + lost === 0 ? undefined : won / (won + lost));

/** The value in the middle, of an even number the mean of the two; `undefined` of none. */
export const median = (values: readonly number[]): number | undefined => {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** One cause of a Pareto chart. */
export interface ParetoLine<Key extends string = string> {
  readonly key: Key;
  readonly count: number;
  /** Of all that were counted, 0…1. */
  readonly share: number;
  /** With all those before it, 0…1. */
  readonly cumulative: number;
}

/** Causes by how often they were named, the most frequent first, ties by name (Juran's Pareto chart). */
export const pareto = <Key extends string>(named: Iterable<Key>): readonly ParetoLine<Key>[] => {
  const counts = new Map<Key, number>();
  let total = 0;
  for (const key of named) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    total += 1;
  }
  let before = 0;
  return [...counts]
    .toSorted(([key, count], [otherKey, other]) => other - count || Number(key > otherKey) - Number(key < otherKey))
    .map(([key, count]) => ({ key, count, share: count / total, cumulative: (before += count) / total }));
};

/** How sales of one span came to be those of the next, in whole minor units of one currency. */
export interface GrowthBridge {
  readonly before: bigint;
  /** Of accounts that bought in both: what they bought more, and less. */
  readonly expansion: bigint;
  readonly contraction: bigint;
  /** Of accounts that bought in the first or in the second alone. */
  readonly lost: bigint;
  readonly new: bigint;
  readonly after: bigint;
}

/**
 * Growth decomposed: before + expansion − contraction − lost + new = after. An account without sales in the first span, or with more
 * returns than sales in it, is new business in the second. The parts are those of gross and net revenue retention (retention.ts), with
 * new business beside them.
 */
export const growthBridge = (accounts: Iterable<Windows>): GrowthBridge => {
  const sum = { before: 0n, expansion: 0n, contraction: 0n, lost: 0n, new: 0n, after: 0n };
  for (const account of accounts) {
    const [before, after] = [atLeastZero(account.before), atLeastZero(account.after)];
    sum.before += before;
    sum.after += after;
    if (before === 0n) sum.new += after;
    else if (after === 0n) sum.lost += before;
    else if (after < before) sum.contraction += before - after;
    else sum.expansion += after - before;
  }
  return sum;
};

const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);
