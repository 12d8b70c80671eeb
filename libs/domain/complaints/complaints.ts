import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Facet } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce } from '../commerce/commerce.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { changed, ended, lifeCycle, type Lives } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type ComplaintMove, type ComplaintState, contradictionsOf, disputeContradictions, type DisputeState, endOf } from './complaint.js';
import { type ComplaintCommands, type ComplaintEvents } from './messages.js';

export interface Complaints {
  readonly byId: Lives<ComplaintState>;
  readonly disputes: Lives<DisputeState>;
  /** Ids of frictions, and of complaints and disputes that were withdrawn, each with its noun before it: none is given twice. */
  readonly taken: PersistentMap<string, true>;
}

export type ComplaintCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'COMPLAINT_ID_TAKEN'
  | 'COMPLAINT_NOT_FOUND'
  | 'COMPLAINT_RESOLVED'
  | 'COMPLAINT_NOT_RECORDED_YET'
  | 'COMPLAINT_REOPENED_LATER'
  | 'COMPLAINT_NOT_RESOLVED_YET'
  | 'DISPUTE_ID_TAKEN'
  | 'DISPUTE_NOT_FOUND'
  | 'DISPUTE_SETTLED'
  | 'DISPUTE_NOT_OPENED_YET'
  | 'DISPUTE_ESCALATED_LATER'
  | 'FRICTION_ID_TAKEN';

interface Needs {
  readonly ownership: Ownership;
  readonly commerce: Commerce;
  readonly complaints: Complaints;
}

/**
 * What the customer finds wrong, and what became of it. That an answer or a resolution is due follows from the moment of the complaint and
 * the service level alone: `clocksOf` of the complaint desk.
 */
export const complaints: Facet<'complaints', Complaints, ComplaintCommands, ComplaintEvents, ComplaintCode, Needs> = {
  name: 'complaints',
  initial: { byId: PersistentMap.empty(), disputes: PersistentMap.empty(), taken: PersistentMap.empty() },
  decide: {
    RecordComplaint: ({ commandId, occurredAt, data }, { ownership, complaints: { byId, taken } }, context) => {
      const { employeeId, complaintId = commandId, ...complaint } = data;
      const refusal = cycle.requireFree(byId, complaintId);
      if (refusal) return refusal;
      if (taken.has(`complaint:${complaintId}`)) return complaintTaken(complaintId, 'withdrawn');
      const credit = creditAt(ownership, context, occurredAt, employeeId);
      return isCredit(credit) ? [{ type: 'ComplaintRecorded', data: { complaintId, ...complaint, credit } }] : credit;
    },

    /** Whoever is told that it is put right knows that we know of it. */
    AcknowledgeComplaint: ({ data, occurredAt }, { complaints: { byId } }) => {
      const complaint = cycle.find(byId, data.complaintId);
      if (isRejection(complaint)) return complaint;
      if (occurredAt < complaint.begun) return early(data.complaintId, complaint, occurredAt);
      if (complaint.acknowledgedAt !== undefined || valueAt(complaint.moves, occurredAt) !== undefined) return [];
      return [{ type: 'ComplaintAcknowledged', data: { ...data, credit: complaint.credit } }];
    },

    ResolveComplaint: ({ data, occurredAt }, { complaints: { byId } }) => {
      const complaint = cycle.findEnding(byId, data.complaintId, 'resolved', occurredAt);
      if (complaint === 'already') return [];
      if (isRejection(complaint)) return complaint;
      if (valueAt(complaint.moves, occurredAt) === 'resolved') return [];
      const last = complaint.moves.at(-1);
      if (last !== undefined && last.since > occurredAt) return reopenedLater(data.complaintId, last.since);
      return [{ type: 'ComplaintResolved', data: { ...data, credit: complaint.credit } }];
    },

    ReopenComplaint: ({ data, occurredAt }, { complaints: { byId } }) => {
      const complaint = cycle.find(byId, data.complaintId);
      if (isRejection(complaint)) return complaint;
      if (occurredAt < complaint.begun) return early(data.complaintId, complaint, occurredAt);
      if (complaint.ended === undefined) return [];
      return complaint.ended.at > occurredAt ? resolvedLater(data.complaintId, complaint.ended.at) : [{ type: 'ComplaintReopened', data }];
    },

    OpenDispute: ({ commandId, occurredAt, data }, { ownership, complaints: { byId, disputes, taken } }, context) => {
      const { disputeId = commandId, ...dispute } = data;
      const refusal = disputeCycle.requireFree(disputes, disputeId);
      if (refusal) return refusal;
      if (taken.has(`dispute:${disputeId}`)) return disputeTaken(disputeId, 'withdrawn');
      if (dispute.complaintId !== undefined) {
        const complaint = cycle.find(byId, dispute.complaintId);
        if (isRejection(complaint)) return complaint;
        if (occurredAt < complaint.begun) return early(dispute.complaintId, complaint, occurredAt);
      }
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'DisputeOpened', data: { disputeId, ...dispute, credit } }] : credit;
    },

    EscalateDispute: ({ data, occurredAt }, { complaints: { disputes } }) => {
      const dispute = disputeCycle.findRunning(disputes, data.disputeId, occurredAt);
      if (isRejection(dispute)) return dispute;
      return valueAt(dispute.escalations, occurredAt) === data.to ? [] : [{ type: 'DisputeEscalated', data }];
    },

    SettleDispute: ({ data, occurredAt }, { complaints: { disputes } }) => {
      const dispute = disputeCycle.findEnding(disputes, data.disputeId, 'settled', occurredAt);
      if (dispute === 'already') return [];
      if (isRejection(dispute)) return dispute;
      const last = dispute.escalations.at(-1);
      return last !== undefined && last.since > occurredAt
        ? escalatedLater(data.disputeId, last.since)
        : [{ type: 'DisputeSettled', data }];
    },

    RecordFriction: ({ commandId, occurredAt, data }, { ownership, complaints: { taken } }, context) => {
      const { frictionId = commandId, ...friction } = data;
      if (taken.has(`friction:${frictionId}`)) {
        const detail = `Friction ${frictionId} was recorded already: give the new one another id.`;
        return reject('FRICTION_ID_TAKEN', detail, '/frictionId');
      }
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'FrictionRecorded', data: { frictionId, ...friction, credit } }] : credit;
    },
  },

  evolve: {
    ComplaintRecorded: (state, event) => {
      const { complaintId, credit, orderNumber } = event.data;
      const complaint = { begun: event.meta.occurredAt, recordedOn: businessDayOf(event), moves: [], credit, orderNumber };
      return { ...state, byId: state.byId.with(complaintId, complaint) };
    },
    ComplaintAcknowledged: (state, { data, meta }) => {
      const byId = changed(state.byId, data.complaintId, (complaint) => {
        const { acknowledgedAt = meta.occurredAt } = complaint;
        return { ...complaint, acknowledgedAt: acknowledgedAt < meta.occurredAt ? acknowledgedAt : meta.occurredAt };
      });
      return { ...state, byId };
    },
    ComplaintResolved: (state, { data, meta }) => moved(state, data.complaintId, 'resolved', meta.occurredAt),
    ComplaintReopened: (state, { data, meta }) => moved(state, data.complaintId, 'reopened', meta.occurredAt),
    DisputeOpened: (state, event) => {
      const { disputeId, orderNumber, complaintId } = event.data;
      const dispute = { begun: event.meta.occurredAt, openedOn: businessDayOf(event), escalations: [], orderNumber, complaintId };
      return { ...state, disputes: state.disputes.with(disputeId, dispute) };
    },
    DisputeEscalated: (state, { data, meta }) => {
      const disputes = changed(state.disputes, data.disputeId, (dispute) => ({
        ...dispute,
        escalations: withValue(dispute.escalations, data.to, meta.occurredAt),
      }));
      return { ...state, disputes };
    },
    DisputeSettled: (state, { data, meta }) => {
      const isTwice = state.disputes.get(data.disputeId)?.ended !== undefined;
      const disputes = ended(state.disputes, data.disputeId, 'settled', meta.occurredAt);
      return {
        ...state,
        disputes: isTwice ? changed(disputes, data.disputeId, (dispute) => ({ ...dispute, settledTwice: true })) : disputes,
      };
    },
    FrictionRecorded: (state, { data }) => takenBy(state, `friction:${data.frictionId}`),
  },

  withdrawn: {
    ComplaintRecorded: (state, { data }) => takenBy(state, `complaint:${data.complaintId}`),
    DisputeOpened: (state, { data }) => takenBy(state, `dispute:${data.disputeId}`),
    FrictionRecorded: (state, { data }) => takenBy(state, `friction:${data.frictionId}`),
  },
  invariants: ({ complaints: { byId, disputes }, commerce: { orders } }) => {
    const placedOn = (orderNumber: string | undefined) => (orderNumber === undefined ? undefined : orders.get(orderNumber)?.placedOn);
    return [
      ...byId.entries().flatMap(([id, complaint]) => contradictionsOf(id, complaint, placedOn(complaint.orderNumber))),
      ...disputes.entries().flatMap(([id, dispute]) => {
        const complaint = dispute.complaintId === undefined ? undefined : byId.get(dispute.complaintId);
        return disputeContradictions(id, dispute, { orderPlacedOn: placedOn(dispute.orderNumber), complaint });
      }),
    ];
  },
};

const moved = (state: Complaints, complaintId: string, move: ComplaintMove, at: Instant): Complaints => ({
  ...state,
  byId: changed(state.byId, complaintId, (complaint) => {
    const moves = withValue(complaint.moves, move, at);
    return { ...complaint, moves, ended: endOf(moves) };
  }),
});

const takenBy = (state: Complaints, id: string): Complaints => ({ ...state, taken: state.taken.with(id, true) });

const complaintTaken = (complaintId: string, how: string): Rejection<'COMPLAINT_ID_TAKEN'> =>
  reject('COMPLAINT_ID_TAKEN', `Complaint ${complaintId} was ${how} already: give the new one another id.`, '/complaintId');

const early = (complaintId: string, { recordedOn, begun }: ComplaintState, at: Instant): Rejection<'COMPLAINT_NOT_RECORDED_YET'> => {
  const detail = `Complaint ${complaintId} reached us on ${recordedOn} (${begun}), after ${at}: correct occurredAt.`;
  return reject('COMPLAINT_NOT_RECORDED_YET', detail, '/occurredAt');
};

const reopenedLater = (complaintId: string, since: Instant): Rejection<'COMPLAINT_REOPENED_LATER'> => {
  const detail = `Complaint ${complaintId} was reopened at ${since}, afterwards: name a later occurredAt, or correct the resolution before.`;
  return reject('COMPLAINT_REOPENED_LATER', detail, '/occurredAt');
};

const resolvedLater = (complaintId: string, at: Instant): Rejection<'COMPLAINT_NOT_RESOLVED_YET'> => {
  const detail = `Complaint ${complaintId} was resolved at ${at}, afterwards: it is reopened later than that; correct occurredAt.`;
  return reject('COMPLAINT_NOT_RESOLVED_YET', detail, '/occurredAt');
};

const escalatedLater = (disputeId: string, since: Instant): Rejection<'DISPUTE_ESCALATED_LATER'> =>
  reject('DISPUTE_ESCALATED_LATER', `Dispute ${disputeId} was escalated at ${since}, afterwards: correct occurredAt.`, '/occurredAt');

const cycle = lifeCycle<ComplaintState, ComplaintCode>({
  taken: (complaintId) => complaintTaken(complaintId, 'recorded'),
  unknown: (complaintId) =>
    reject('COMPLAINT_NOT_FOUND', `There is no complaint ${complaintId}: record it with RecordComplaint, or check the id.`, '/complaintId'),
  // It ends in one way, so that this is never said of a resolution; whoever goes on with it reopens it.
  over: (complaintId) =>
    reject('COMPLAINT_RESOLVED', `Complaint ${complaintId} is resolved: reopen it with ReopenComplaint.`, '/complaintId'),
  early,
});

const disputeTaken = (disputeId: string, how: string): Rejection<'DISPUTE_ID_TAKEN'> =>
  reject('DISPUTE_ID_TAKEN', `Dispute ${disputeId} was ${how} already: give the new one another id.`, '/disputeId');

const disputeCycle = lifeCycle<DisputeState, ComplaintCode>({
  taken: (disputeId) => disputeTaken(disputeId, 'opened'),
  unknown: (disputeId) =>
    reject('DISPUTE_NOT_FOUND', `There is no dispute ${disputeId}: open it with OpenDispute, or check the id.`, '/disputeId'),
  over: (disputeId, { ended: end }) =>
    reject('DISPUTE_SETTLED', `Dispute ${disputeId} was settled at ${end?.at}: open another one with OpenDispute.`, '/disputeId'),
  early: (disputeId, { openedOn, begun }, at) =>
    reject(
      'DISPUTE_NOT_OPENED_YET',
      `Dispute ${disputeId} was opened on ${openedOn} (${begun}), after ${at}: correct occurredAt.`,
      '/occurredAt',
    ),
});
