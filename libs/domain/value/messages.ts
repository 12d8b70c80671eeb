import { described, optional } from '#libs/kernel/fields.js';
import { day, id, like, listOf, month, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { accountId, moneyFromZero, newId, reference } from '../kinds.js';

const contact = text(200, 'Head of supply', 'Buyer');
const advice = text(10_000, 'Two rivals of theirs build depots: order the second line before June.', 'Nothing new.');
const report = { month: newId('intel-report', month), advice, competitors: optional(listOf(text(200, 'Globex', 'Initech'))) };
const acknowledgement = { month: reference('intel-report', month), by: contact };

const anyValue = like(id, 'v-1', 'v-2', 'v-3');
const anyTailoring = like(id, 'night-delivery', 'kanban');
const customerValue = {
  metric: text(100, 'stock-outs avoided', 'downtime saved'),
  amount: described(moneyFromZero, 'What it is worth to them.'),
  confirmedBy: optional(contact, 'Who of theirs says so; what nobody confirms is our own opinion.'),
  tailoringId: optional(reference('tailoring', anyTailoring), 'The tailored delivery that brought it.'),
};
const anyBriefing = like(id, 'b-1', 'b-2');
const briefing = {
  briefed: listOf(contact, { min: 1 }),
  points: listOf(text(2_000, 'Fewer stock-outs', 'One truck a week less'), { min: 1 }),
};
const tailoring = { what: text(2_000, 'Delivery at night', 'Kanban at the line'), cost: described(moneyFromZero, 'What it costs us.') };

const anyLesson = like(id, 'night-windows', 'l-2');
const lesson = {
  lesson: text(10_000, 'Night windows halve their waiting time.', 'Ask the night shift.'),
  topic: optional(text(100, 'logistics')),
};
const reuse = { lessonId: anyLesson, fromAccountId: described(accountId, 'The account that it was learned at.') };
const anyReference = like(id, 'site-visit', 'quote');
const reference_ = {
  kind: text(100, 'site visit', 'quote'),
  grantedBy: contact,
  validUntil: optional(day, 'Used until then; without an end where it is left out.'),
};
const use = {
  referenceId: anyReference,
  fromAccountId: described(accountId, 'The account that gave it.'),
  purpose: optional(text(2_000, 'First visit')),
};

/** What can have happened. Stored contract. */
export const valueEvents = {
  IntelReportDelivered: event('Intelligence report delivered', `For {month}: {advice}`, report),
  IntelReportAcknowledged: event('Intelligence report acknowledged', 'That of {month} by {by}', acknowledgement),
  CustomerValueRecorded: event(
    'Customer value recorded',
    `{metric}, worth {amount}${when('confirmedBy', ', confirmed by {confirmedBy}')}`,
    {
      valueId: newId('customer-value', anyValue),
      ...customerValue,
    },
  ),
  MutualBenefitBriefed: event('Mutual benefit briefed', '{briefed}: {points}', { briefingId: newId('briefing', anyBriefing), ...briefing }),
  DeliveryTailored: event('Delivery tailored', '{what}, costing {cost}', { tailoringId: newId('tailoring', anyTailoring), ...tailoring }),
  LessonCaptured: event('Lesson captured', `${when('topic', '{topic}: ')}{lesson}`, { lessonId: newId('lesson', anyLesson), ...lesson }),
  LessonReused: event('Lesson reused', `{lessonId} of {fromAccountId}${when('how', ': {how}')}`, {
    ...reuse,
    how: optional(text(2_000, 'Two depots')),
  }),
  ReferenceGranted: event('Reference granted', `{kind}, by {grantedBy}${when('validUntil', ', until {validUntil}')}`, {
    referenceId: newId('reference', anyReference),
    ...reference_,
  }),
  ReferenceUsed: event('Reference used', `{referenceId} of {fromAccountId}${when('purpose', ': {purpose}')}`, use),
};

/** What may be asked. */
export const valueCommands = {
  DeliverIntelReport: command('What we know of their rivals in a month, with our advice; one a month.', report),
  AcknowledgeIntelReport: command('One of theirs, none of our own people, has read the report of a month.', acknowledgement, 'settling'),
  RecordCustomerValue: command('What we were worth to them, in money.', {
    valueId: optional(newId('customer-value', anyValue), 'The command id where it is left out.'),
    ...customerValue,
  }),
  BriefMutualBenefit: command('They are shown what both sides gain.', {
    briefingId: optional(newId('briefing', anyBriefing), 'The command id where it is left out.'),
    ...briefing,
  }),
  RecordDeliveryTailored: command('Something is delivered in their own way, at a cost to us.', {
    tailoringId: optional(newId('tailoring', anyTailoring), 'The command id where it is left out.'),
    ...tailoring,
  }),
  CaptureLesson: command('Something learned here that may serve elsewhere.', {
    lessonId: optional(newId('lesson', anyLesson), 'The command id where it is left out.'),
    ...lesson,
  }),
  ReuseLesson: command('Sent to the account at which a lesson of another one is put to use.', {
    ...reuse,
    how: optional(text(2_000, 'Two depots')),
  }),
  GrantReference: command('They let us name them to others.', {
    referenceId: optional(newId('reference', anyReference), 'The command id where it is left out.'),
    ...reference_,
  }),
  UseReference: command('Sent to the account that another one is named to.', use),
};

export type ValueEvents = MessagesOf<typeof valueEvents>;
export type ValueCommands = MessagesOf<typeof valueCommands>;
