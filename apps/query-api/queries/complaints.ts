import { PROCESS_STEPS, SEVERITIES } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Clocks, clocksOf } from '#libs/read-models/complaint-desk/clocks.js';
import { complaintDesk, type ComplaintRecord } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type Listed } from '../answers.js';
import { deskOf } from '../desk.js';
import { list } from '../list.js';

/** A complaint with how its clocks stand. */
export type ComplaintLine = ComplaintRecord & { readonly clocks: Clocks };

export type ComplaintsAnswer = Listed<ComplaintLine>;

/** Complaints by when they reached us, with their clocks. */
export const complaints = list({
  name: 'Complaints',
  path: '/v1/complaints',
  summary: 'Complaints by when they reached us, with the clocks of their service level',
  readModel: complaintDesk,
  filters: { accountId: id },
  parameters: {
    status: oneOf(['open', 'acknowledged', 'resolved']),
    theme: oneOf(PROCESS_STEPS),
    severity: oneOf(SEVERITIES),
    late: oneOf(['acknowledge', 'resolve']),
  },
  accountIn: 'accountId',
  prepare: ({ sources, moment, until }) => deskOf(sources, moment, until),
  where: ({ parameters: { status } }) => ({ kind: 'complaint', ...(status === undefined ? {} : { status }) }),
  sort: { field: 'at' },
  item: (document, _, desk): ComplaintLine => {
    const complaint = document as ComplaintRecord;
    return { ...complaint, clocks: clocksOf(complaint, desk.levelOf(complaint.accountId, complaint.at), desk.policy, desk) };
  },
  keep: ({ theme, severity, clocks }: ComplaintLine, { parameters }) =>
    (parameters.theme === undefined || theme === parameters.theme)
    && (parameters.severity === undefined || severity === parameters.severity)
    && (parameters.late === undefined || clocks[parameters.late].late),
});
