/** Words that several facets share. Stored in events: change them as an event is changed (docs/guides/change-an-event.md). */

/** Money is a decimal string, never a float: `{ amount: '1265.50', currency: 'EUR' }` (ISO 4217). */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Whom a fact counts for: the person in charge when it happened, and the team that the person was in then. */
export interface Credit {
  readonly employeeId?: string;
  readonly teamId?: string;
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

/** What sales are: orders less returns, what of orders was delivered less returns, or invoices less credit notes. */
export const SALES_BASES = ['orders', 'deliveries', 'invoices'] as const;
export type SalesBasis = (typeof SALES_BASES)[number];

/** What a team can have a target for (closed list): amounts in the reporting currency, counts, and shares from 0 to 1. */
export const TARGET_KPIS = [
  'netSales',
  'grossSales',
  'netSalesGrowth',
  'grossRevenueRetention',
  'netRevenueRetention',
  'logoRetention',
  'inTimeRate',
  'orders',
  'interactions',
  'accountsOpened',
  'accountsWonBack',
] as const;
export type TargetKpi = (typeof TARGET_KPIS)[number];

/** The six items that relationship maturity is scored on, 1–4 each (Millman & Wilson 1994; Davies & Ryals 2013). */
export const MATURITY_ITEMS = ['contactStructure', 'functions', 'executiveCadence', 'offering', 'informationSharing', 'trust'] as const;
export type MaturityItem = (typeof MATURITY_ITEMS)[number];
export type MaturityScores = Readonly<Record<MaturityItem, number>>;

/** The kinds of relationship that a sum of points stands for (Millman & Wilson 1994; McDonald, Rogers & Woodburn 2000), in order. */
export const MATURITY_BANDS = ['basic', 'cooperative', 'interdependent', 'integrated'] as const;

/** What we are to them, from what is merely sold to what is run together. */
export const OFFERING_LEVELS = ['product', 'service', 'solution', 'co-managed'] as const;
export type OfferingLevel = (typeof OFFERING_LEVELS)[number];
