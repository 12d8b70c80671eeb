import { type Facet } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { businessDay } from '../days.js';
import { sameData } from '../guards.js';
import { changed, ended, lifeCycle } from '../life-cycle.js';
import { format } from '../money.js';
import { type Ownership } from '../ownership/ownership.js';
import { type Money } from '../values.js';
import { type Opportunities, type Tender } from './deal.js';
import { type OpportunityCommands, type OpportunityEvents } from './messages.js';

export type TenderCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'OPPORTUNITY_NOT_FOUND'
  | 'TENDER_ID_TAKEN'
  | 'TENDER_NOT_FOUND'
  | 'TENDER_DECIDED'
  | 'TENDER_NOT_ENTERED_YET'
  | 'BID_SUBMITTED_LATER'
  | 'BID_AFTER_DUE'
  | 'BID_SUBMITTED'
  | 'NO_BID_SUBMITTED'
  | 'REASONS_MISSING'
  | 'WINNER_IS_US'
  | 'CURRENCY_MISMATCH';

interface Needs {
  readonly ownership: Ownership;
  readonly opportunities: Opportunities;
}

type Commands = Pick<OpportunityCommands, 'EnterTender' | 'SubmitBid' | 'RecordTenderOutcome'>;
type Events = Pick<OpportunityEvents, 'TenderEntered' | 'BidSubmitted' | 'TenderOutcomeRecorded'>;

/** The part of the facet that is about tenders. */
export const tenderRules: Pick<Facet<'opportunities', Opportunities, Commands, Events, TenderCode, Needs>, 'decide' | 'evolve'> = {
  decide: {
    EnterTender: ({ commandId, occurredAt, data }, { ownership, opportunities: { deals, tenders, withdrawn } }, context) => {
      const { employeeId, tenderId = commandId, ...tender } = data;
      if (withdrawn.has(`tender:${tenderId}`)) return taken(tenderId, 'withdrawn');
      const refusal = cycle.requireFree(tenders, tenderId);
      if (refusal) return refusal;
      const deal = data.opportunityId === undefined ? undefined : deals.get(data.opportunityId);
      if (data.opportunityId !== undefined && deal === undefined) {
        const detail = `There is no opportunity ${data.opportunityId}: open it with OpenOpportunity, or check the id.`;
        return reject('OPPORTUNITY_NOT_FOUND', detail, '/opportunityId');
      }
      const credit = employeeId === undefined && deal !== undefined ? deal.credit : creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'TenderEntered', data: { tenderId, ...tender, credit } }] : credit;
    },

    SubmitBid: (command, { opportunities: { tenders } }, context) => {
      const { occurredAt, data } = command;
      const tender = goingAt(tenders, data.tenderId, occurredAt);
      if (isRejection(tender)) return tender;
      if (sameData(valueAt(tender.bids, occurredAt), data)) return [];
      const known = tender.value ?? tender.bids[0]?.value.amount;
      const refusal = requireInTime(data.tenderId, tender, businessDay(command, context)) ?? requireCurrency(data.amount, known, '/amount');
      return refusal ?? [{ type: 'BidSubmitted', data }];
    },

    RecordTenderOutcome: ({ occurredAt, data }, { opportunities: { tenders } }) => {
      const tender = cycle.findEnding(tenders, data.tenderId, data.outcome, occurredAt);
      if (tender === 'already') return [];
      if (isRejection(tender)) return tender;
      const bid = tender.bids.at(-1);
      const refusal = refuseOutcome(data, bid, occurredAt);
      if (refusal) return refusal;
      const reasons = data.reasons && { reasons: [...new Set(data.reasons)] };
      const told = { ...data, ...reasons, ...(bid === undefined ? {} : { bid: bid.value.amount }), credit: tender.credit };
      return [{ type: 'TenderOutcomeRecorded', data: told }];
    },
  },

  evolve: {
    TenderEntered: (state, { data: { tenderId, value, dueOn, credit }, meta }) => ({
      ...state,
      tenders: state.tenders.with(tenderId, { begun: meta.occurredAt, bids: [], value, dueOn, credit }),
    }),
    BidSubmitted: (state, { data, meta }) => ({
      ...state,
      tenders: changed(state.tenders, data.tenderId, (tender) => ({ ...tender, bids: withValue(tender.bids, data, meta.occurredAt) })),
    }),
    TenderOutcomeRecorded: (state, { data: { tenderId, outcome }, meta }) => {
      const twice = state.tenders.get(tenderId)?.ended !== undefined;
      const tenders = ended(state.tenders, tenderId, outcome, meta.occurredAt);
      return { ...state, tenders: twice ? changed(tenders, tenderId, (tender) => ({ ...tender, endedTwice: true })) : tenders };
    },
  },
};

const taken = (tenderId: string, how: string): Rejection<'TENDER_ID_TAKEN'> =>
  reject('TENDER_ID_TAKEN', `Tender ${tenderId} was ${how} already: give the new one another id.`, '/tenderId');

const cycle = lifeCycle<Tender, TenderCode>({
  taken: (tenderId) => taken(tenderId, 'entered'),
  unknown: (tenderId) =>
    reject('TENDER_NOT_FOUND', `There is no tender ${tenderId}: enter it with EnterTender, or check the id.`, '/tenderId'),
  over: (tenderId, tender) =>
    reject(
      'TENDER_DECIDED',
      `Tender ${tenderId} was decided on ${tender.ended?.at} (${tender.ended?.as}): correct that with CorrectFact where it is wrong.`,
      '/tenderId',
    ),
  early: (tenderId, { begun }, at) =>
    reject('TENDER_NOT_ENTERED_YET', `Tender ${tenderId} was entered on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

/** A tender that was open for bids at a moment; what happened before its outcome may be told after it. */
const goingAt = (tenders: Opportunities['tenders'], id: string, at: Instant): Tender | Rejection<TenderCode> => {
  const tender = tenders.get(id);
  return tender?.ended !== undefined && at >= tender.begun && at <= tender.ended.at ? tender : cycle.findRunning(tenders, id, at);
};

const requireInTime = (tenderId: string, { dueOn }: Tender, day: Day): Rejection<'BID_AFTER_DUE'> | undefined =>
  dueOn === undefined || day <= dueOn
    ? undefined
    : reject(
        'BID_AFTER_DUE',
        `Bids for ${tenderId} were taken until ${dueOn}: correct occurredAt, or the day with CorrectFact.`,
        '/occurredAt',
      );

const requireCurrency = (amount: Money, known: Money | undefined, field: string): Rejection<'CURRENCY_MISMATCH'> | undefined =>
  known === undefined || known.currency === amount.currency
    ? undefined
    : reject(
        'CURRENCY_MISMATCH',
        `${format(amount)} is not in ${known.currency}, the currency of the tender: convert it.`,
        `${field}/currency`,
      );

const refuseOutcome = (
  { tenderId, outcome, reasons = [], winner, winningPrice }: Commands['RecordTenderOutcome'],
  bid: Tender['bids'][number] | undefined,
  at: Instant,
): Rejection<TenderCode> | undefined => {
  if (bid !== undefined && bid.since > at)
    return reject('BID_SUBMITTED_LATER', `A bid for ${tenderId} was submitted on ${bid.since}: correct occurredAt.`, '/occurredAt');
  if ((outcome === 'won' || outcome === 'lost') && bid === undefined) {
    const fix = 'tell the bid with SubmitBid first, or say noBid or cancelled';
    return reject('NO_BID_SUBMITTED', `Tender ${tenderId} has no bid of ours and can be neither won nor lost: ${fix}.`, '/outcome');
  }
  if (outcome === 'noBid' && bid !== undefined)
    return reject('BID_SUBMITTED', `We bid ${format(bid.value.amount)} for ${tenderId}: say won, lost or cancelled.`, '/outcome');
  if ((outcome === 'lost' || outcome === 'noBid') && reasons.length === 0) {
    const detail = 'Nobody can learn from an outcome without reasons: give at least one, unknown where nobody told us.';
    return reject('REASONS_MISSING', detail, '/reasons');
  }
  if (outcome === 'won' && winner !== undefined)
    return reject('WINNER_IS_US', `We won ${tenderId}: leave winner out, or say that it was lost.`, '/winner');
  return winningPrice && requireCurrency(winningPrice, bid?.value.amount, '/winningPrice');
};
