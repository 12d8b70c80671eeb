import { describe, expect, it } from '@jest/globals';
import { type LoyaltyFacts, loyaltyOf, type LoyaltyRule, stickinessOf } from './loyalty.js';

const rule: LoyaltyRule = {
  repeatOrders: 4,
  suggestions: 2,
  careShareMax: 0.1,
  integrationLinks: 3,
  breadthCategories: 4,
  signals: { repeat: 1, upgrade: 1, competitorImmune: 1, suggestions: 1, lowMarketingCost: 1 },
  stickiness: { switchingCost: 1, regularity: 1, breadth: 1, integration: 1 },
};
const facts = (changes: Partial<LoyaltyFacts> = {}): LoyaltyFacts => ({
  from: 100,
  to: 465,
  orders: [],
  suggestions: 0,
  links: 0,
  ...changes,
});
const bought = (...orders: readonly (readonly [at: number, category?: string])[]) => orders.map(([at, category]) => ({ at, category }));

describe('loyalty', () => {
  it('is nothing that can be said where nothing is known', () => {
    expect([loyaltyOf(facts(), rule), stickinessOf(facts(), rule)]).toEqual([undefined, undefined]);
  });

  it('shows in buying again, in other things, under competition, in suggestions, and at little cost', () => {
    const orders = bought([50, 'pumps'], [150, 'pumps'], [250, 'seals'], [350, 'pumps'], [450, 'pumps']);
    const all = loyaltyOf(facts({ orders, competitorSeen: 300, suggestions: 1, careShare: 0.025 }), rule)!;
    expect(all.contributions).toEqual({ repeat: 0.2, upgrade: 0.2, competitorImmune: 0.2, suggestions: 0.1, lowMarketingCost: 0.15 });
    expect(all.index).toBeCloseTo(0.85, 12);
  });

  it('does not take what is unknown for a proof', () => {
    const unseen = loyaltyOf(facts({ orders: bought([150], [250]) }), rule)!;
    expect(unseen.contributions).toEqual({ repeat: 0.25, suggestions: 0 });
    expect(unseen.known).toBeCloseTo(0.4, 12);
    // A competitor that was seen before the window says nothing of it.
    const before = loyaltyOf(facts({ orders: bought([150], [250]), competitorSeen: 50 }), rule)!;
    expect(before.contributions).not.toHaveProperty('competitorImmune');
    const left = loyaltyOf(facts({ orders: bought([50, 'a'], [150, 'a']), competitorSeen: 200, careShare: 0.2 }), rule)!;
    expect(left.contributions).toMatchObject({ competitorImmune: 0, upgrade: 0, lowMarketingCost: 0 });
    expect(loyaltyOf(facts({ orders: bought([150]), offeringRose: true }), rule)!.contributions).toMatchObject({
      upgrade: expect.any(Number),
    });
  });
});

describe('stickiness', () => {
  it('is regular buying, breadth, integration and what leaving costs', () => {
    const orders = bought([150, 'a'], [250, 'b'], [350, 'c'], [450, 'a']);
    const all = stickinessOf(facts({ orders, links: 3, switchingCost: 0.5 }), rule)!;
    expect(all.contributions).toEqual({ switchingCost: 0.125, regularity: 0.25, breadth: 0.1875, integration: 0.25 });
    const irregular = stickinessOf(facts({ orders: bought([101], [102], [103], [460]), links: 0 }), rule)!;
    expect(irregular.contributions.regularity).toBeLessThan(0.25);
    expect(irregular.contributions).not.toHaveProperty('breadth');
  });
});
