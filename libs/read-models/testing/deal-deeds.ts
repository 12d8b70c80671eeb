import { type Message } from '#libs/kernel/message.js';
import { type OpportunityEvents } from '#libs/domain/opportunities/messages.js';
import { type Credit, DEAL_REASONS, MARKET_REGIMES, OPPORTUNITY_STAGES } from '#libs/domain/values.js';
import { type WalletEvents } from '#libs/domain/wallet/messages.js';

type Events = OpportunityEvents & WalletEvents;

/** What the generator knows of an account's deals. */
export interface KnownDeals {
  readonly deals: string[];
  readonly tenders: string[];
  made: number;
}

type Deed = (account: KnownDeals, pick: number) => Message<Events> | undefined;

const of = <Item>(items: readonly Item[], pick: number): Item => items[pick % items.length]!;
const eur = (amount: number) => ({ amount: `${amount}.50`, currency: 'EUR' });
const CREDITS: readonly Credit[] = [{}, { employeeId: 'ann', teamId: 'north' }];

const ofDeal = (tell: (opportunityId: string, pick: number) => Message<Events>): Deed => {
  return ({ deals }, pick) => (deals.length === 0 ? undefined : tell(of(deals, pick), pick));
};

/** Wallets, deals and tenders for random histories. */
export const dealDeeds: readonly Deed[] = [
  (_, pick) => ({
    type: 'WalletEstimated',
    data: {
      period: of(['2025', '2025-Q1'], pick),
      amount: eur(1_000 + pick),
      method: 'survey',
      ...(pick % 3 === 0 ? {} : { category: 'pumps' }),
    },
  }),
  (_, pick) => ({
    type: 'CompetitorSpendRecorded',
    data: { competitor: of(['Vireo', 'Kappa'], pick), category: 'pumps', period: '2025', amount: eur(pick) },
  }),
  (_, pick) => ({ type: 'CompetitorSighted', data: { competitor: of(['Vireo', 'Kappa'], pick), offer: `Offer ${pick}` } }),
  (_, pick) => ({
    type: 'MarketRegimeSet',
    data: { regime: of(MARKET_REGIMES, pick), ...(pick % 2 === 0 ? {} : { ownSharePercent: pick % 101 }) },
  }),
  (account, pick) => {
    const opportunityId = `opp-${(account.made += 1)}`;
    account.deals.push(opportunityId);
    const data = { opportunityId, title: 'Pumps', value: eur(pick), impactMonths: pick * 3, credit: of(CREDITS, pick) };
    return { type: 'OpportunityOpened', data };
  },
  ofDeal((opportunityId) => ({ type: 'OpportunityLinked', data: { opportunityId, openedBy: { accountId: '1', opportunityId: 'opp-1' } } })),
  ofDeal((opportunityId, pick) => ({
    type: 'ProspectQualified',
    data: { opportunityId, need: true, solvency: pick % 2 === 0, authority: true, ...(pick % 2 === 0 ? {} : { missing: ['solvency'] }) },
  })),
  ofDeal((opportunityId) => ({
    type: 'ProspectDisqualified',
    data: { opportunityId, need: false, solvency: true, authority: true, missing: ['need'] },
  })),
  ofDeal((opportunityId, pick) => ({
    type: 'OpportunityStageChanged',
    data: { opportunityId, stage: of(OPPORTUNITY_STAGES, pick), previous: 'prospecting' },
  })),
  ({ deals }, pick) => {
    const opportunityId = deals.splice(pick % Math.max(1, deals.length), 1)[0];
    if (opportunityId === undefined) return undefined;
    const credit = of(CREDITS, pick);
    return pick % 2 === 0
      ? { type: 'OpportunityWon', data: { opportunityId, value: eur(pick), against: ['Vireo'], credit } }
      : { type: 'OpportunityLost', data: { opportunityId, reasons: [of(DEAL_REASONS, pick)], winner: 'Vireo', credit } };
  },
  (account, pick) => {
    const tenderId = `tender-${(account.made += 1)}`;
    account.tenders.push(tenderId);
    return { type: 'TenderEntered', data: { tenderId, title: 'Framework', credit: of(CREDITS, pick) } };
  },
  ({ tenders }, pick) => {
    const tenderId = of(tenders, pick);
    return tenderId === undefined ? undefined : { type: 'BidSubmitted', data: { tenderId, amount: eur(100 + pick) } };
  },
  ({ tenders }, pick) => {
    const tenderId = tenders.splice(pick % Math.max(1, tenders.length), 1)[0];
    if (tenderId === undefined) return undefined;
    const data = { tenderId, reasons: [of(DEAL_REASONS, pick)], winningPrice: eur(90), credit: of(CREDITS, pick) };
    return { type: 'TenderOutcomeRecorded', data: { ...data, outcome: of(['lost', 'cancelled'] as const, pick) } };
  },
];
