import { churnCriterion } from '#libs/analytics/churn-criterion.js';
import { daysBetween, shiftDay } from '#libs/analytics/calendar.js';
import { type Health, healthScore, type Signal } from '#libs/analytics/health.js';
import { endOfDay } from '#libs/kernel/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { type ChurnCriterionPolicy, type HealthPolicy, type PolicyDocument } from '#libs/domain/policy/documents.js';
import { standingOf } from '#libs/domain/risk/standing.js';
import { SATISFACTION_LEVELS } from '#libs/domain/values.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Customer, orderDays } from '../customers.js';

/** The dimensions of an account's health, as policy `health-score` weighs them. */
export type HealthDimension = 'relationship' | 'commerce' | 'satisfaction' | 'promises' | 'contact';

/** What health is judged by. */
export interface HealthPolicies {
  readonly health: HealthPolicy;
  readonly criterion: ChurnCriterionPolicy;
  readonly silence: PolicyDocument<'silence'>;
}

/** Months back for which a settled promise counts. */
const PROMISE_MONTHS = 12;

/** An account's health on a day; `undefined` where nothing is known of it. */
export const healthOn = (
  customer: Customer,
  day: Day,
  { health, criterion, silence }: HealthPolicies,
  reporting: Reporting,
): Health<HealthDimension> | undefined => {
  const signals: Partial<Record<HealthDimension, Signal>> = {
    ...optionally('relationship', relationship(customer, day)),
    ...optionally('commerce', commerce(customer, day, criterion)),
    ...optionally('satisfaction', satisfaction(customer, day)),
    ...optionally('promises', promises(customer, day)),
    ...optionally('contact', contact(customer, day, silence)),
  };
  return healthScore(signals, health, conditionsOn(customer, day, criterion, reporting));
};

const optionally = (dimension: HealthDimension, signal: Signal | undefined): Partial<Record<HealthDimension, Signal>> =>
  signal === undefined ? {} : { [dimension]: signal };

const latest = <Entry extends { readonly on: Day }>(entries: readonly Entry[], day: Day): Entry | undefined =>
  entries
    .filter(({ on }) => on <= day)
    .toSorted((left, right) => (left.on < right.on ? -1 : 1))
    .at(-1);

/** The latest review, 6 to 24 points. */
const relationship = ({ signals }: Customer, day: Day): Signal | undefined => {
  const review = latest(
    signals.flatMap(({ reviews }) => reviews),
    day,
  );
  return review && { score: ((review.total - 6) / 18) * 100, ageDays: daysBetween(review.on, day) };
};

/** 100 up to its own interval between orders, 0 from where the churn criterion is met, and straight between; never ordered: nothing. */
const commerce = (customer: Customer, day: Day, criterion: ChurnCriterionPolicy): Signal | undefined => {
  const days = orderDays(customer, day);
  if (days.length === 0) return undefined;
  const { daysSilent, intervalDays } = churnCriterion(criterion, days, customer.record.openedOn, day);
  const lostAfter = Math.min(criterion.inactivityDays, intervalDays === undefined ? Infinity : criterion.intervalFactor * intervalDays);
  const usual = lostAfter / criterion.intervalFactor;
  const share = lostAfter > usual ? (daysSilent - usual) / (lostAfter - usual) : Number(daysSilent >= lostAfter);
  return { score: 100 * (1 - Math.min(1, Math.max(0, share))), ageDays: 0 };
};

/** What was last said, from very dissatisfied (0) to very satisfied (100). */
const satisfaction = ({ signals }: Customer, day: Day): Signal | undefined => {
  const said = latest(
    signals.flatMap((month) => month.satisfaction),
    day,
  );
  return (
    said && {
      score: (SATISFACTION_LEVELS.indexOf(said.level) / (SATISFACTION_LEVELS.length - 1)) * 100,
      ageDays: daysBetween(said.on, day),
    }
  );
};

/** The share of the promises of a year that were kept in time. */
const promises = ({ signals }: Customer, day: Day): Signal | undefined => {
  const from = shiftDay(day, -PROMISE_MONTHS);
  const settled = signals.flatMap((month) => month.promises).filter(({ on }) => on <= day && on > from);
  const last = latest(settled, day);
  const kept = settled.filter(({ as }) => as === 'in-time').length;
  return last && { score: (kept / settled.length) * 100, ageDays: daysBetween(last.on, day) };
};

/** 100 on the day of a contact, 50 where policy `silence` calls it quiet, 0 after twice as long. */
const contact = ({ signals }: Customer, day: Day, { quietDays }: PolicyDocument<'silence'>): Signal | undefined => {
  const on = signals
    .flatMap(({ contactsOn }) => contactsOn)
    .filter((one) => one <= day)
    .toSorted()
    .at(-1);
  return on === undefined ? undefined : { score: 100 * Math.max(0, 1 - daysBetween(on, day) / (2 * quietDays)), ageDays: 0 };
};

const conditionsOn = (customer: Customer, day: Day, criterion: ChurnCriterionPolicy, { timeZone }: Reporting): ReadonlySet<string> => {
  const { record } = customer;
  const at = endOfDay(timeZone, day);
  const flag = valueAt(record.flags, at)?.level;
  const holding = new Set<string>();
  if (standingOf(record.moves, at).kind !== 'customer') holding.add('lost');
  if (flag === 'critical' || flag === 'elevated') holding.add(`${flag}-risk`);
  const days = orderDays(customer, day);
  if (days.length > 0 && churnCriterion(criterion, days, record.openedOn, day).met) holding.add('churn-criterion-met');
  return holding;
};
