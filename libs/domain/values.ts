/** Words that several facets share. Stored in events: change them as an event is changed (docs/guides/change-an-event.md). */

/** Money is a decimal string, never a float: `{ amount: '1265.50', currency: 'EUR' }` (ISO 4217). */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Whom a fact counts for: the person in charge when it happened, the team that the person was in then, the account's territory of that day. */
export interface Credit {
  readonly employeeId?: string;
  readonly teamId?: string;
  readonly territory?: string;
}

/** The stages of a relationship, in order. */
export const STAGES = ['transactional', 'value', 'strategic'] as const;
export type Stage = (typeof STAGES)[number];

export const CHANNELS = ['meeting', 'call', 'mail', 'video', 'message', 'visit', 'event', 'other'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DIRECTIONS = ['inbound', 'outbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const SENTIMENTS = ['very-negative', 'negative', 'neutral', 'positive', 'very-positive'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** What somebody has to do with a decision to buy (the buying centre of Webster & Wind 1972); `economic` signs for the budget. */
export const DECISION_ROLES = ['initiator', 'user', 'influencer', 'decider', 'buyer', 'gatekeeper', 'economic'] as const;
export type DecisionRole = (typeof DECISION_ROLES)[number];

/** What somebody at the customer thinks of us, from best to worst. */
export const STANCES = ['advocate', 'supportive', 'neutral', 'critical', 'hostile'] as const;
export type Stance = (typeof STANCES)[number];

/** How high somebody stands at the customer. */
export const SENIORITIES = ['executive', 'manager', 'staff'] as const;
export type Seniority = (typeof SENIORITIES)[number];
/** Where in our doing something went wrong: what a complaint or a friction is about (closed list). */
export const PROCESS_STEPS = [
  'quotation',
  'ordering',
  'production',
  'shipping',
  'delivery',
  'installation',
  'invoicing',
  'support',
  'returns',
  'product',
  'communication',
  'contract',
] as const;
export type ProcessStep = (typeof PROCESS_STEPS)[number];

/** Whether a promise stood in our plans, came unplanned, or had to be given at once. */
export const URGENCIES = ['planned', 'unplanned', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const SEVERITIES = ['low', 'medium', 'high', 'severe'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How satisfied a customer is, from least to most. */
export const SATISFACTION_LEVELS = ['very-dissatisfied', 'dissatisfied', 'indifferent', 'satisfied', 'very-satisfied'] as const;
export type SatisfactionLevel = (typeof SATISFACTION_LEVELS)[number];

/** What a customer asks for: the dimensions of a need. */
export const NEED_DIMENSIONS = ['price', 'quality', 'assortment', 'service'] as const;
export type NeedDimension = (typeof NEED_DIMENSIONS)[number];

/** How a need changes: more or less of the same, or of something else beside it. */
export const NEED_DIRECTIONS = ['up', 'down', 'outward'] as const;
export type NeedDirection = (typeof NEED_DIRECTIONS)[number];

/** How a customer wants to be served. */
export const SERVICE_FORMS = ['self-service', 'remote', 'on-site', 'dedicated-person', 'dedicated-team', 'electronic-exchange'] as const;
export type ServiceForm = (typeof SERVICE_FORMS)[number];

/** What we want to be known for, and are measured by. */
export const POSITION_ATTRIBUTES = [
  'reliability',
  'quality',
  'value-for-money',
  'innovation',
  'responsiveness',
  'expertise',
  'partnership',
] as const;
export type PositionAttribute = (typeof POSITION_ATTRIBUTES)[number];

/** What a survey asks: NPS 0–10, CSAT 1–5, or the level of satisfaction. */
export const SURVEY_MEASURES = ['nps', 'csat', 'level'] as const;
export type SurveyMeasure = (typeof SURVEY_MEASURES)[number];

/** On what occasion we ask. */
export const SURVEY_OCCASIONS = ['periodic', 'onboarding', 'delivery', 'complaint', 'won', 'lost', 'renewal'] as const;
export type SurveyOccasion = (typeof SURVEY_OCCASIONS)[number];

export const RISK_LEVELS = ['watch', 'elevated', 'critical'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Why accounts leave (closed list). */
export const CHURN_REASONS = [
  'service',
  'quality',
  'deadline_promise',
  'ignored_opinion',
  'forgotten',
  'price',
  'competitor',
  'market',
  'policy',
  'technology',
] as const;
export type ChurnReason = (typeof CHURN_REASONS)[number];

/** What can change outside and affect an account. */
export const EXTERNAL_CHANGES = ['market', 'industry', 'technology', 'policy'] as const;
export type ExternalChange = (typeof EXTERNAL_CHANGES)[number];

/** What sales are: orders less returns, what of orders was delivered less returns, or invoices less credit notes. */
export const SALES_BASES = ['orders', 'deliveries', 'invoices'] as const;
export type SalesBasis = (typeof SALES_BASES)[number];

/** The six items that relationship maturity is scored on, 1–4 each (Millman & Wilson 1994; Davies & Ryals 2013). */
export const MATURITY_ITEMS = ['contactStructure', 'functions', 'executiveCadence', 'offering', 'informationSharing', 'trust'] as const;
export type MaturityItem = (typeof MATURITY_ITEMS)[number];
export type MaturityScores = Readonly<Record<MaturityItem, number>>;

/** The kinds of relationship that a sum of points stands for (Millman & Wilson 1994; McDonald, Rogers & Woodburn 2000), in order. */
export const MATURITY_BANDS = ['basic', 'cooperative', 'interdependent', 'integrated'] as const;

/** The two sides of a relationship. */
export const SIDES = ['us', 'them'] as const;
export type Side = (typeof SIDES)[number];

/** What we are to them, from what is merely sold to what is run together. */
export const OFFERING_LEVELS = ['product', 'service', 'solution', 'co-managed'] as const;
export type OfferingLevel = (typeof OFFERING_LEVELS)[number];

/** How the size of a wallet became known, the surest first. */
export const ESTIMATE_METHODS = ['disclosed', 'survey', 'public-figures', 'model', 'judgement'] as const;
export type EstimateMethod = (typeof ESTIMATE_METHODS)[number];

/** Whether the market of an account grows. */
export const MARKET_REGIMES = ['growing', 'stagnant', 'shrinking'] as const;
export type MarketRegime = (typeof MARKET_REGIMES)[number];

/** How much a competitor endangers what we have. */
export const THREATS = ['low', 'medium', 'high'] as const;
export type Threat = (typeof THREATS)[number];

/** What an opportunity can come to if it is won. */
export const POTENTIALS = ['low', 'medium', 'high'] as const;
export type Potential = (typeof POTENTIALS)[number];

/** Whether a deal is with a customer of ours, or wins one. */
export const BUSINESS_KINDS = ['existing', 'new'] as const;
export type BusinessKind = (typeof BUSINESS_KINDS)[number];

/** The stages of an opportunity, in order; from `qualified` on the prospect has need, solvency and authority. */
export const OPPORTUNITY_STAGES = ['prospecting', 'engaging', 'qualified', 'proposal', 'negotiation'] as const;
export type OpportunityStage = (typeof OPPORTUNITY_STAGES)[number];

/** The stages that one may begin in: those before its prospect must be qualified. */
export const OPENING_STAGES = ['prospecting', 'engaging'] as const satisfies readonly OpportunityStage[];

/** What a prospect must have: a need, the means, and the authority to decide. */
export const QUALIFICATION = ['need', 'solvency', 'authority'] as const;
export type QualificationItem = (typeof QUALIFICATION)[number];

/** Why deals are won and lost (closed list). */
export const DEAL_REASONS = [
  'price',
  'product',
  'quality',
  'service',
  'delivery',
  'relationship',
  'timing',
  'budget',
  'no-decision',
  'requirements',
  'unknown',
] as const;
export type DealReason = (typeof DEAL_REASONS)[number];

/** How a tender ends for us. */
export const TENDER_OUTCOMES = ['won', 'lost', 'cancelled', 'noBid'] as const;
export type TenderOutcome = (typeof TENDER_OUTCOMES)[number];
/** What an account can be designated as. */
export const DESIGNATION_KINDS = ['key', 'strategic', 'global'] as const;
export type DesignationKind = (typeof DESIGNATION_KINDS)[number];

/** What a designation bets on. */
export const DESIGNATION_BASES = ['volume', 'potential', 'strategic', 'reputation'] as const;
export type DesignationBasis = (typeof DESIGNATION_BASES)[number];

/** What makes an account worth a key account's treatment. */
export const DESIGNATION_CRITERIA = [
  'good-income',
  'reliable-partner',
  'plans-long-term',
  'sales-growth',
  'new-revenue',
  'reputation',
] as const;
export type DesignationCriterion = (typeof DESIGNATION_CRITERIA)[number];

/** Types of accounts: who earns much of the profit, who is new with a budget, whose name counts, who knows the market. */
export const ACCOUNT_TYPES = ['breadwinner', 'prospective', 'image', 'expert'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/**
 * What an account is to a supplier beside its sales: the functions of a customer relationship (Walter, Ritter & Gemünden 2001) that
 * pay off later or elsewhere.
 */
export const STRATEGIC_ROLES = ['reference', 'door-opener', 'innovation-partner', 'market-scout'] as const;
export type StrategicRole = (typeof STRATEGIC_ROLES)[number];

/** What accounts are segmented by, and in which steps of time their regularity is looked at. */
export const SEGMENTATION_METRICS = ['revenue', 'margin'] as const;
export type SegmentationMetric = (typeof SEGMENTATION_METRICS)[number];
export const SEGMENTATION_BUCKETS = ['month', 'quarter'] as const;
export type SegmentationBucket = (typeof SEGMENTATION_BUCKETS)[number];
