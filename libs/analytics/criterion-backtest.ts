import { median } from 'simple-statistics';
import { daysBetween } from './calendar.js';
import { type ChurnCriterion } from './churn-criterion.js';

/** What one account is known to have done, in days (`2026-03-01`). */
export interface AccountHistory {
  readonly accountId: string;
  readonly openedOn: string;
  /** `on`: when it was ordered; `knownOn`: when that was on record. */
  readonly orders: readonly { readonly on: string; readonly knownOn: string }[];
  /** When it was declared lost, and until when that lasted; the last one may last. */
  readonly losses: readonly { readonly on: string; readonly until?: string }[];
}

/** A day on which the criterion became true, told from nothing but what was on record by then. */
export interface Alarm {
  readonly accountId: string;
  readonly on: string;
  /** The loss that it foretold; absent: none followed within the horizon. */
  readonly lossOn?: string;
  readonly leadDays?: number;
  /** `undecided`: the horizon is not over, so that nobody knows. */
  readonly outcome: 'hit' | 'false' | 'undecided';
}

/** How well a criterion would have foretold the losses that came. */
export interface Backtest {
  readonly alarms: readonly Alarm[];
  readonly losses: number;
  readonly foretold: number;
  readonly missed: readonly { readonly accountId: string; readonly on: string }[];
  readonly hits: number;
  readonly falseAlarms: number;
  readonly undecided: number;
  /** Hits ÷ (hits + false alarms); absent without any. */
  readonly precision?: number;
  /** Losses foretold ÷ losses; absent without any. */
  readonly recall?: number;
  /** Median days from the first alarm before a loss to the loss; absent where none was foretold. */
  readonly leadDaysMedian?: number;
}

export interface BacktestRange {
  readonly from: string;
  readonly until: string;
  /** Days within which a loss has to follow an alarm. */
  readonly horizonDays: number;
}

/**
 * Replays accounts under a criterion: an alarm is raised on the day on which it becomes true, from what was on record on that day, and
 * stands until an order ends it; none is raised while an account is lost. A loss is foretold by an alarm at most `horizonDays` before it.
 * Precision, recall and lead time as is usual for alarms (van Rijsbergen 1979).
 */
export const backtestCriterion = (accounts: Iterable<AccountHistory>, criterion: ChurnCriterion, range: BacktestRange): Backtest => {
  const alarms: Alarm[] = [];
  const missed: { accountId: string; on: string }[] = [];
  const leads: number[] = [];
  let losses = 0;
  for (const account of accounts) {
    const raised = alarmsOf(account, criterion, range.until).map((on) => judged(account, on, range));
    const told = raised.filter(({ on }) => on >= range.from);
    alarms.push(...told);
    for (const { on } of account.losses.filter((loss) => loss.on >= range.from && loss.on <= range.until)) {
      losses += 1;
      const first = raised.find(({ lossOn }) => lossOn === on);
      if (first === undefined) missed.push({ accountId: account.accountId, on });
      else leads.push(first.leadDays!);
    }
  }
  const count = (outcome: Alarm['outcome']) => alarms.filter((alarm) => alarm.outcome === outcome).length;
  const [hits, falseAlarms] = [count('hit'), count('false')];
  const leadDaysMedian = leads.length === 0 ? undefined : median(leads);
  return {
    alarms: alarms.toSorted((left, right) => compare(left.on, right.on) || compare(left.accountId, right.accountId)),
    losses,
    foretold: leads.length,
    missed,
    hits,
    falseAlarms,
    undecided: count('undecided'),
    ...(hits + falseAlarms === 0 ? {} : { precision: hits / (hits + falseAlarms) }),
    ...(losses === 0 ? {} : { recall: leads.length / losses }),
    ...(leadDaysMedian === undefined ? {} : { leadDaysMedian }),
  };
};

const judged = ({ accountId, losses }: AccountHistory, on: string, { until, horizonDays }: BacktestRange): Alarm => {
  const loss = losses.find((one) => one.on >= on && one.on <= until && daysBetween(on, one.on) <= horizonDays);
  if (loss !== undefined) return { accountId, on, lossOn: loss.on, leadDays: daysBetween(on, loss.on), outcome: 'hit' };
  return { accountId, on, outcome: daysBetween(on, until) < horizonDays ? 'undecided' : 'false' };
};

/** The days on which the criterion becomes true. Between two days on which something gets known, only time passes. */
const alarmsOf = (account: AccountHistory, criterion: ChurnCriterion, until: string): readonly string[] => {
  const known = account.orders
    .map(({ on, knownOn }) => ({ on, from: knownOn > on ? knownOn : on }))
    .toSorted((left, right) => compare(left.from, right.from));
  const alarms: string[] = [];
  const ordered = new Set<string>();
  let [first, last, stands] = ['', '', false];
  for (let index = -1; index < known.length; index += 1) {
    const order = known[index];
    if (order !== undefined) {
      ordered.add(order.on);
      first = first === '' || order.on < first ? order.on : first;
      last = order.on > last ? order.on : last;
    }
    const from = order?.from ?? account.openedOn;
    const next = known[index + 1]?.from;
    // Of several that get known on one day, the last one decides.
    if (next === from) continue;
    const silent = silentDays(criterion, first, last, ordered.size);
    const met = dayAfter(last === '' ? account.openedOn : last, silent);
    const on = met > from ? met : from;
    const isMet = on <= until && (next === undefined || on < next);
    const goesOn = stands && met <= from;
    if (isMet && !goesOn && !isLost(account, on)) alarms.push(on);
    stands = isMet;
  }
  return alarms;
};

/** Days of silence from which on the criterion is true. */
const silentDays = ({ inactivityDays, intervalFactor, ordersMin }: ChurnCriterion, first: string, last: string, days: number): number =>
  days < ordersMin ? inactivityDays : Math.min(inactivityDays, Math.ceil((intervalFactor * daysBetween(first, last)) / (days - 1)));

const isLost = ({ losses }: AccountHistory, day: string): boolean =>
  losses.some(({ on, until }) => on < day && (until === undefined || day < until));

const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
