/** What a KPI is told in: amounts in the reporting currency, shares of one, counts, points of a review (6–24), days, Brier scores (0–1). */
export type KpiUnit = 'money' | 'share' | 'count' | 'points' | 'days' | 'score';

/** How the figure of a KPI is read. */
export interface KpiDefinition {
  readonly unit: KpiUnit;
  readonly better: 'higher' | 'lower';
  /** It grows while its period runs, so that in the middle of it half of its target is expected. The others are expected whole at any time. */
  readonly accrues?: true;
}

const share: KpiDefinition = { unit: 'share', better: 'higher' };
const accruing = (unit: KpiUnit): KpiDefinition => ({ unit, better: 'higher', accrues: true });

/** KPIs that are counted from facts that carry their owner, team and territory: `GET /v1/kpis` says them too. */
const COUNTED = {
  netSales: accruing('money'),
  grossSales: accruing('money'),
  netSalesGrowth: share,
  grossRevenueRetention: share,
  netRevenueRetention: share,
  logoRetention: share,
  inTimeRate: share,
  orders: accruing('count'),
  interactions: accruing('count'),
  accountsOpened: accruing('count'),
  accountsWonBack: accruing('count'),
} as const satisfies Readonly<Record<string, KpiDefinition>>;

/** KPIs that rest on accounts as they stood at the end of a period, or on several read models: `GET /v1/scorecards` says them. */
const GATHERED = {
  shareOfWallet: share,
  satisfiedShare: share,
  relationshipScore: { unit: 'points', better: 'higher' },
  stageAdvances: accruing('count'),
  keyAccountSalesGrowth: share,
  keyAccountProfitGrowth: share,
  complaintsAcknowledgedInTime: share,
  complaintsResolvedInTime: share,
  winRate: share,
  daysToWin: { unit: 'days', better: 'lower' },
  accountCoverage: share,
  cadenceCompliance: share,
  keyAccountLoad: { unit: 'share', better: 'lower' },
  timeOnHighValue: share,
  predictionScore: { unit: 'score', better: 'lower' },
} as const satisfies Readonly<Record<string, KpiDefinition>>;

/** Every KPI (closed list), with how it is read. */
export const KPIS = { ...COUNTED, ...GATHERED } as const;

export type CountedKpi = keyof typeof COUNTED;
export type GatheredKpi = keyof typeof GATHERED;
export type Kpi = keyof typeof KPIS;

/** What a team can have a target for. */
export const KPI_NAMES = Object.keys(KPIS) as [Kpi, ...Kpi[]];

export const isKpi = (name: string): name is Kpi => Object.hasOwn(KPIS, name);
export const isCountedKpi = (name: string): name is CountedKpi => Object.hasOwn(COUNTED, name);
