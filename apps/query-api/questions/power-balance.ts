import { daysOf, lastDayOf, lengthOf, monthOf, periodsFrom, shiftMonth } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { dependence, powerBalance as balanceOf } from '#libs/analytics/power-balance.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { salesOf, toMinor } from '#libs/domain/money.js';
import { type PowerBalancePolicy } from '#libs/domain/policy/documents.js';
import { type Instant } from '#libs/kernel/message.js';
import { type DependenceFacts } from '#libs/read-models/power-balance/power-balance.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';

/** How much each side depends on the other, and which one more. */
export interface AccountPowerBalance {
  readonly accountId: string;
  /** Of our sales of the last twelve whole months, and how hard it would be for us to replace them. */
  readonly us: SideDependence;
  /** Of what they spend in a year on all that we could sell, and how hard it would be for them to replace us. */
  readonly them: SideDependence;
  /** (D_us − D_them)/(D_us + D_them), −1…1: above 0 we depend more. Null where the dependence of a side is not known. */
  readonly index: number | null;
  /** (D_us + D_them)/2: near 0 nothing binds the two. */
  readonly bond: number | null;
  /** By policy `power-balance`. */
  readonly verdict: 'we-depend' | 'they-depend' | 'balanced' | 'weak-bond' | null;
}

/** What is known of the dependence of one side; null where it is not. */
export interface SideDependence {
  readonly share: number | null;
  /** 1–5, as it was assessed last. */
  readonly switching: number | null;
  /** 0–1. */
  readonly dependence: number | null;
}

/** What a balance is asked by. */
export interface Balancing {
  readonly reporting: Reporting;
  readonly policy: PowerBalancePolicy;
  readonly at: Instant;
}

const MONTHS = 12;

/** Net sales of the last twelve whole months in the reporting currency, in minor units; what no rate converts is left out. */
export const yearlySales = ({ sales }: Pick<StageBoardLine, 'sales'>, { reporting }: Pick<Balancing, 'reporting'>): number => {
  const { basisOf, currency, rates, today } = reporting;
  const last = shiftMonth(monthOf(today), -1);
  return periodsFrom(shiftMonth(last, 1 - MONTHS), last)
    .flatMap((month) => {
      const inMonth = sales[month];
      if (inMonth === undefined) return [];
      const on = lastDayOf(month);
      return Object.entries(salesOf(inMonth, basisOf(month)).net).map(([from, minor]) =>
        Number(convertMinor(BigInt(minor), { from, to: currency, on, reporting: currency }, rates) ?? 0n),
      );
    })
    .reduce((sum, amount) => sum + amount, 0);
};

/** The balance with one account, of which and of all of which the sales of a year are known. */
export const accountPowerBalance = (
  accountId: string,
  facts: DependenceFacts | undefined,
  sold: { readonly here: number; readonly all: number },
  { reporting, policy, at }: Balancing,
): AccountPowerBalance => {
  const side = (share: number | undefined, mark: number | undefined): SideDependence => {
    const switching = mark === undefined ? undefined : (mark - 1) / (MARK_MAX - 1);
    const known = dependence(
      { ...(share === undefined ? {} : { share }), ...(switching === undefined ? {} : { switching }) },
      policy.switchingWeight,
    );
    return { share: share ?? null, switching: mark ?? null, dependence: known ?? null };
  };
  const wallet = yearlyWallet(facts, { reporting, at });
  const us = side(sold.all > 0 ? within(sold.here / sold.all) : undefined, valueAt(facts?.switching.us ?? [], at));
  const them = side(wallet === undefined ? undefined : within(sold.here / wallet), valueAt(facts?.switching.them ?? [], at));
  if (us.dependence === null || them.dependence === null) return { accountId, us, them, index: null, bond: null, verdict: null };
  const { index, bond } = balanceOf(us.dependence, them.dependence);
  return { accountId, us, them, index, bond, verdict: verdictOf(index, bond, policy) };
};

const MARK_MAX = 5;

const within = (share: number): number => Math.min(1, Math.max(0, share));

const verdictOf = (index: number, bond: number, { weakBondBelow, dependentAbove }: PowerBalancePolicy): AccountPowerBalance['verdict'] => {
  if (bond < weakBondBelow) return 'weak-bond';
  if (index > dependentAbove) return 'we-depend';
  return index < -dependentAbove ? 'they-depend' : 'balanced';
};

/** What they spend in a year, by the latest estimate of a period that had begun. */
const yearlyWallet = (facts: DependenceFacts | undefined, { reporting, at }: Pick<Balancing, 'reporting' | 'at'>): number | undefined => {
  const { currency, rates, today, fiscalYearStartsIn } = reporting;
  const known = (facts?.wallets ?? []).filter(({ since, value }) => since <= at && daysOf(value.period, fiscalYearStartsIn).from <= today);
  const latest = known.toSorted((one, other) => compare(daysOf(one.value.period).from, daysOf(other.value.period).from)).at(-1)?.value;
  const minor = latest && toMinor(latest.amount);
  if (latest === undefined || minor === undefined) return undefined;
  const converted = convertMinor(minor, { from: latest.amount.currency, to: currency, on: today, reporting: currency }, rates);
  return converted === undefined || converted <= 0n ? undefined : Number(converted) * PERIODS_A_YEAR[lengthOf(latest.period)];
};

const PERIODS_A_YEAR = { month: 12, quarter: 4, year: 1 } as const;

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
