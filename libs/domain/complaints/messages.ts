import { described, optional } from '#libs/kernel/fields.js';
import { id, like, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { contact, credit, employee, moneyFromZero, newId, orderNumber as anyOrder, reason, reference } from '../kinds.js';
import { CHANNELS, PROCESS_STEPS, SEVERITIES } from '../values.js';

const anyComplaint = like(id, 'c-2026-7', 'c-2');
const newComplaint = newId('complaint', anyComplaint);
const complaintId = reference('complaint', anyComplaint);
const anyDispute = like(id, 'd-2026-1', 'd-2');
const newDispute = newId('dispute', anyDispute);
const disputeId = reference('dispute', anyDispute);
const newFriction = newId('friction', like(id, 'f-2026-1', 'f-2', 'f-3'));

const orderNumber = optional(reference('order', anyOrder));
const theme = described(oneOf(PROCESS_STEPS), 'The step of our process in which it went wrong.');
const severity = oneOf(SEVERITIES);
const what = text(2_000, 'The shipping papers are wrong again.', 'Nobody calls back.');
const complaint = {
  theme,
  severity,
  what,
  complainedBy: optional(contact(text(200, 'Head of supply')), 'Who of them complained, by name or id.'),
  channel: optional(oneOf(CHANNELS)),
  orderNumber,
};
const dispute = {
  about: text(2_000, 'Invoice I-2026-77 charges freight that was waived.'),
  amount: optional(moneyFromZero, 'What is in dispute.'),
  complaintId: optional(complaintId, 'The complaint that it comes from.'),
  orderNumber,
};
const friction = { theme, severity, what, orderNumber };
const resolution = text(2_000, 'Papers are now checked before the lorry leaves.');
const terms = text(2_000, 'We bear half of the freight.');
const to = described(text(200, 'Head of sales'), 'To whom it was taken: of us, of them or beyond.');
const remark = optional(text(2_000, 'Called back within the hour.'));

/** What can have happened. Stored contract; `credit` names whom the fact counts for, as it was when it happened. */
export const complaintEvents = {
  ComplaintRecorded: event(
    'Complaint recorded',
    `{Theme}, {severity}: {what}${when('complainedBy', ' ({complainedBy})')}${when('orderNumber', '; order {orderNumber}')}`,
    { complaintId: newComplaint, ...complaint, credit },
  ),
  ComplaintAcknowledged: event('Complaint acknowledged', `{complaintId} was answered${when('remark', ': {remark}')}`, {
    complaintId,
    remark,
    credit,
  }),
  ComplaintResolved: event('Complaint resolved', '{complaintId}: {resolution}', { complaintId, resolution, credit }),
  ComplaintReopened: event('Complaint reopened', '{complaintId}: {reason}', { complaintId, reason }, 'Its first clock goes on.'),
  DisputeOpened: event('Dispute opened', `{about}${when('amount', '; {amount} in dispute')}`, {
    disputeId: newDispute,
    ...dispute,
    credit,
  }),
  DisputeEscalated: event('Dispute escalated', '{disputeId} to {to}: {reason}', { disputeId, to, reason }),
  DisputeSettled: event('Dispute settled', `{disputeId}: {terms}${when('amount', '; {amount}')}`, {
    disputeId,
    terms,
    amount: optional(moneyFromZero, 'What we bear.'),
  }),
  FrictionRecorded: event('Friction recorded', `{Theme}, {severity}: {what}${when('orderNumber', '; order {orderNumber}')}`, {
    frictionId: newFriction,
    ...friction,
    credit,
  }),
};

/** What may be asked. */
export const complaintCommands = {
  RecordComplaint: command('A complaint of the customer, from the moment at which it reached us.', {
    complaintId: optional(newComplaint, 'The command id where it is left out.'),
    ...complaint,
    employeeId: optional(employee, 'Whom it counts for; the owner at that time where it is left out.'),
  }),
  AcknowledgeComplaint: command('The customer was told that we know of it.', { complaintId, remark }, 'settling'),
  ResolveComplaint: command('What was complained about is put right.', { complaintId, resolution }, 'settling'),
  ReopenComplaint: command(
    'It is not put right after all: the first clock goes on as if it had never stopped.',
    { complaintId, reason },
    'settling',
  ),
  OpenDispute: command('We and the customer do not agree.', {
    disputeId: optional(newDispute, 'The command id where it is left out.'),
    ...dispute,
  }),
  EscalateDispute: command('A dispute is taken to somebody above.', { disputeId, to, reason }, 'settling'),
  SettleDispute: command('A dispute is over.', { disputeId, terms, amount: optional(moneyFromZero, 'What we bear.') }, 'settling'),
  RecordFriction: command('Something went wrong between us, whether they complain of it or not.', {
    frictionId: optional(newFriction, 'The command id where it is left out.'),
    ...friction,
  }),
};

export type ComplaintEvents = MessagesOf<typeof complaintEvents>;
export type ComplaintCommands = MessagesOf<typeof complaintCommands>;
