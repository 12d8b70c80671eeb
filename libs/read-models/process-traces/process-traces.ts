import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type ComplaintEvents } from '#libs/domain/complaints/messages.js';
import { type OpportunityEvents } from '#libs/domain/opportunities/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { type ProcessName } from '#libs/domain/work-log/documents.js';

/** What happened in one case of a process, step by step. */
export interface ProcessTrace {
  readonly accountId: string;
  readonly process: ProcessName;
  /** The number of the order, the version of the plan, the id of whatever else it is. */
  readonly caseId: string;
  readonly startedOn: Day;
  /** By when they happened; the latest {@link STEPS_MAX}. */
  readonly trace: readonly TracedStep[];
}

export interface TracedStep {
  readonly step: string;
  readonly on: Day;
}

export const STEPS_MAX = 60;

type Events = Pick<CommerceEvents, 'OrderRecorded' | 'DeliveryRecorded' | 'InvoiceRecorded'>
  & Pick<ComplaintEvents, 'ComplaintRecorded' | 'ComplaintAcknowledged' | 'ComplaintResolved' | 'ComplaintReopened'>
  & Pick<OpportunityEvents, 'TenderEntered' | 'BidSubmitted' | 'TenderOutcomeRecorded'>
  & Pick<
    RelationshipEvents,
    | 'InitiativePlanned'
    | 'InitiativeAnnounced'
    | 'JointInitiativeStarted'
    | 'JointInitiativeMeasured'
    | 'AccountPlanShared'
    | 'AccountPlanAcknowledged'
  >
  & Pick<RiskEvents, 'WinBackOfferMade' | 'WinBackAnswerRecorded'>;

interface Where {
  readonly process: ProcessName;
  readonly step: string;
  /** The case that an event belongs to; `undefined`: none. */
  readonly caseOf: (data: never) => string | undefined;
}

const step = <Data>(process: ProcessName, name: string, caseOf: (data: Data) => string | undefined): Where => ({
  process,
  step: name,
  caseOf,
});

/** Which event is which step of which process. */
const STEPS: { readonly [E in keyof Events]: Where } = {
  OrderRecorded: step<Events['OrderRecorded']>('order', 'recorded', ({ orderNumber }) => orderNumber),
  DeliveryRecorded: step<Events['DeliveryRecorded']>('order', 'delivered', ({ orderNumber }) => orderNumber),
  InvoiceRecorded: step<Events['InvoiceRecorded']>('order', 'invoiced', ({ orderNumber }) => orderNumber),
  ComplaintRecorded: step<Events['ComplaintRecorded']>('complaint', 'recorded', ({ complaintId }) => complaintId),
  ComplaintAcknowledged: step<Events['ComplaintAcknowledged']>('complaint', 'acknowledged', ({ complaintId }) => complaintId),
  ComplaintResolved: step<Events['ComplaintResolved']>('complaint', 'resolved', ({ complaintId }) => complaintId),
  ComplaintReopened: step<Events['ComplaintReopened']>('complaint', 'reopened', ({ complaintId }) => complaintId),
  TenderEntered: step<Events['TenderEntered']>('tender', 'entered', ({ tenderId }) => tenderId),
  BidSubmitted: step<Events['BidSubmitted']>('tender', 'bid-submitted', ({ tenderId }) => tenderId),
  TenderOutcomeRecorded: step<Events['TenderOutcomeRecorded']>('tender', 'outcome-recorded', ({ tenderId }) => tenderId),
  InitiativePlanned: step<Events['InitiativePlanned']>('initiative', 'planned', ({ initiativeId }) => initiativeId),
  InitiativeAnnounced: step<Events['InitiativeAnnounced']>('initiative', 'announced', ({ initiativeId }) => initiativeId),
  JointInitiativeStarted: step<Events['JointInitiativeStarted']>('initiative', 'started', ({ initiativeId }) => initiativeId),
  JointInitiativeMeasured: step<Events['JointInitiativeMeasured']>('initiative', 'measured', ({ initiativeId }) => initiativeId),
  AccountPlanShared: step<Events['AccountPlanShared']>('plan', 'shared', ({ planVersion }) => planVersion),
  AccountPlanAcknowledged: step<Events['AccountPlanAcknowledged']>('plan', 'acknowledged', ({ planVersion }) => planVersion),
  WinBackOfferMade: step<Events['WinBackOfferMade']>('win-back', 'offer-made', ({ offerId }) => offerId),
  WinBackAnswerRecorded: step<Events['WinBackAnswerRecorded']>('win-back', 'answered', ({ offerId }) => offerId),
};

const placeOf = (event: Fact<Events>): { readonly process: ProcessName; readonly step: string; readonly caseId: string | undefined } => {
  const { process, step: name, caseOf } = STEPS[event.type];
  return { process, step: name, caseId: caseOf(event.data as never) };
};

/** Every case of the processes whose steps are facts, as it really went. What was expected of it is a policy, and asked. */
export const processTraces: Projection<ProcessTrace, Events> = {
  name: 'process-traces',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['process', 'startedOn'],
    ['accountId', 'startedOn'],
    ['accountId', 'process', 'startedOn'],
  ],
  keys: (event) => {
    const { process, caseId } = placeOf(event);
    return caseId === undefined ? [] : [`${idOf(event.stream)}/${process}/${caseId}`];
  },
  on: Object.fromEntries(
    Object.keys(STEPS).map((type) => [type, (document: ProcessTrace | undefined, event: Fact<Events>) => traced(document, event)]),
  ) as Projection<ProcessTrace, Events>['on'],
};

const traced = (document: ProcessTrace | undefined, event: Fact<Events>): ProcessTrace => {
  const { process, step: name, caseId = '' } = placeOf(event);
  const on = businessDayOf(event);
  const before = document?.trace ?? [];
  const place = before.findLastIndex((one) => one.on <= on) + 1;
  const trace = before.toSpliced(place, 0, { step: name, on }).slice(-STEPS_MAX);
  return { accountId: idOf(event.stream), process, caseId, startedOn: trace[0]!.on, trace };
};
