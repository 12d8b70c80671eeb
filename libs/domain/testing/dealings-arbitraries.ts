import fc from 'fast-check';
import { type CommerceCommands } from '../commerce/commerce.js';
import { fromMinor } from '../money.js';
import { EVIDENCE_KINDS, POLICY_DEFAULTS } from '../policy/documents.js';
import { type PolicyCommands } from '../policy/policy.js';
import { type PromiseCommands } from '../promises/promises.js';
import { type RelationshipCommands } from '../relationship/relationship.js';
import { type RiskCommands } from '../risk/risk.js';
import { CHURN_REASONS, type MaturityScores, type Money, RISK_LEVELS, STAGES } from '../values.js';

/** Pools are small, so that the commands of a sequence meet: the same orders, promises, offers again and again. */

const oneOf = (...ids: readonly string[]) => fc.constantFrom(...ids);
const reason = oneOf('as agreed', 'on second thoughts');
const orderNumber = oneOf('10248', '10249', '10250');
const day = fc.integer({ min: 1, max: 31 }).map((dayOfMonth) => `2026-03-${String(dayOfMonth).padStart(2, '0')}`);
const employeeId = oneOf('ann', 'bob');
const money = (min: number, max: number): fc.Arbitrary<Money> =>
  fc
    .tuple(fc.integer({ min, max }), fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY'))
    .map(([minor, currency]) => fromMinor(BigInt(minor), currency));

const relationship: Arbitraries<RelationshipCommands> = {
  AssessRelationship: fc.record({ scores: fc.integer({ min: 1, max: 4 }).chain((best) => scores(best)) }),
  ChangeRelationshipStage: fc.record({ to: fc.constantFrom(...STAGES), reason, override: fc.record({ reason }) }, { requiredKeys: ['to'] }),
  SetAccountGoal: fc.record({ horizon: fc.constantFrom('short', 'long'), goal: reason, due: day }, { requiredKeys: ['horizon', 'goal'] }),
  SetAccountStrategy: fc.record({ horizonYears: fc.integer({ min: 1, max: 5 }), goals: fc.array(reason, { maxLength: 2 }) }),
  ShareAccountPlan: fc.record({ planVersion: oneOf('1', '2'), sharedWith: fc.uniqueArray(oneOf('buyer', 'director')) }),
  AcknowledgeAccountPlan: fc.record({ planVersion: oneOf('1', '2', '3'), by: oneOf('buyer', 'director') }),
  PlanInitiative: fc.record({ initiativeId: oneOf('i-1', 'i-2'), title: oneOf('Stock', 'Training'), startsOn: day }),
  AnnounceInitiative: fc.record({ initiativeId: oneOf('i-1', 'i-2', 'i-3') }),
  StartJointInitiative: fc.record({ initiativeId: oneOf('i-1', 'i-2'), title: oneOf('Stock', 'Training') }),
  MeasureJointInitiative: fc.record({ initiativeId: oneOf('i-1', 'i-2', 'i-3'), metric: oneOf('stock-outs'), value: oneOf('2', '3') }),
  ShareForecast: fc.record({
    horizonMonths: fc.constantFrom(6, 12),
    quantities: fc.dictionary(oneOf('pumps', 'grease'), oneOf('10', '20')),
  }),
  AgreeDataSharing: fc.record({ scope: oneOf('sell-out', 'stock') }),
};

const commerce: Arbitraries<CommerceCommands> = {
  RecordOrder: fc.record(
    {
      orderNumber,
      net: money(0, 100_000),
      gross: money(0, 120_000),
      freight: money(0, 5_000),
      lines: fc.nat(9),
      requiredOn: day,
      employeeId,
    },
    { requiredKeys: ['orderNumber', 'net'] },
  ),
  RecordDelivery: fc.record({ orderNumber, deliveryNumber: oneOf('D-1', 'D-2') }, { requiredKeys: ['orderNumber'] }),
  RecordInvoice: fc.record(
    { invoiceNumber: oneOf('I-1', 'I-2', 'I-3'), orderNumber, net: money(-50_000, 100_000) },
    { requiredKeys: ['invoiceNumber', 'net'] },
  ),
  RecordReturn: fc.record(
    { returnNumber: oneOf('R-1', 'R-2', 'R-3', 'R-4'), orderNumber, net: money(1, 50_000), reason },
    { requiredKeys: ['returnNumber', 'orderNumber', 'net'] },
  ),
  RecordMargin: fc.record({ orderNumber, margin: money(-5_000, 50_000) }),
  RecordCostToServe: fc.record(
    { month: oneOf('2026-02', '2026-03'), cost: money(0, 9_999), kind: oneOf('visits') },
    { requiredKeys: ['month', 'cost'] },
  ),
  GrantDiscount: fc.record(
    { orderNumber, percent: fc.integer({ min: 1, max: 200 }).map((halves) => halves / 2), reason },
    { requiredKeys: ['percent', 'reason'] },
  ),
  DeclineOrder: fc.record({ orderNumber, reason }, { requiredKeys: ['reason'] }),
};

const promiseId = oneOf('p-1', 'p-2', 'p-3');

const promises: Arbitraries<PromiseCommands> = {
  MakePromise: fc.record(
    { promiseId, what: reason, due: day, promisedTo: oneOf('buyer'), authority: reason, orderNumber, employeeId },
    { requiredKeys: ['what', 'due'] },
  ),
  KeepPromise: fc.record({ promiseId }),
  BreakPromise: fc.record({ promiseId, reason }),
  RenegotiatePromise: fc.record({ promiseId, due: day, reason }),
};

const churnReasons = fc.uniqueArray(fc.constantFrom(...CHURN_REASONS), { minLength: 1, maxLength: 2 });
const offerId = oneOf('offer-1', 'offer-2');

const risk: Arbitraries<RiskCommands> = {
  FlagChurnRisk: fc.record(
    { level: fc.constantFrom(...RISK_LEVELS), reasons: churnReasons, basis: oneOf('person', 'silence@1'), rationale: reason },
    { requiredKeys: ['level', 'reasons'] },
  ),
  ClearChurnRisk: fc.record({ reason }),
  RenewContract: fc.record(
    { contractId: oneOf('c-1', 'c-2'), until: day, value: money(0, 9_999) },
    { requiredKeys: ['contractId', 'until'] },
  ),
  DeclareLost: fc.record({ reasons: churnReasons, competitor: oneOf('Initech') }, { requiredKeys: ['reasons'] }),
  RecordPostmortem: fc.record({ internal: fc.array(reason, { maxLength: 1 }), external: fc.array(reason, { maxLength: 1 }) }),
  OpenWinBack: fc.record({ reason, value: money(0, 9_999) }, { requiredKeys: ['reason'] }),
  MakeWinBackOffer: fc.record({ offerId, kind: oneOf('gift', 'discount'), cost: money(0, 9_999) }, { requiredKeys: ['offerId', 'kind'] }),
  RecordWinBackAnswer: fc.record({ offerId, accepted: fc.boolean(), remark: reason }, { requiredKeys: ['offerId', 'accepted'] }),
  DeclareWonBack: fc.record({ reason }, { requiredKeys: [] }),
};

const version = fc.integer({ min: 1, max: 4 });

/** For the stream `policy-stage-evidence`. */
const policy: Arbitraries<PolicyCommands> = {
  PublishPolicyVersion: fc.record(
    {
      version,
      document: fc.record({
        value: fc.record({ scoreMin: fc.constant(11), reviewsAbove: fc.constant(2), requires: fc.subarray([...EVIDENCE_KINDS]) }),
        strategic: fc.constant(POLICY_DEFAULTS['stage-evidence'].strategic),
        regression: fc.constant(POLICY_DEFAULTS['stage-evidence'].regression),
      }),
      rationale: reason,
    },
    { requiredKeys: ['version', 'document'] },
  ),
  ActivatePolicyVersion: fc.record({ version, validFrom: day.map((from) => `${from}T00:00:00.000Z`) }),
  RetirePolicyVersion: fc.record({ version, reason }),
};

type Arbitraries<Commands> = { readonly [Type in keyof Commands]: fc.Arbitrary<Commands[Type]> };

const scores = (best: number): fc.Arbitrary<MaturityScores> => {
  const score = fc.integer({ min: 1, max: best });
  return fc.record({
    contactStructure: score,
    functions: score,
    executiveCadence: score,
    offering: score,
    informationSharing: score,
    trust: score,
  });
};

/** Data for every command of relationship, commerce, promises and risk, which accounts decide, and of policies. */
export const dealingsArbitraries = { ...relationship, ...commerce, ...promises, ...risk, ...policy };
