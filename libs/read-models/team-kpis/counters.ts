import { addAmounts, type Amounts, negated } from '#libs/analytics/money.js';

/** What is counted, in whole numbers. */
const NUMBERS = [
  'orders',
  'deliveries',
  /** Those of them whose event is older than the field that says how much was delivered. */
  'deliveriesWithoutAmount',
  'invoices',
  'interactions',
  /** Those of them in which an executive of ours took part. */
  'executiveInteractions',
  'promisesMade',
  'promisesKeptInTime',
  'promisesKeptLate',
  'promisesBroken',
  /** Open after the day on which they were due. */
  'promisesOverdue',
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
  /** Orders net of discounts; returns are not taken off. */
  'ordersMinor',
  /** What of orders was delivered. */
  'deliveriesMinor',
  /** Invoices of zero or more; those below zero are credit notes. */
  'invoicesMinor',
  /** Above zero: how much was credited. */
  'creditNotesMinor',
  'returnsMinor',
  'marginMinor',
  'costToServeMinor',
] as const;

type NumberName = (typeof NUMBERS)[number];
type AmountName = (typeof AMOUNTS)[number];

/**
 * Figures that add up: over days to periods, over people to teams and the company. Nothing counted is no field, so that equal figures
 * are equal documents.
 */
export type Counters = { readonly [N in NumberName]?: number } & { readonly [A in AmountName]?: Amounts };

const NUMBER_NAMES: ReadonlySet<string> = new Set(NUMBERS);

const isNumber = (name: string): name is NumberName => NUMBER_NAMES.has(name);

/** The sum of two sets of counters. */
export const add = (left: Counters, right: Counters): Counters => {
  const sum: Record<string, unknown> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const added = isNumber(name) ? (left[name] ?? 0) + (value as number) : addAmounts(left[name as AmountName] ?? {}, value as Amounts);
    if (added === 0 || (typeof added === 'object' && Object.keys(added).length === 0)) delete sum[name];
    else sum[name] = added;
  }
  return sum as Counters;
};

/** What is left of counters without others. */
export const subtract = (left: Counters, right: Counters): Counters =>
  add(
    left,
    Object.fromEntries(
      Object.entries(right).map(([name, value]) => [name, typeof value === 'number' ? -value : negated(value)]),
    ) as Counters,
  );

/** Counters of single days of one month, by the day of the month: `{ '05': { orders: 1 } }`. A day without figures has no entry. */
export type DailyCounters = Readonly<Record<string, Counters>>;

/** The days of one month with counters added to one of them. */
export const addOn = (days: DailyCounters, day: string, counters: Counters): DailyCounters => {
  const { [day]: before = {}, ...others } = days;
  const sum = add(before, counters);
  return Object.keys(sum).length === 0 ? others : { ...days, [day]: sum };
};

/** The days of one month with all days of another set added, or taken off. */
export const combine = (left: DailyCounters, right: DailyCounters, sign: 'plus' | 'minus'): DailyCounters =>
  Object.entries(right).reduce((days, [day, counters]) => addOn(days, day, sign === 'plus' ? counters : subtract({}, counters)), left);
