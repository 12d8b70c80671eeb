import { daysBetween } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { kaplanMeier, medianSurvival, type SurvivalStep } from '#libs/analytics/kaplan-meier.js';
import { addAmounts, type Amounts, amountsOf } from '#libs/analytics/money.js';
import { winBackReturn } from '#libs/analytics/win-back-return.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { fromMinor, toMinor } from '#libs/domain/money.js';
import { type WinBackPolicy } from '#libs/domain/policy/documents.js';
import { lossesOf } from '#libs/domain/risk/standing.js';
import { type Money } from '#libs/domain/values.js';
import { type OfferTold } from '#libs/read-models/churn-record/churn-record.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Converted } from '#libs/read-models/team-kpis/sales.js';
import { type Customer, reported, type ReportedAmount, revenueIn, yearlyRevenue } from '../customers.js';
import { isWhole } from './work-money.js';

/** One try to win an account back: a loss about which something was done. */
export interface WinBackLine {
  readonly accountId: string;
  readonly lostOn: Day;
  readonly openedOn: Day;
  readonly reason: string;
  readonly status: 'open' | 'won-back' | 'lost-again';
  readonly wonBackOn: Day | null;
  /** What its return is worth a year: as it was told when it was opened, else its sales of the twelve months before the loss. */
  readonly value: ReportedAmount;
  readonly offers: readonly OfferTold[];
  /** Of all offers, and of those that were accepted. */
  readonly cost: ReportedAmount;
  readonly costOfAccepted: ReportedAmount;
  /** What all offers may cost together by policy `win-back`, and whether they cost more. */
  readonly cap: ReportedAmount;
  /** Null: no rate is known for a part of the cost, or of what the return is worth. */
  readonly overCap: boolean | null;
  /** Net sales since it came back, within the days of the policy. */
  readonly regained: ReportedAmount;
  /** (Regained − cost of what was accepted) ÷ that cost; null where it cost nothing, or no rate is known for a part. */
  readonly returnOnCost: number | null;
  /** Days of the second life; null where there is none. */
  readonly secondLifeDays: number | null;
}

export interface WinBackOverview {
  readonly funnel: {
    readonly lost: number;
    readonly opened: number;
    readonly offered: number;
    readonly accepted: number;
    readonly wonBack: number;
    /** Won back, and buying since. */
    readonly buyingAgain: number;
  };
  readonly totals: {
    readonly cost: ReportedAmount;
    readonly regained: ReportedAmount;
    readonly returnOnCost: number | null;
    /** What as many new customers would have cost: cost × `costRatioAcquireVsRetain`, and what was saved against it. */
    readonly acquiringInstead: ReportedAmount;
    readonly saved: ReportedAmount;
    readonly overCap: number;
  };
  /** How long second lives last, in days: who is still there is censored. */
  readonly secondLife: { readonly survival: readonly SurvivalStep[]; readonly medianDays: number | null };
}

export interface WinBacks extends WinBackOverview {
  readonly lines: readonly WinBackLine[];
}

interface Tried {
  readonly told: WinBackLine;
  readonly cost: Converted;
  readonly regained: Converted;
}

/** What was done about losses, and what came of it. */
export const winBacks = (customers: readonly Customer[], policy: WinBackPolicy, reporting: Reporting): WinBacks => {
  const losses = customers.flatMap((customer) =>
    lossesOf(customer.record.moves).map((loss, index, all) => ({ customer, loss, next: all[index + 1]?.since })),
  );
  const tried = losses.flatMap(({ customer, loss, next }) => triedOf(customer, loss, next, policy, reporting) ?? []);
  const count = (holds: (line: WinBackLine) => boolean) => tried.filter(({ told }) => holds(told)).length;
  const sum = (of: (one: Tried) => Converted): Converted => ({
    minor: tried.reduce((all, one) => all + of(one).minor, 0n),
    withoutRate: tried.map((one) => of(one).withoutRate).reduce<Amounts>(addAmounts, {}),
  });
  const [cost, regained] = [sum((one) => one.cost), sum((one) => one.regained)];
  const money = winBackReturn({ costMinor: cost.minor, regainedMinor: regained.minor }, policy.costRatioAcquireVsRetain);
  const survival = kaplanMeier(
    tried.flatMap(({ told: { secondLifeDays, status } }) =>
      secondLifeDays === null ? [] : [{ time: secondLifeDays, ended: status === 'lost-again' }],
    ),
  );
  return {
    lines: tried.map(({ told }) => told).toSorted((left, right) => (left.openedOn > right.openedOn ? -1 : 1)),
    funnel: {
      lost: losses.length,
      opened: tried.length,
      offered: count(({ offers }) => offers.length > 0),
      accepted: count(({ offers }) => offers.some(({ answered }) => answered?.accepted === true)),
      wonBack: count(({ wonBackOn }) => wonBackOn !== null),
      buyingAgain: tried.filter((one) => one.regained.minor > 0n || !isWhole(one.regained)).length,
    },
    totals: {
      cost: reported(money.costMinor, reporting, cost.withoutRate),
      regained: reported(money.regainedMinor, reporting, regained.withoutRate),
      returnOnCost: isWhole(cost) && isWhole(regained) ? (money.returnOnCost ?? null) : null,
      acquiringInstead: reported(money.acquiringMinor, reporting),
      saved: reported(money.savedMinor, reporting),
      overCap: count(({ overCap }) => overCap === true),
    },
    secondLife: { survival, medianDays: medianSurvival(survival) ?? null },
  };
};

const triedOf = (
  customer: Customer,
  loss: { readonly since: Instant; readonly until?: Instant },
  lostAgain: Instant | undefined,
  policy: WinBackPolicy,
  reporting: Reporting,
): Tried | undefined => {
  const { record, accountId } = customer;
  const isWithin = (at: Instant) => at >= loss.since && (loss.until === undefined || at <= loss.until);
  const opened = record.winBacks.find(({ since }) => isWithin(since));
  if (opened === undefined) return undefined;
  const { timeZone, today, currency } = reporting;
  const day = (at: Instant) => dayIn(timeZone, at);
  const offers = record.offers.filter(({ at }) => isWithin(at));
  const lostOn = day(loss.since);
  const cost = costOf(offers, reporting);
  const accepted = costOf(
    offers.filter(({ answered }) => answered?.accepted === true),
    reporting,
  );
  const before = yearlyRevenue(customer, lostOn, reporting);
  const { value } = opened.value;
  const valueMinor = value === undefined ? before.minor : (minorIn(value, lostOn, reporting) ?? 0n);
  const worth = { minor: valueMinor, withoutRate: value === undefined ? before.withoutRate : unconverted(value, lostOn, reporting) };
  const capMinor = (valueMinor * BigInt(Math.round(policy.offerValueShareMax * 1_000_000))) / 1_000_000n;
  const wonBackOn = loss.until === undefined ? null : day(loss.until);
  const regained =
    wonBackOn === null
      ? { minor: 0n, withoutRate: {} }
      : revenueIn(
          customer,
          { from: wonBackOn, to: regainedUntil(wonBackOn, policy, lostAgain === undefined ? today : day(lostAgain)) },
          reporting,
        );
  const returned = winBackReturn({ costMinor: accepted.minor, regainedMinor: regained.minor }, policy.costRatioAcquireVsRetain);
  const told: WinBackLine = {
    accountId,
    lostOn,
    openedOn: day(opened.since),
    reason: opened.value.reason,
    status: wonBackOn === null ? 'open' : lostAgain === undefined ? 'won-back' : 'lost-again',
    wonBackOn,
    value: reported(worth.minor, reporting, worth.withoutRate),
    offers,
    cost: reported(cost.minor, reporting, cost.withoutRate),
    costOfAccepted: reported(accepted.minor, reporting, accepted.withoutRate),
    cap: reported(capMinor, reporting),
    overCap: isWhole(worth) && isWhole(cost) ? cost.minor > capMinor : null,
    regained: { amount: fromMinor(regained.minor, currency), withoutRate: reported(0n, reporting, regained.withoutRate).withoutRate },
    returnOnCost: isWhole(accepted) && isWhole(regained) ? (returned.returnOnCost ?? null) : null,
    secondLifeDays: wonBackOn === null ? null : Math.max(0, daysBetween(wonBackOn, lostAgain === undefined ? today : day(lostAgain))),
  };
  return { told, cost: accepted, regained };
};

const regainedUntil = (wonBackOn: Day, { regainedWithinDays }: WinBackPolicy, end: Day): Day => {
  const last = new Date(Date.parse(wonBackOn) + (regainedWithinDays - 1) * 86_400_000).toISOString().slice(0, 10);
  return last < end ? last : end;
};

/** What offers cost in the reporting currency, and what of it has no rate. */
const costOf = (offers: readonly OfferTold[], reporting: Reporting): Converted => {
  let [minor, withoutRate]: [bigint, Amounts] = [0n, {}];
  for (const { cost, at } of offers) {
    if (cost === undefined) continue;
    const converted = minorIn(cost, dayIn(reporting.timeZone, at), reporting);
    if (converted === undefined) withoutRate = addAmounts(withoutRate, amountsOf(cost));
    else minor += converted;
  }
  return { minor, withoutRate };
};

/** An amount where no rate is known for it, else nothing. */
const unconverted = (money: Money, on: Day, reporting: Reporting): Amounts =>
  minorIn(money, on, reporting) === undefined ? amountsOf(money) : {};

const minorIn = (money: Money, on: Day, { currency, rates }: Reporting): bigint | undefined =>
  convertMinor(toMinor(money) ?? 0n, { from: money.currency, to: currency, on, reporting: currency }, rates);
