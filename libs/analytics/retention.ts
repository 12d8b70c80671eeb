/** One account's revenue in two windows of equal length, in one currency and any one unit. */
export interface Windows {
  readonly before: number;
  readonly after: number;
}

/** What became of the revenue that there was; rates are shares of {@link Retention.before}, absent where that is nothing. */
export interface Retention {
  /** R0: revenue of the accounts that bought in the window before. */
  readonly before: number;
  /** Of the same accounts, in the window after. */
  readonly after: number;
  /** Revenue of the accounts that bought nothing any more. */
  readonly churn: number;
  /** What the others bought less. */
  readonly contraction: number;
  /** What the others bought more. */
  readonly expansion: number;
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
  const sum = { before: 0, after: 0, churn: 0, contraction: 0, expansion: 0, accounts: 0, accountsKept: 0 };
  for (const { before, after } of accounts) {
    if (before <= 0) continue;
    const left = Math.max(0, after);
    sum.before += before;
    sum.after += left;
    sum.accounts += 1;
    sum.accountsKept += left > 0 ? 1 : 0;
    if (left === 0) sum.churn += before;
    else if (left < before) sum.contraction += before - left;
    else sum.expansion += left - before;
  }
  if (sum.accounts === 0) return sum;
  return {
    ...sum,
    grossRevenueRetention: (sum.before - sum.churn - sum.contraction) / sum.before,
    netRevenueRetention: sum.after / sum.before,
    logoRetention: sum.accountsKept / sum.accounts,
  };
};
