import { type Facet } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { sameData } from '../guards.js';
import { changed, ended, lifeCycle } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { QUALIFICATION } from '../values.js';
import {
  contradictionsIn,
  type Deal,
  isLater,
  lastChange,
  missingAt,
  needsQualification,
  NO_OPPORTUNITIES,
  type Opportunities,
} from './deal.js';
import { refuseLink } from './links.js';
import { type OpportunityCommands, type OpportunityEvents } from './messages.js';
import { type TenderCode, tenderRules } from './tenders.js';
import { type Voice } from '../voice/state.js';

export type OpportunityCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'OPPORTUNITY_ID_TAKEN'
  | 'OPPORTUNITY_NOT_FOUND'
  | 'OPPORTUNITY_ENDED'
  | 'OPPORTUNITY_NOT_OPENED_YET'
  | 'OPPORTUNITY_CHANGED_LATER'
  | 'OPPORTUNITY_NOT_QUALIFIED'
  | 'OPPORTUNITY_OPENS_ITSELF'
  | 'NEED_NOT_FOUND'
  | 'NEED_NOT_RECORDED_YET'
  | TenderCode;

interface Needs {
  readonly ownership: Ownership;
  readonly opportunities: Opportunities;
  readonly voice: Voice;
}

/**
 * Deals that we may win, and tenders. What is strategic about one, whether it is with a customer of ours, and how it counts in rates are
 * asked of what is told here (libs/read-models/opportunity-board); winning asks for no stage and no qualification: it is what happened.
 */
export const opportunities: Facet<'opportunities', Opportunities, OpportunityCommands, OpportunityEvents, OpportunityCode, Needs> = {
  name: 'opportunities',
  initial: NO_OPPORTUNITIES,
  decide: {
    OpenOpportunity: ({ stream, commandId, occurredAt, data }, { ownership, opportunities: state, voice }, context) => {
      const { employeeId, opportunityId = commandId, ...deal } = data;
      if (state.withdrawn.has(`opportunity:${opportunityId}`)) return taken(opportunityId, 'withdrawn');
      const refusal =
        cycle.requireFree(state.deals, opportunityId)
        ?? requireNeed(voice, deal.needId, occurredAt)
        ?? refuseLink({ stream, at: occurredAt, opportunityId }, deal.openedBy, state, context);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'OpportunityOpened', data: { opportunityId, ...deal, credit } }] : credit;
    },

    LinkOpportunity: ({ stream, occurredAt, data }, { opportunities: state }, context) => {
      const deal = cycle.find(state.deals, data.opportunityId);
      if (isRejection(deal)) return deal;
      if (sameData(deal.openedBy, data.openedBy)) return [];
      const link = { stream, at: occurredAt, opportunityId: data.opportunityId };
      return refuseLink(link, data.openedBy, state, context) ?? [{ type: 'OpportunityLinked', data }];
    },

    QualifyProspect: ({ occurredAt, data }, { opportunities: { deals } }) => {
      const { override, ...findings } = data;
      const deal = goingAt(deals, data.opportunityId, occurredAt);
      if (isRejection(deal)) return deal;
      const missing = QUALIFICATION.filter((item) => !findings[item]);
      const qualified = missing.length === 0 || override !== undefined;
      const overridden = missing.length > 0 && override !== undefined ? { override } : {};
      const known = { qualified, missing, ...overridden, ...(data.remark === undefined ? {} : { remark: data.remark }) };
      if (sameData(valueAt(deal.assessments, occurredAt), known)) return [];
      if (!qualified) return [{ type: 'ProspectDisqualified', data: { ...findings, missing } }];
      return [{ type: 'ProspectQualified', data: { ...findings, ...(missing.length === 0 ? {} : { missing, ...overridden }) } }];
    },

    ChangeOpportunityStage: ({ occurredAt, data }, { opportunities: { deals } }) => {
      const { override, ...change } = data;
      const deal = goingAt(deals, data.opportunityId, occurredAt);
      if (isRejection(deal)) return deal;
      const previous = valueAt(deal.stages, occurredAt)!;
      if (previous === data.stage) return [];
      const missing = needsQualification(data.stage) && isLater(data.stage, previous) ? missingAt(deal, occurredAt) : [];
      if (missing.length === 0) return [{ type: 'OpportunityStageChanged', data: { ...change, previous } }];
      if (override !== undefined) return [{ type: 'OpportunityStageChanged', data: { ...change, previous, missing, override } }];
      const detail = `The prospect of ${data.opportunityId} is not qualified on ${occurredAt}, ${missing.join(', ')} missing: say so with QualifyProspect first, or give override with a reason.`;
      return reject('OPPORTUNITY_NOT_QUALIFIED', detail, '/stage');
    },

    WinOpportunity: ({ occurredAt, data }, { opportunities: { deals } }) => {
      const deal = findEnding(deals, data.opportunityId, 'won', occurredAt);
      if (deal === 'already') return [];
      if (isRejection(deal)) return deal;
      const value = data.value ?? deal.value;
      return [{ type: 'OpportunityWon', data: { ...data, ...(value === undefined ? {} : { value }), credit: deal.credit } }];
    },

    LoseOpportunity: ({ occurredAt, data }, { opportunities: { deals } }) => {
      const deal = findEnding(deals, data.opportunityId, 'lost', occurredAt);
      if (deal === 'already') return [];
      if (isRejection(deal)) return deal;
      return [{ type: 'OpportunityLost', data: { ...data, reasons: [...new Set(data.reasons)], credit: deal.credit } }];
    },

    ...tenderRules.decide,
  },

  evolve: {
    OpportunityOpened: (state, { data: { opportunityId, stage = 'prospecting', value, openedBy, credit }, meta: { occurredAt } }) => ({
      ...state,
      deals: state.deals.with(opportunityId, {
        begun: occurredAt,
        stages: [{ value: stage, since: occurredAt }],
        assessments: [],
        value,
        openedBy,
        credit,
      }),
    }),
    OpportunityLinked: (state, { data: { opportunityId, openedBy } }) => withDeal(state, opportunityId, (deal) => ({ ...deal, openedBy })),
    ProspectQualified: (state, { data: { opportunityId, missing = [], override, remark }, meta }) =>
      withDeal(state, opportunityId, (deal) => assessed(deal, { qualified: true, missing, override, remark }, meta.occurredAt)),
    ProspectDisqualified: (state, { data: { opportunityId, missing, remark }, meta }) =>
      withDeal(state, opportunityId, (deal) => assessed(deal, { qualified: false, missing, remark }, meta.occurredAt)),
    OpportunityStageChanged: (state, { data: { opportunityId, stage }, meta }) =>
      withDeal(state, opportunityId, (deal) => ({ ...deal, stages: withValue(deal.stages, stage, meta.occurredAt) })),
    OpportunityWon: (state, { data, meta }) => ending(state, data.opportunityId, 'won', meta.occurredAt),
    OpportunityLost: (state, { data, meta }) => ending(state, data.opportunityId, 'lost', meta.occurredAt),
    ...tenderRules.evolve,
  },

  withdrawn: {
    OpportunityOpened: (state, { data }) => ({ ...state, withdrawn: state.withdrawn.with(`opportunity:${data.opportunityId}`, true) }),
    TenderEntered: (state, { data }) => ({ ...state, withdrawn: state.withdrawn.with(`tender:${data.tenderId}`, true) }),
  },
  invariants: ({ opportunities: state }) => contradictionsIn(state),
};

const taken = (opportunityId: string, how: string): Rejection<'OPPORTUNITY_ID_TAKEN'> =>
  reject('OPPORTUNITY_ID_TAKEN', `Opportunity ${opportunityId} was ${how} already: give the new one another id.`, '/opportunityId');

/** A deal comes of a need that they had told by then; that it is met since keeps nobody from selling more of it. */
const requireNeed = (
  { needs }: Voice,
  needId: string | undefined,
  at: Instant,
): Rejection<'NEED_NOT_FOUND' | 'NEED_NOT_RECORDED_YET'> | undefined => {
  if (needId === undefined) return undefined;
  const need = needs.get(needId);
  if (need === undefined)
    return reject('NEED_NOT_FOUND', `There is no need ${needId}: record it with RecordNeed, or check the id.`, '/needId');
  if (need.begun <= at) return undefined;
  const detail = `Need ${needId} was told at ${need.begun}, after ${at}: correct occurredAt.`;
  return reject('NEED_NOT_RECORDED_YET', detail, '/occurredAt');
};

const cycle = lifeCycle<Deal, OpportunityCode>({
  taken: (opportunityId) => taken(opportunityId, 'opened'),
  unknown: (opportunityId) =>
    reject(
      'OPPORTUNITY_NOT_FOUND',
      `There is no opportunity ${opportunityId}: open it with OpenOpportunity, or check the id.`,
      '/opportunityId',
    ),
  over: (opportunityId, deal) =>
    reject(
      'OPPORTUNITY_ENDED',
      `Opportunity ${opportunityId} was ${deal.ended?.as} on ${deal.ended?.at}, which ends it: open a new one, or mend what is told of it with CorrectFact.`,
      '/opportunityId',
    ),
  early: (opportunityId, { begun }, at) =>
    reject(
      'OPPORTUNITY_NOT_OPENED_YET',
      `Opportunity ${opportunityId} was opened on ${begun}, after ${at}: correct occurredAt.`,
      '/occurredAt',
    ),
});

/** A deal that was going on at a moment; what happened before its end may be told after it. */
const goingAt = (deals: Opportunities['deals'], id: string, at: Instant): Deal | Rejection<OpportunityCode> => {
  const deal = deals.get(id);
  return deal?.ended !== undefined && at >= deal.begun && at <= deal.ended.at ? deal : cycle.findRunning(deals, id, at);
};

/** A deal that may end so at a moment: it is open, and nothing is told of it that came later. */
const findEnding = (
  deals: Opportunities['deals'],
  id: string,
  as: 'won' | 'lost',
  at: Instant,
): Deal | 'already' | Rejection<OpportunityCode> => {
  const deal = cycle.findEnding(deals, id, as, at);
  if (deal === 'already' || isRejection(deal)) return deal;
  const last = lastChange(deal.stages, deal.assessments);
  if (last === undefined || last <= at) return deal;
  return reject('OPPORTUNITY_CHANGED_LATER', `On ${last} opportunity ${id} was still pursued: correct occurredAt.`, '/occurredAt');
};

const withDeal = (state: Opportunities, id: string, change: (deal: Deal) => Deal): Opportunities => ({
  ...state,
  deals: changed(state.deals, id, change),
});

const assessed = (deal: Deal, assessment: Deal['assessments'][number]['value'], at: Instant): Deal => {
  const told = Object.fromEntries(Object.entries(assessment).filter(([, value]) => value !== undefined)) as typeof assessment;
  return { ...deal, assessments: withValue(deal.assessments, told, at) };
};

const ending = (state: Opportunities, id: string, as: 'won' | 'lost', at: Instant): Opportunities => {
  const twice = state.deals.get(id)?.ended !== undefined;
  const told = { ...state, deals: ended(state.deals, id, as, at) };
  return twice ? withDeal(told, id, (deal) => ({ ...deal, endedTwice: true })) : told;
};
