/** What winning an account back cost and brought, in whole minor units of one currency. */
export interface WinBackMoney {
  readonly costMinor: bigint;
  readonly regainedMinor: bigint;
}

export interface WinBackReturn extends WinBackMoney {
  /** (Regained − cost) ÷ cost; absent where it cost nothing. */
  readonly returnOnCost?: number;
  /** What a new customer instead would have cost: cost × the ratio of acquiring to retaining. */
  readonly acquiringMinor: bigint;
  /** What was saved against acquiring. */
  readonly savedMinor: bigint;
}

/**
 * The return on keeping or winning back a customer, beside what acquiring another one would have cost. The ratio is a prior from practice
 * (five is the usual figure; Reichheld & Sasser, "Zero Defections", HBR 1990, for the direction), so that it is a parameter.
 */
export const winBackReturn = ({ costMinor, regainedMinor }: WinBackMoney, costRatioAcquireVsRetain: number): WinBackReturn => {
  const acquiringMinor = (costMinor * BigInt(Math.round(costRatioAcquireVsRetain * 1_000))) / 1_000n;
  return {
    costMinor,
    regainedMinor,
    ...(costMinor === 0n ? {} : { returnOnCost: Number(regainedMinor - costMinor) / Number(costMinor) }),
    acquiringMinor,
    savedMinor: acquiringMinor - costMinor,
  };
};
