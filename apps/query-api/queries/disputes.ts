import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { complaintDesk, type DisputeRecord } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type Listed } from '../answers.js';
import { deskOf } from '../desk.js';
import { list } from '../list.js';

/** A dispute with its age: in days until it was settled, or until today. */
export type DisputeLine = DisputeRecord & { readonly ageDays: number; readonly old: boolean };

export type DisputesAnswer = Listed<DisputeLine>;

/** Disputes by when they were opened, with their age. */
export const disputes = list({
  name: 'Disputes',
  path: '/v1/disputes',
  summary: 'Disputes by when they were opened, with their age',
  readModel: complaintDesk,
  filters: { accountId: id },
  parameters: { status: oneOf(['open', 'escalated', 'settled']) },
  accountIn: 'accountId',
  prepare: ({ sources, moment, until }) => deskOf(sources, moment, until),
  where: ({ parameters: { status } }) => ({ kind: 'dispute', ...(status === undefined ? {} : { status }) }),
  sort: { field: 'at' },
  item: (document, _, { today, policy, isClosed }): DisputeLine => {
    const dispute = document as DisputeRecord;
    const ageDays = Math.max(0, calendarDaysBetween(dispute.on, dispute.settledAt ?? today));
    return { ...dispute, ageDays, old: dispute.status !== 'settled' && !isClosed(dispute.accountId) && ageDays > policy.disputeDays };
  },
});
