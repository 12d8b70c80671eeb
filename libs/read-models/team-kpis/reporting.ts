import { exchangeRates, type ExchangeRates } from '#libs/analytics/exchange.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type CalendarPolicy, POLICY_DEFAULTS, type ReportingPolicy } from '#libs/domain/policy/documents.js';
import { type SalesBasis } from '#libs/domain/values.js';
import { type KpiPolicy, type KpiRate } from './documents.js';

/** How figures are cut, counted and converted, as of a moment. */
export interface Reporting {
  /** The business day of that moment. */
  readonly today: Day;
  /** The last day on which there can be a fact: that one, or the present where a moment to come is asked for. */
  readonly lastDay: Day;
  readonly timeZone: string;
  /** The month (1–12) in which a fiscal year begins. */
  readonly fiscalYearStartsIn: number;
  /** The currency that sums over several are told in. */
  readonly currency: string;
  readonly rates: ExchangeRates;
  /** What sales are in a month. */
  readonly basisOf: (month: string) => SalesBasis;
}

/** The keys of the policies that {@link reportingAt} reads. */
export const REPORTING_KEYS = ['policy|calendar', 'policy|reporting'] as const;

/**
 * Reads policies and rates; the defaults hold where no policy was ever activated. `until` is the moment that is asked for, `at` the one
 * by which policies must have come into force: the present where the past is told as we know it today.
 */
export const reportingAt = (
  documents: Iterable<KpiPolicy | KpiRate>,
  { until, at, now }: { readonly until: Instant; readonly at: Instant; readonly now: Instant },
): Reporting => {
  const known = [...documents];
  const policy = (name: string) => known.find((document): document is KpiPolicy => document.kind === 'policy' && document.name === name);
  const calendar = inForce<CalendarPolicy>(policy('calendar'), at) ?? POLICY_DEFAULTS.calendar;
  const reporting = inForce<ReportingPolicy>(policy('reporting'), at) ?? POLICY_DEFAULTS.reporting;
  const line = salesLine(policy('reporting'), at);
  return {
    today: dayIn(calendar.timeZone, until),
    lastDay: dayIn(calendar.timeZone, until < now ? until : now),
    timeZone: calendar.timeZone,
    fiscalYearStartsIn: calendar.fiscalYearStartsIn,
    currency: reporting.currency,
    rates: exchangeRates(known.filter((document): document is KpiRate => document.kind === 'rate')),
    basisOf: (month) => line.findLast(({ from }) => from <= month)?.basis ?? POLICY_DEFAULTS.reporting.salesBasis,
  };
};

const activated = (policy: KpiPolicy | undefined, at: Instant): KpiPolicy['activations'] =>
  (policy?.activations ?? []).filter(({ validFrom }) => validFrom <= at);

const documentOf = <Document extends object>(policy: KpiPolicy | undefined, version: number): Document | undefined =>
  policy?.versions.find((known) => known.version === version)?.document as Document | undefined;

const inForce = <Document extends object>(policy: KpiPolicy | undefined, at: Instant): Document | undefined => {
  const last = activated(policy, at)
    .toSorted((left, right) => compare(left.validFrom, right.validFrom))
    .at(-1);
  return last && documentOf<Document>(policy, last.version);
};

/** From which month on which basis holds; of two from one month the one told last. */
const salesLine = (policy: KpiPolicy | undefined, at: Instant): readonly { readonly from: string; readonly basis: SalesBasis }[] =>
  activated(policy, at)
    .flatMap(({ version, on }, index) => {
      const document = documentOf<ReportingPolicy>(policy, version);
      if (document === undefined) return [];
      return [{ from: document.since ?? (index === 0 ? '0001-01' : on.slice(0, 7)), basis: document.salesBasis }];
    })
    .toSorted((left, right) => compare(left.from, right.from));

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
