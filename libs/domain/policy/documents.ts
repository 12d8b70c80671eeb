/**
 * Every policy's document: its fields with default, kind and range. The figures are priors from practice and meant to be changed.
 * Stored contract: published documents stay as they are, so a field is added, changed or dropped as an event's field is.
 */
import { SALES_BASES } from '../values.js';
import { authorityFields, authorityOrder } from './grant-fields.js';
import { workPolicies } from '../work-log/documents.js';
import { dealOrders, dealPolicies } from './deal-fields.js';
import {
  addedDays,
  currency,
  days,
  type DocumentOf,
  type Field,
  integer,
  isField,
  number,
  optionalMonth,
  type Shape,
  share,
  subset,
  timeZone,
  word,
} from './fields.js';
import { hostageFields } from './people-fields.js';
import { maturityFields, maturityOrder } from './maturity-fields.js';
import { portfolioPolicies, programmeOrder } from './portfolio-fields.js';
import { healthFields, winBackFields } from './risk-fields.js';
import { teamKpiFields } from './kpi-fields.js';
import { loyaltyFields, serviceLevelFields, silenceFields, voiceFields } from './voice-fields.js';

/** What a stage may require beside its reviews. */
export const EVIDENCE_KINDS = [
  'short-goal',
  'long-goal',
  'strategy',
  'plan-shared',
  'plan-acknowledged',
  'joint-initiative',
  'joint-initiative-measured',
  'data-sharing',
  'forecast-shared',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Reviews that a decision on a stage may look back on: a year of monthly ones. */
export const REVIEWS_MAX = 12;

/** The latest `reviewsAbove` monthly reviews must reach `scoreMin` points, and all that `requires` names must be on record. */
const stage = (scoreMin: number, requires: readonly EvidenceKind[]) => ({
  scoreMin: integer(scoreMin, 6, 24),
  reviewsAbove: integer(2, 1, REVIEWS_MAX),
  requires: subset(requires, EVIDENCE_KINDS),
});

const POLICIES = {
  /** How far business time may lie ahead of the clock. */
  recording: { futureToleranceMinutes: integer(5, 0, 1_440) },
  /**
   * What a stage asks for; `regression`: how many monthly reviews in a row must lie below the present stage before it is left; `expiry`:
   * for how many days after its day each kind of evidence counts, `reviews` for the latest of those that a stage rests on; `opinions`:
   * whether what people assessed counts for a stage as long as an account was never reviewed by the facts.
   */
  'stage-evidence': {
    value: stage(11, []),
    strategic: stage(17, ['long-goal', 'plan-acknowledged']),
    regression: { reviewsBelow: integer(3, 1, REVIEWS_MAX) },
    opinions: { ...word('until-reviewed', ['until-reviewed', 'never']), added: true as const },
    expiry: {
      reviews: addedDays(92),
      'short-goal': addedDays(365),
      'long-goal': addedDays(1_095),
      strategy: addedDays(1_095),
      'plan-shared': addedDays(365),
      'plan-acknowledged': addedDays(365),
      'joint-initiative': addedDays(730),
      'joint-initiative-measured': addedDays(365),
      'data-sharing': addedDays(1_095),
      'forecast-shared': addedDays(365),
    } satisfies Readonly<Record<'reviews' | EvidenceKind, Field<number>>>,
  },
  /**
   * The balance of dependences: the weight of switching costs beside shares; from which index on one side depends too much on the other;
   * below which bond nothing binds the two.
   */
  'power-balance': { switchingWeight: share(0.5), dependentAbove: share(0.5), weakBondBelow: share(0.05) },
  /** How the facts are scored (1–4 an item), and which band a sum of points belongs to. */
  maturity: maturityFields,
  /** Lost: no order for `inactivityDays`, or for `intervalFactor` times the account's own interval where it has `ordersMin` orders. */
  'churn-criterion': { inactivityDays: days(365), intervalFactor: number(3, 1, 100), ordersMin: integer(3, 2, 1_000) },
  /** Probability of leaving within the horizon by satisfaction; `weight`: how many observations the prior counts for. */
  'churn-prior': {
    veryDissatisfied: share(0.8),
    dissatisfied: share(0.4),
    neutral: share(0.2),
    satisfied: share(0.1),
    verySatisfied: share(0.015),
    noOpinion: share(0.2),
    horizonMonths: integer(12, 1, 120),
    weight: number(10, 0, 10_000),
  },
  /** What an account's health is made of. */
  'health-score': healthFields,
  /** What winning an account back may cost, and what it is held against. */
  'win-back': winBackFields,
  ...portfolioPolicies,
  'hostage-risk': hostageFields,
  /** How many of ours work for an account of at least that part of sales, in how many departments. */
  'account-team': { largeRevenueShareMin: share(0.05), sizeMin: integer(10, 1, 1_000), departmentsMin: integer(3, 1, 100) },
  /** After how many days without a word from the customer an account is silent. */
  silence: silenceFields,
  /** How soon customers are answered and served. */
  'service-levels': serviceLevelFields,
  /** How what customers say is counted. */
  voice: voiceFields,
  /** What shows that an account is loyal, and what makes it stay. */
  loyalty: loyaltyFields,
  /** When a promise is called due soon, and how long an order may go without an update to the customer. */
  promise: { dueSoonDays: integer(3, 0, 90), orderUpdateDays: days(14) },
  /** What is done how often at a key account; notice before an initiative: announced by `noticeDays`, late below `noticeDaysMin`. */
  cadence: {
    reviewDays: days(31),
    planUpdateDays: days(92),
    executiveTouchDays: days(90),
    noticeDays: days(30),
    noticeDaysMin: days(15),
    intelReportDays: addedDays(31),
  },
  ...dealPolicies,
  /** How far whoever grants something to a customer may go. */
  authority: authorityFields,
  /** Key accounts that one manager can serve where the person has no capacity of the own; from which share of it a warning is due. */
  capacity: { keyAccountsMax: integer(10, 1, 1_000), warnAtShare: share(0.8) },
  /** The KPIs that are watched first, and when one of them is off its track. */
  'team-kpis': teamKpiFields,
  /**
   * Whose midnight ends a day, and the month (1–12) in which a fiscal year begins; a fiscal year bears the number of the calendar year in
   * which it ends. The zone is stamped on every fact when it is decided: another zone moves no fact of before.
   */
  calendar: { timeZone, fiscalYearStartsIn: integer(1, 1, 12) },
  /**
   * What sales are, and the currency that sums over several are told in. Whole months are counted one way: by the version that holds from
   * `since` on where the document says so; else from the month of its activation, the first one ever activated from the beginning.
   */
  reporting: { currency: currency('EUR'), salesBasis: word('orders', SALES_BASES), since: optionalMonth },
  ...workPolicies,
} as const satisfies Readonly<Record<string, Shape>>;

/** Fields of which the first must not be above the second. */
const ORDERED: { readonly [Name in PolicyName]?: readonly (readonly [lower: string, higher: string])[] } = {
  'stage-evidence': [['/value/scoreMin', '/strategic/scoreMin']],
  maturity: maturityOrder,
  'churn-prior': [
    ['/verySatisfied', '/satisfied'],
    ['/satisfied', '/neutral'],
    ['/neutral', '/dissatisfied'],
    ['/dissatisfied', '/veryDissatisfied'],
  ],
  'health-score': [['/bands/poorMax', '/bands/fairMax']],
  segmentation: [
    ['/abc/aBelow', '/abc/bBelow'],
    ['/xyz/xMax', '/xyz/yMax'],
    ['/tiers/coreShare', '/tiers/secondShare'],
    ['/xyz/bucketsMin', '/xyz/bucketsWarnBelow'],
  ],
  programme: programmeOrder,
  cadence: [['/noticeDaysMin', '/noticeDays']],
  'designation-criteria': [['/revenueShareBand/min', '/revenueShareBand/max']],
  authority: authorityOrder,
  ...dealOrders,
  silence: [['/honeymoonQuietDays', '/quietDays']],
};

export type PolicyName = keyof typeof POLICIES;

/** The closed list of policies. */
export const POLICY_NAMES = Object.keys(POLICIES) as readonly PolicyName[];
/** Policies that something rests on. The others can be published and activated, and nothing reads them yet. */
export const READ_POLICIES: ReadonlySet<PolicyName> = new Set([
  'recording',
  'stage-evidence',
  'maturity',
  'power-balance',
  'churn-criterion',
  'calendar',
  'reporting',
  'hostage-risk',
  'account-team',
  'silence',
  'cadence',
  'dossier',
  'designation-criteria',
  'capacity',
  'segmentation',
  'resource-allocation',
  'playbooks',
  'process',
  'wallet',
  'opportunities',
  'order-wishes',
  'after-sale',
  'service-levels',
  'promise',
  'voice',
  'churn-prior',
  'health-score',
  'win-back',
  'loyalty',
  'authority',
  'customer-assets',
  'programme',
  'team-kpis',
]);

/** The document of a policy, by its name. */
export type PolicyDocument<Name extends PolicyName> = DocumentOf<(typeof POLICIES)[Name]>;
export type RecordingPolicy = PolicyDocument<'recording'>;
export type StageEvidencePolicy = PolicyDocument<'stage-evidence'>;
export type MaturityPolicy = PolicyDocument<'maturity'>;
export type PowerBalancePolicy = PolicyDocument<'power-balance'>;
export type CalendarPolicy = PolicyDocument<'calendar'>;
export type ReportingPolicy = PolicyDocument<'reporting'>;
export type DesignationCriteriaPolicy = PolicyDocument<'designation-criteria'>;
export type AuthorityPolicy = PolicyDocument<'authority'>;
export type CapacityPolicy = PolicyDocument<'capacity'>;
export type SegmentationPolicy = PolicyDocument<'segmentation'>;
export type SilencePolicy = PolicyDocument<'silence'>;
export type ServiceLevelsPolicy = PolicyDocument<'service-levels'>;
export type VoicePolicy = PolicyDocument<'voice'>;
export type LoyaltyPolicy = PolicyDocument<'loyalty'>;
export type ChurnCriterionPolicy = PolicyDocument<'churn-criterion'>;
export type HostageRiskPolicy = PolicyDocument<'hostage-risk'>;
export type ChurnPriorPolicy = PolicyDocument<'churn-prior'>;
export type HealthPolicy = PolicyDocument<'health-score'>;
export type TeamKpisPolicy = PolicyDocument<'team-kpis'>;
export type WinBackPolicy = PolicyDocument<'win-back'>;

export const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(POLICIES, name);

const defaultsOf = (shape: Shape): object =>
  Object.fromEntries(
    Object.entries(shape)
      .filter(([, entry]) => !isOptional(entry))
      .map(([name, entry]) => [name, isField(entry) ? entry.default : defaultsOf(entry)]),
  );

const isOptional = (entry: Field | Shape): boolean => isField(entry) && entry.default === undefined;

/** Whether a document may lack it. */
const mayLack = (entry: Field | Shape): boolean =>
  isField(entry) ? isOptional(entry) || entry.added === true : Object.values(entry).every(mayLack);

/** What is in force where no version was ever activated: version 0. */
export const POLICY_DEFAULTS = defaultsOf(POLICIES) as { readonly [Name in PolicyName]: PolicyDocument<Name> };

/** What is wrong with a field; `field` is a JSON pointer into the document. */
export interface DocumentProblem {
  readonly field: string;
  readonly problem: string;
}

/** What is wrong with a document of the policy: missing, unknown and ill-valued fields, then fields that are out of order. */
export const checkPolicyDocument = (name: PolicyName, document: object): readonly DocumentProblem[] => {
  const problems = problemsIn(POLICIES[name], document, '');
  if (problems.length > 0) return problems;
  return (ORDERED[name] ?? []).flatMap(([lower, higher]) =>
    boundAt(name, document, lower) <= boundAt(name, document, higher) ? [] : [{ field: lower, problem: `must not be above ${higher}` }],
  );
};

const problemsIn = (shape: Shape, document: unknown, at: string): readonly DocumentProblem[] => {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return [{ field: at, problem: 'must be an object' }];
  const values = new Map<string, unknown>(Object.entries(document));
  const unknown = [...values.keys()].filter((name) => !Object.hasOwn(shape, name));
  return [
    ...Object.entries(shape).flatMap(([name, entry]) => {
      const field = `${at}/${name}`;
      if (!values.has(name)) return mayLack(entry) ? [] : [{ field, problem: 'is missing' }];
      if (!isField(entry)) return problemsIn(entry, values.get(name), field);
      const value = values.get(name);
      return entry.accepts(value) ? [] : [{ field, problem: entry.problem?.(value) ?? `must be ${entry.allowed}` }];
    }),
    ...unknown.map((name) => ({
      field: `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      problem: 'is no field of this policy',
    })),
  ];
};

/** The number that a pointer leads to in a document whose fields were checked; of a field that it may lack, the default. */
const boundAt = (name: PolicyName, document: object, pointer: string): number =>
  valueAt(document, pointer) ?? valueAt(POLICY_DEFAULTS[name], pointer)!;

const valueAt = (document: object, pointer: string): number | undefined =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, field) => (value as Readonly<Record<string, unknown>> | undefined)?.[field], document) as number | undefined;
