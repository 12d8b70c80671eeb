import { ratioOf } from './money.js';

/** One account's revenue in two windows of equal length, in whole minor units of one currency. */
export interface Windows {
  readonly before: bigint;
  readonly after: bigint;
}

/** What became of the revenue that there was; rates are shares of {@link Retention.before}, absent where that is nothing. */
export interface Retention {
  /** R0: revenue of the accounts that bought in the window before. */
  readonly before: bigint;
  /** Of the same accounts, in the window after. */
  readonly after: bigint;
  /** Revenue of the accounts that bought nothing any more. */
  readonly churn: bigint;
  /** What the others bought less. */
  readonly contraction: bigint;
  /** What the others bought more. */
  readonly expansion: bigint;
  readonly accounts: number;
  readonly accountsKept: number;
  /** (R0 − churn − contraction) / R0. */
  readonly grossRevenueRetention?: number;
  /** (R0 + expansion − churn − contraction) / R0. */
  readonly netRevenueRetention?: number;
  /** Accounts that still buy ÷ accounts that bought. */
  readonly logoRetention?: number;
}

/**
 * Gross, net and logo retention over the same accounts in both windows: an account without revenue in the first is new business and
 * counts nowhere. Definitions as in SaaS practice (GRR, NRR), for example Skok, "SaaS Metrics 2.0".
 */
export const retention = (accounts: Iterable<Windows>): Retention => {
  const sum = { before: 0n, after: 0n, churn: 0n, contraction: 0n, expansion: 0n, accounts: 0, accountsKept: 0 };
  for (const { before, after } of accounts) {
    if (before <= 0n) continue;
    const left = after > 0n ? after : 0n;
    sum.before += before;
    sum.after += left;
    sum.accounts += 1;
    sum.accountsKept += left > 0n ? 1 : 0;
    if (left === 0n) sum.churn += before;
    else if (left < before) sum.contraction += before - left;
    else sum.expansion += left - before;
  }
  if (sum.accounts === 0) return sum;
  return {
    ...sum,
    grossRevenueRetention: ratioOf(sum.before - sum.churn - sum.contraction, sum.before)!,
    netRevenueRetention: ratioOf(sum.after, sum.before)!,
    logoRetention: sum.accountsKept / sum.accounts,
  };
};
