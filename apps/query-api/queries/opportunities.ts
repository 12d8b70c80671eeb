import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { OPPORTUNITY_STAGES, type BusinessKind } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type MessageMap } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { businessOf, horizonOf } from '#libs/read-models/opportunity-board/figures.js';
import { type DealAccount, opportunityBoard, type OpportunityRecord } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { policyInForce } from '../policy-in-force.js';
import { withoutKind } from '../questions/without-kind.js';
import { reportingOf } from '../reporting.js';

/** A deal with what follows from policies, orders and the clock. */
export interface OpportunityLine extends Omit<OpportunityRecord, 'kind' | 'business'> {
  readonly business: BusinessKind;
  /** Null where nobody said for how long it matters. */
  readonly horizon: 'strategic' | 'tactical' | null;
  /** Days of the calendar from its opening to its end, or to the day that is asked about. */
  readonly days: number;
}

export type OpportunitiesAnswer = Listed<OpportunityLine>;

/** Deals, the latest first. */
export const opportunities = list({
  name: 'Opportunities',
  path: '/v1/opportunities',
  summary: 'Deals with stage, value and horizon, the latest first',
  // Every document of that kind is one of these.
  readModel: opportunityBoard as unknown as Projection<OpportunityRecord, MessageMap>,
  filters: { accountId: id, status: oneOf(['open', 'won', 'lost']), employeeId: id, teamId: id, stage: oneOf(OPPORTUNITY_STAGES) },
  accountIn: 'accountId',
  sort: { by: { openedAt: 'openedAt' }, unless: '-openedAt' },
  where: () => ({ kind: 'opportunity' }),
  prepare: async ({ sources, moment, until }) => ({
    today: (await reportingOf(sources, moment, until)).today,
    policy: await policyInForce(sources.store, 'opportunities', moment, until),
  }),
  gather: async (_, { documents, view }) => {
    const accounts = new Map<string, DealAccount | undefined>();
    for (const accountId of new Set(documents.map((deal) => deal.accountId)))
      accounts.set(accountId, (await view.get(`account|${accountId}`)) as unknown as DealAccount | undefined);
    return accounts;
  },
  item: (deal, _asked, { today, policy }, accounts): OpportunityLine => ({
    ...withoutKind(deal),
    business: businessOf(deal, accounts.get(deal.accountId)),
    horizon: horizonOf(deal, policy.tacticalBelowMonths),
    days: calendarDaysBetween(deal.openedOn, deal.closedOn ?? today),
  }),
});
