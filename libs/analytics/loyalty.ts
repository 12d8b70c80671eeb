import { type WeightedIndex, weightedIndex } from './weighted-index.js';

/** An order as loyalty sees it: when, in days from any origin, and of what, where that is known. */
export interface Bought {
  readonly at: number;
  readonly category: string | undefined;
}

/** What is known of an account; days from one origin. */
export interface LoyaltyFacts {
  /** The window that signals are counted in: after `from`, up to `to`. */
  readonly from: number;
  readonly to: number;
  /** All orders that are known, in order. */
  readonly orders: readonly Bought[];
  /** When a competitor was last seen there; absent: never. */
  readonly competitorSeen?: number;
  /** Suggestions within the window. */
  readonly suggestions: number;
  /** What caring for it cost as a share of what it bought in the window, 0…; absent: not known. */
  readonly careShare?: number;
  /** What ties its processes to ours within the window: shared data, shared forecasts, joint work. */
  readonly links: number;
  /** What leaving would cost it, 0…1; absent: not known. */
  readonly switchingCost?: number;
  /** The level of what we offer it rose within the window; absent: not known. */
  readonly offeringRose?: boolean;
}

/** What each signal is full at, and what it weighs. */
export interface LoyaltyRule {
  readonly repeatOrders: number;
  readonly suggestions: number;
  readonly careShareMax: number;
  readonly integrationLinks: number;
  readonly breadthCategories: number;
  readonly signals: Readonly<Record<LoyaltySignal, number>>;
  readonly stickiness: Readonly<Record<StickinessPart, number>>;
}

export type LoyaltySignal = 'repeat' | 'upgrade' | 'competitorImmune' | 'suggestions' | 'lowMarketingCost';
export type StickinessPart = 'switchingCost' | 'regularity' | 'breadth' | 'integration';

/**
 * Loyalty by the five ways in which it shows: buying again, buying more or other things, staying although a competitor tries, suggesting, and
 * costing little to keep. Each is 0…1, and missing where nothing is known of it: no competitor ever seen is no proof of resistance.
 * @returns `undefined` where nothing is known
 */
export const loyaltyOf = (facts: LoyaltyFacts, rule: LoyaltyRule): WeightedIndex<LoyaltySignal> | undefined => {
  const { from, orders, competitorSeen, suggestions, careShare } = facts;
  const recent = within(facts);
  const known = orders.length > 0;
  const values: Readonly<Record<LoyaltySignal, number | undefined>> = {
    repeat: known ? Math.min(1, recent.length / rule.repeatOrders) : undefined,
    upgrade: upgradeOf(facts, recent),
    competitorImmune:
      competitorSeen === undefined || competitorSeen <= from ? undefined : Number(recent.some(({ at }) => at > competitorSeen)),
    suggestions: Math.min(1, suggestions / rule.suggestions),
    lowMarketingCost: careShare === undefined || rule.careShareMax === 0 ? undefined : Math.max(0, 1 - careShare / rule.careShareMax),
  };
  return known || suggestions > 0 ? weightedIndex(weighted(values, rule.signals)) : undefined;
};

/**
 * Stickiness by what makes leaving hard: what it would cost, how regularly they buy (1/(1 + variation of the distances between orders)), of how
 * many categories, and how far their processes are tied to ours. Missing where nothing is known. @returns `undefined` where nothing is known
 */
export const stickinessOf = (facts: LoyaltyFacts, rule: LoyaltyRule): WeightedIndex<StickinessPart> | undefined => {
  const recent = within(facts);
  const categories = new Set(recent.flatMap(({ category = [] }) => category));
  const values: Readonly<Record<StickinessPart, number | undefined>> = {
    switchingCost: facts.switchingCost,
    regularity: regularityOf(facts.orders.map(({ at }) => at)),
    breadth: categories.size === 0 ? undefined : Math.min(1, categories.size / rule.breadthCategories),
    integration: Math.min(1, facts.links / rule.integrationLinks),
  };
  return facts.orders.length > 0 ? weightedIndex(weighted(values, rule.stickiness)) : undefined;
};

const within = ({ orders, from, to }: LoyaltyFacts): readonly Bought[] => orders.filter(({ at }) => at > from && at <= to);

/** Something of a kind that was not bought before, or a higher level of what we offer. */
const upgradeOf = ({ orders, from, offeringRose }: LoyaltyFacts, recent: readonly Bought[]): number | undefined => {
  const before = new Set(orders.flatMap(({ at, category }) => (at <= from && category !== undefined ? [category] : [])));
  const isNew = before.size === 0 ? undefined : recent.some(({ category }) => category !== undefined && !before.has(category));
  return isNew === undefined && offeringRose === undefined ? undefined : Number(isNew === true || offeringRose === true);
};

/** Distances that say something of a regularity. */
const DISTANCES_MIN = 3;

const regularityOf = (moments: readonly number[]): number | undefined => {
  const distances = moments.slice(1).map((at, index) => at - moments[index]!);
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  if (distances.length < DISTANCES_MIN || mean === 0) return undefined;
  const variance = distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / distances.length;
  return 1 / (1 + Math.sqrt(variance) / mean);
};

const weighted = <Name extends string>(values: Readonly<Record<Name, number | undefined>>, weights: Readonly<Record<Name, number>>) =>
  Object.fromEntries(Object.keys(values).map((name) => [name, { value: values[name as Name], weight: weights[name as Name] }])) as Record<
    Name,
    { readonly value: number | undefined; readonly weight: number }
  >;
