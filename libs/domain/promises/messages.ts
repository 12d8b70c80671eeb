import { optional, described } from '#libs/kernel/fields.js';
import { day, id, integer, like, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { credit, employee, newId, orderNumber, reason, reference, stakeholder } from '../kinds.js';
import { URGENCIES } from '../values.js';

const anyId = like(id, 'p-1', 'p-2', 'p-3');
const promiseId = reference('promise', anyId);
const promise = {
  what: text(2_000, 'A replacement pump on site', 'Call back'),
  due: day,
  promisedTo: optional(text(200, 'Plant manager'), 'Their contact.'),
  stakeholderId: optional(stakeholder, 'To whom it was promised, by id.'),
  authority: optional(text(200, 'standard lead time'), 'Who allowed it, or on what ground the promise could be given.'),
  urgency: optional(oneOf(URGENCIES), 'Whether it stood in our plans, came unplanned, or had to be given at once.'),
};

/** What can have happened to a promise. Stored contract. */
export const promiseEvents = {
  PromiseMade: event('Promise made', `{what}, due {due}${when('promisedTo', ', to {promisedTo}')}`, {
    promiseId: newId('promise', anyId),
    ...promise,
    orderNumber: optional(reference('order', orderNumber)),
    credit,
  }),
  PromiseKept: event(
    'Promise kept',
    `{daysLate, plural, =0 {In time} one {# day late} other {# days late}}, due {due}${when('missedDue', ', {missedDue} was missed')}`,
    {
      promiseId,
      due: described(day, 'The due day in force.'),
      missedDue: optional(day, 'The first due day that had passed when another was agreed: lateness counts from it.'),
      daysLate: described(integer(0, 100_000, 3, 0), 'Days of the calendar after the due day in force, or the missed one; 0 is in time.'),
      credit,
    },
    'Kept late is late.',
  ),
  PromiseBroken: event('Promise broken', 'Due {due}: {reason}', { promiseId, reason, due: day, credit }),
  PromiseRenegotiated: event('Promise renegotiated', 'Due {due} instead of {previousDue}: {reason}', {
    promiseId,
    due: day,
    previousDue: day,
    reason,
  }),
};

/** What may be asked about promises. */
export const promiseCommands = {
  MakePromise: command('Promises something to the customer until a day.', {
    promiseId: optional(newId('promise', anyId), 'The command id where it is left out.'),
    ...promise,
    orderNumber: optional(reference('order', orderNumber)),
    employeeId: optional(employee, 'Who promised; the owner at that time where it is left out.'),
  }),
  KeepPromise: command('Kept when it happened: at the time of the command.', { promiseId }, 'settling'),
  BreakPromise: command('It will not be kept.', { promiseId, reason }, 'settling'),
  RenegotiatePromise: command(
    'Another day is agreed; once the day in force has passed, it stays missed.',
    { promiseId, due: day, reason },
    'settling',
  ),
};

export type PromiseEvents = MessagesOf<typeof promiseEvents>;
export type PromiseCommands = MessagesOf<typeof promiseCommands>;
