import { shiftDay } from '#libs/analytics/calendar.js';
import {
  brierScore,
  churnBySatisfaction,
  type LevelChurn,
  type Observed,
  revenueAtRisk,
  type Satisfaction,
  shareOfMinor,
} from '#libs/analytics/churn-by-satisfaction.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { endOfDay } from '#libs/kernel/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type ChurnPriorPolicy } from '#libs/domain/policy/documents.js';
import { lossesOf } from '#libs/domain/risk/standing.js';
import { type SatisfactionLevel } from '#libs/domain/values.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Customer, isCustomerAt, reported, type ReportedAmount, yearlyRevenue } from '../customers.js';
import { type Buying, type BuyingModels, buyingOf } from './buying.js';

/** Windows of one horizon each that the prior is held against, counted back from today. */
export const WINDOWS_MAX = 5;

/** The words of answers to surveys, and of policy `churn-prior`. */
const LEVELS: Readonly<Record<SatisfactionLevel, Satisfaction>> = {
  'very-dissatisfied': 'veryDissatisfied',
  dissatisfied: 'dissatisfied',
  indifferent: 'neutral',
  satisfied: 'satisfied',
  'very-satisfied': 'verySatisfied',
};

/** How likely a customer is to leave, by what it says and by what it does, and what would go with it. */
export interface ChurnRiskLine {
  readonly accountId: string;
  /** Of the latest answer within the horizon; `noOpinion` where there is none. */
  readonly satisfaction: Satisfaction;
  /** Of leaving within the horizon of policy `churn-prior`, by satisfaction. */
  readonly probabilityBySatisfaction: number;
  /** Of having left already, by repeat buying; null where its buying does not say. */
  readonly probabilityByBuying: number | null;
  readonly revenue12m: ReportedAmount;
  /** Revenue × the probability by satisfaction, and by buying where that is known. */
  readonly atRiskBySatisfaction: ReportedAmount;
  readonly atRiskByBuying: ReportedAmount | null;
  readonly buying: Buying;
}

/** How the prior, and prior and data together, did against what happened. */
export interface Calibration {
  /** Accounts at the beginning of each window of one horizon, the last one ending today. */
  readonly observed: number;
  readonly left: number;
  readonly windows: readonly { readonly from: Day; readonly to: Day }[];
  /** Mean squared error of what the prior said; absent where nobody was observed. */
  readonly brierOfPrior?: number;
  /** The same of the probabilities as they are now told, on the same accounts. */
  readonly brierOfPosterior?: number;
}

export interface ChurnRisk {
  readonly levels: readonly LevelChurn[];
  readonly calibration: Calibration;
  readonly models: BuyingModels;
  readonly lines: readonly ChurnRiskLine[];
  readonly totals: {
    readonly customers: number;
    readonly expectedLeavers: number;
    readonly revenue12m: ReportedAmount;
    readonly atRiskBySatisfaction: ReportedAmount;
    /** Of the customers whose buying says something. */
    readonly atRiskByBuying: ReportedAmount;
    /** P(alive) × revenue: what of the revenue of today may be counted on. */
    readonly continuity: ReportedAmount;
  };
}

/** What was last said within the horizon before a day. */
export const satisfactionOn = ({ signals }: Customer, day: Day, horizonMonths: number): Satisfaction => {
  const earliest = shiftDay(day, -horizonMonths);
  const said = signals
    .flatMap(({ satisfaction }) => satisfaction)
    .filter(({ on }) => on <= day && on > earliest)
    .toSorted((left, right) => (left.on < right.on ? -1 : 1))
    .at(-1);
  return said === undefined ? 'noOpinion' : LEVELS[said.level];
};

interface Watched {
  readonly level: Satisfaction;
  readonly left: boolean;
}

const windowsTo = (today: Day, horizonMonths: number): readonly { readonly from: Day; readonly to: Day }[] =>
  Array.from({ length: WINDOWS_MAX }, (_, index) => ({
    from: shiftDay(today, -(index + 1) * horizonMonths),
    to: shiftDay(today, -index * horizonMonths),
  }));

/** Everybody who was a customer when a window began, and whether the window saw them lost. */
const watchedIn = (
  customers: readonly Customer[],
  { from, to }: { readonly from: Day; readonly to: Day },
  horizonMonths: number,
  { timeZone }: Reporting,
): readonly Watched[] => {
  // Once, not for each customer: in a zone with summer time the end of a day is searched for.
  const [begin, end] = [endOfDay(timeZone, from), endOfDay(timeZone, to)];
  return customers
    .filter(({ record }) => isCustomerAt(record, begin))
    .map((customer) => ({
      level: satisfactionOn(customer, from, horizonMonths),
      left: lossesOf(customer.record.moves).some(({ since }) => since > begin && since <= end),
    }));
};

/** Everything about who may leave, on the day of the question. */
export const churnRisk = (
  customers: readonly Customer[],
  prior: ChurnPriorPolicy,
  models: BuyingModels,
  reporting: Reporting,
): ChurnRisk => {
  const { today } = reporting;
  const windows = windowsTo(today, prior.horizonMonths);
  const watched = windows.flatMap((window) => watchedIn(customers, window, prior.horizonMonths, reporting));
  const levels = churnBySatisfaction(prior, observedIn(watched));
  const now = endOfDay(reporting.timeZone, today);
  const lines = customers
    .filter(({ record }) => isCustomerAt(record, now))
    .map((customer) => lineOf(customer, levels, prior, models, reporting));
  return {
    levels,
    calibration: calibrated(watched, windows, levels, prior),
    models,
    lines: lines.map(({ told }) => told),
    totals: totalsOf(lines, reporting),
  };
};

const observedIn = (watched: readonly Watched[]): Readonly<Partial<Record<Satisfaction, Observed>>> =>
  Object.fromEntries(
    [...Map.groupBy(watched, ({ level }) => level)].map(([level, all]) => [
      level,
      { customers: all.length, left: all.filter(({ left }) => left).length },
    ]),
  );

const calibrated = (
  watched: readonly Watched[],
  windows: Calibration['windows'],
  levels: readonly LevelChurn[],
  prior: ChurnPriorPolicy,
): Calibration => {
  const posterior = new Map(levels.map(({ level, probability }) => [level, probability]));
  const brierOfPrior = brierScore(watched.map(({ level, left }) => ({ probability: prior[level], happened: left })));
  const brierOfPosterior = brierScore(watched.map(({ level, left }) => ({ probability: posterior.get(level)!, happened: left })));
  return {
    observed: watched.length,
    left: watched.filter(({ left }) => left).length,
    windows,
    ...(brierOfPrior === undefined ? {} : { brierOfPrior }),
    ...(brierOfPosterior === undefined ? {} : { brierOfPosterior }),
  };
};

interface Weighed {
  readonly told: ChurnRiskLine;
  readonly minor: bigint;
  readonly withoutRate: Amounts;
}

const lineOf = (
  customer: Customer,
  levels: readonly LevelChurn[],
  { horizonMonths }: ChurnPriorPolicy,
  models: BuyingModels,
  reporting: Reporting,
): Weighed => {
  const satisfaction = satisfactionOn(customer, reporting.today, horizonMonths);
  const probabilityBySatisfaction = levels.find(({ level }) => level === satisfaction)!.probability;
  const buying = buyingOf(customer, models, reporting.today, reporting);
  const probabilityByBuying = buying.probabilityAlive === null ? null : 1 - buying.probabilityAlive;
  const { minor, withoutRate } = yearlyRevenue(customer, reporting.today, reporting);
  const atRisk = (share: number) => reported(shareOfMinor(minor > 0n ? minor : 0n, share), reporting);
  return {
    minor,
    withoutRate,
    told: {
      accountId: customer.accountId,
      satisfaction,
      probabilityBySatisfaction,
      probabilityByBuying,
      revenue12m: reported(minor, reporting, withoutRate),
      atRiskBySatisfaction: atRisk(probabilityBySatisfaction),
      atRiskByBuying: probabilityByBuying === null ? null : atRisk(probabilityByBuying),
      buying,
    },
  };
};

const totalsOf = (lines: readonly Weighed[], reporting: Reporting): ChurnRisk['totals'] => {
  const weighed = (of: (line: ChurnRiskLine) => number | null) =>
    revenueAtRisk(
      lines.flatMap(({ told, minor: revenueMinor }) => {
        const probability = of(told);
        return probability === null ? [] : [{ revenueMinor, probability }];
      }),
    );
  const bySatisfaction = weighed(({ probabilityBySatisfaction }) => probabilityBySatisfaction);
  const revenue = lines.reduce((sum, { minor }) => sum + minor, 0n);
  return {
    customers: lines.length,
    expectedLeavers: bySatisfaction.expectedLeavers,
    revenue12m: reported(revenue, reporting, lines.map(({ withoutRate }) => withoutRate).reduce<Amounts>(addAmounts, {})),
    atRiskBySatisfaction: reported(bySatisfaction.minor, reporting),
    atRiskByBuying: reported(weighed(({ probabilityByBuying }) => probabilityByBuying).minor, reporting),
    continuity: reported(weighed(({ buying }) => buying.probabilityAlive).minor, reporting),
  };
};
