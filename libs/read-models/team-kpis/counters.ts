import { addAmounts, type Amounts } from '#libs/analytics/money.js';

/** What is counted, in whole numbers. */
const NUMBERS = [
  'orders',
  'interactions',
  /** Those of them in which an executive of ours took part. */
  'executiveInteractions',
  /** Counted in the month of the retraction; `interactions` keeps the retracted one. */
  'interactionsRetracted',
  'promisesMade',
  'promisesKeptInTime',
  'promisesKeptLate',
  'promisesBroken',
  /** Calendar days, summed over the promises kept late. */
  'promiseDaysLate',
  'riskFlags',
  'stageAdvances',
  'stageRegressions',
  'accountsOpened',
  'accountsLost',
  'accountsWonBack',
] as const;

/** What is summed in whole minor units by currency. */
const AMOUNTS = [
  /** Orders net of discounts, as sold; returns are not taken off. */
  'netSalesMinor',
  'returnsMinor',
  'marginMinor',
  'costToServeMinor',
] as const;

type NumberName = (typeof NUMBERS)[number];
type AmountName = (typeof AMOUNTS)[number];

/** Figures that add up: over months to quarters and years, over people to teams and the company. */
export type Counters = { readonly [N in NumberName]: number } & { readonly [A in AmountName]: Amounts };

/** Nothing counted yet. */
export const NOTHING: Counters = {
  ...(Object.fromEntries(NUMBERS.map((name) => [name, 0])) as { readonly [N in NumberName]: number }),
  ...(Object.fromEntries(AMOUNTS.map((name) => [name, {}])) as { readonly [A in AmountName]: Amounts }),
};

/** The counters of `into` with those of `more` added; everything else in `into` stays, everything else in `more` is left out. */
export const add = <Into extends Counters>(into: Into, more: Partial<Counters>): Into => {
  const sum: Record<string, unknown> = { ...into };
  for (const [name, value] of Object.entries(more)) {
    if (!Object.hasOwn(NOTHING, name)) continue;
    const before = into[name as keyof Counters];
    sum[name] = typeof value === 'number' ? (before as number) + value : addAmounts(before as Amounts, value);
  }
  return sum as Into;
};
