import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Opportunities } from './deal.js';
import { type OpportunityEvents } from './messages.js';

/** Deals in a chain that are looked at for one that leads back: nobody links more of them. */
const CHAIN_MAX = 100;

type Named = OpportunityEvents['OpportunityLinked']['openedBy'] | undefined;

/**
 * Refuses a link to a deal that there is not, that was opened later, or that this one has opened itself, directly or by way of others of
 * its account. A deal of another account is looked up there.
 */
export const refuseLink = (
  { stream, at, opportunityId }: { readonly stream: string; readonly at: Instant; readonly opportunityId: string },
  openedBy: Named,
  state: Opportunities,
  context: Context,
): Need | Rejection<'OPPORTUNITY_NOT_FOUND' | 'OPPORTUNITY_NOT_OPENED_YET' | 'OPPORTUNITY_OPENS_ITSELF'> | undefined => {
  if (openedBy === undefined) return undefined;
  const { accountId = idOf(stream) } = openedBy;
  const own = accountId === idOf(stream);
  const there = own ? state : context.other<{ readonly opportunities?: Opportunities }>(`account-${accountId}`);
  if (there === undefined) return need(`account-${accountId}`);
  const known = 'deals' in there ? there : there.opportunities;
  const deal = known?.deals.get(openedBy.opportunityId);
  if (own && leadsTo(state, openedBy.opportunityId, opportunityId, idOf(stream))) {
    const detail = `Opportunity ${opportunityId} would have opened itself by way of ${openedBy.opportunityId}: name the one that came first.`;
    return reject('OPPORTUNITY_OPENS_ITSELF', detail, '/openedBy');
  }
  if (deal === undefined) {
    const detail = `Account ${accountId} has no opportunity ${openedBy.opportunityId}: open it first, or check its id and account.`;
    return reject('OPPORTUNITY_NOT_FOUND', detail, '/openedBy/opportunityId');
  }
  if (deal.begun <= at) return undefined;
  const detail = `Opportunity ${openedBy.opportunityId} was opened on ${deal.begun}, after ${at}: correct occurredAt.`;
  return reject('OPPORTUNITY_NOT_OPENED_YET', detail, '/occurredAt');
};

const leadsTo = ({ deals }: Opportunities, from: string, to: string, accountId: string): boolean => {
  let id: string | undefined = from;
  for (let step = 0; id !== undefined && step < CHAIN_MAX; step += 1) {
    if (id === to) return true;
    const by: Named = deals.get(id)?.openedBy;
    id = by === undefined || (by.accountId ?? accountId) !== accountId ? undefined : by.opportunityId;
  }
  return false;
};
