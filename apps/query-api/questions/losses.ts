import { monthlySlope } from '#libs/analytics/loss-impact.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { type Period, periodOf, periodsFrom } from '#libs/analytics/calendar.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { lossesOf } from '#libs/domain/risk/standing.js';
import { CHURN_REASONS, type ChurnReason } from '#libs/domain/values.js';
import { type ChurnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { compare, type Customer, reported, type ReportedAmount, yearlyRevenue } from '../customers.js';

/** One loss of one account, with all that was told of it. */
export interface LossLine {
  readonly accountId: string;
  readonly on: Day;
  readonly at: Instant;
  /** When it ended; null: it lasts. */
  readonly until: Day | null;
  readonly reasons: readonly ChurnReason[];
  readonly competitor: string | null;
  readonly country: string | null;
  readonly segment: string | null;
  readonly industry: string | null;
  /** Whether the criterion in force was met when it was declared; null where the event does not say. */
  readonly criterionMet: boolean | null;
  readonly policy: string | null;
  /** Net sales of the twelve months before. */
  readonly revenue12m: ReportedAmount;
  readonly owner: string | null;
  /** Events that declared it, and those that they rest on. */
  readonly events: readonly string[];
  readonly evidence: readonly string[];
}

export interface Weighed {
  readonly told: LossLine;
  readonly minor: bigint;
  readonly withoutRate: Amounts;
}

/** Every loss up to today, by when it was. */
export const lossLines = (customers: readonly Customer[], reporting: Reporting): readonly Weighed[] =>
  customers
    .flatMap((customer) => lossesOf(customer.record.moves).map((loss) => lineOf(customer, loss, reporting)))
    .filter(({ told }) => told.on <= reporting.today)
    .toSorted((left, right) => compare(left.told.at, right.told.at) || compare(left.told.accountId, right.told.accountId));

const lineOf = (
  customer: Customer,
  { since, until }: { readonly since: Instant; readonly until?: Instant },
  reporting: Reporting,
): Weighed => {
  const { record } = customer;
  const told = toldOf(record, since, until);
  const on = dayIn(reporting.timeZone, since);
  const { minor, withoutRate } = yearlyRevenue(customer, on, reporting);
  return {
    minor,
    withoutRate,
    told: {
      accountId: customer.accountId,
      on,
      at: since,
      until: until === undefined ? null : dayIn(reporting.timeZone, until),
      reasons: [...new Set(told.flatMap(({ reasons }) => reasons))],
      competitor: told.findLast(({ competitor }) => competitor !== undefined)?.competitor ?? null,
      country: record.country ?? null,
      segment: record.segment ?? null,
      industry: record.industry ?? null,
      criterionMet: told[0]?.criterionMet ?? null,
      policy: told[0]?.policy ?? null,
      revenue12m: reported(minor, reporting, withoutRate),
      owner: told[0]?.credit?.employeeId ?? null,
      events: told.map(({ eventId }) => eventId),
      evidence: [...new Set(told.flatMap(({ evidence }) => evidence))],
    },
  };
};

/** What declarations of one loss said: all between its beginning and its end. */
const toldOf = ({ losses }: ChurnRecord, since: Instant, until: Instant | undefined) =>
  losses.filter((loss) => loss.since >= since && (until === undefined || loss.since < until)).map(({ value }) => value);

/** Losses of one period. */
export interface LossPeriod {
  readonly period: string;
  readonly losses: number;
  readonly wonBack: number;
  readonly revenue: ReportedAmount;
}

/** A stream of losses from a reason, or a segment, to where they went. */
export interface LossFlow {
  readonly from: string;
  /** A competitor; `unknown` where nobody said. */
  readonly to: string;
  readonly losses: number;
  readonly revenue: ReportedAmount;
  readonly accountIds: readonly string[];
}

/** How often a reason was given, with the events that gave it. */
export interface ReasonShare {
  readonly reason: ChurnReason;
  readonly losses: number;
  readonly share: number;
  /** Of all reasons given, those up to this one: the Pareto line. */
  readonly cumulativeShare: number;
  readonly revenue: ReportedAmount;
  readonly events: readonly string[];
}

/** Accounts and events that one line names. */
const NAMED_MAX = 100;

/** Every period from the first loss to the last, those without one among them. */
export const lossPeriods = (
  losses: readonly Weighed[],
  period: Period,
  range: Pick<Reporting, 'today' | 'fiscalYearStartsIn' | 'currency'>,
): readonly LossPeriod[] => {
  const first = losses[0]?.told.on;
  if (first === undefined) return [];
  const at = (day: Day) => periodOf(day.slice(0, 7), period, range.fiscalYearStartsIn);
  return periodsFrom(at(first), at(range.today)).map((one) => {
    const within = losses.filter(({ told }) => at(told.on) === one);
    return {
      period: one,
      losses: within.length,
      wonBack: losses.filter(({ told }) => told.until !== null && told.until <= range.today && at(told.until) === one).length,
      revenue: sumOf(within, range),
    };
  });
};

/** Losses a period more or fewer, on average: the slope of the line through them. */
export const lossTrend = (periods: readonly LossPeriod[]): number =>
  Number(monthlySlope(periods.map(({ losses }) => BigInt(losses) * 1_000_000n))) / 1_000_000;

/** Where losses went, from each of their reasons or from what they have in common. A loss with two reasons is in two streams. */
export const lossFlows = (
  losses: readonly Weighed[],
  from: 'reason' | 'segment' | 'country' | 'industry',
  reporting: Pick<Reporting, 'currency'>,
): readonly LossFlow[] => {
  const ends = losses.flatMap((loss) => {
    const { reasons, competitor } = loss.told;
    const begins = from === 'reason' ? reasons : [loss.told[from] ?? 'unknown'];
    return begins.map((begin) => ({ begin, to: competitor ?? 'unknown', loss }));
  });
  return [...Map.groupBy(ends, ({ begin, to }) => JSON.stringify([begin, to])).values()]
    .map((stream) => ({
      from: stream[0]!.begin,
      to: stream[0]!.to,
      losses: stream.length,
      revenue: sumOf(
        stream.map(({ loss }) => loss),
        reporting,
      ),
      accountIds: [...new Set(stream.map(({ loss }) => loss.told.accountId))].slice(0, NAMED_MAX),
    }))
    .toSorted((left, right) => right.losses - left.losses || compare(left.from, right.from) || compare(left.to, right.to));
};

/** Reasons, the most frequent first, each with the events behind it. */
export const reasonPareto = (losses: readonly Weighed[], reporting: Pick<Reporting, 'currency'>): readonly ReasonShare[] => {
  const given = losses.reduce((sum, { told }) => sum + told.reasons.length, 0);
  let cumulated = 0;
  return CHURN_REASONS.map((reason) => ({ reason, of: losses.filter(({ told }) => told.reasons.includes(reason)) }))
    .filter(({ of }) => of.length > 0)
    .toSorted((left, right) => right.of.length - left.of.length)
    .map(({ reason, of }) => {
      cumulated += of.length;
      return {
        reason,
        losses: of.length,
        share: of.length / given,
        cumulativeShare: cumulated / given,
        revenue: sumOf(of, reporting),
        events: of.flatMap(({ told }) => [...told.events, ...told.evidence]).slice(0, NAMED_MAX),
      };
    });
};

const sumOf = (losses: readonly Weighed[], reporting: Pick<Reporting, 'currency'>): ReportedAmount =>
  reported(
    losses.reduce((sum, { minor }) => sum + (minor > 0n ? minor : 0n), 0n),
    reporting,
    losses.map(({ withoutRate }) => withoutRate).reduce<Amounts>(addAmounts, {}),
  );
