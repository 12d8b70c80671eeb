import { type DataOf, described, optional, partial } from '#libs/kernel/fields.js';
import { day, flag, id, instant, integer, like, listOf, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { contact, credit, employee, newId, reason, reference, stakeholder } from '../kinds.js';
import { CHANNELS, CHURN_REASONS, DIRECTIONS, SENTIMENTS } from '../values.js';

/** The longest interaction that a record may claim: a week. */
const DURATION_MINUTES_MAX = 7 * 24 * 60;

/** People of ours whom one interaction may name: each is looked up, and a decision may rest on so many streams only. */
const PEOPLE_MAX = 50;

/** Steps of one plan: more of them are none that anybody takes. */
const STEPS_MAX = 30;

/** How long after its time something may begin: half a day, and it is another meeting. */
const MINUTES_LATE_MAX = 12 * 60;

const meetingId = like(id, 'review-2026-q2', 'm-2');
const ourPeople = listOf(employee, { max: PEOPLE_MAX });
const theirPeople = listOf(stakeholder, { max: PEOPLE_MAX });
const durationMinutes = optional(integer(0, DURATION_MINUTES_MAX, 45, 15));
const outcome = optional(text(2_000, 'They will share a six-month forecast.'));

/** What is known of an interaction; everything but the channel may be unknown. */
const details = {
  channel: oneOf(CHANNELS),
  direction: optional(oneOf(DIRECTIONS)),
  ourPeople: optional(ourPeople, 'Ids of our people who took part.'),
  contacts: optional(
    listOf(contact(text(200, 'Head of supply', 'Buyer'))),
    'Their contacts in words; one that is the id of a stakeholder counts as that person.',
  ),
  stakeholders: optional(theirPeople, 'Their people who took part, by id.'),
  durationMinutes,
  topics: optional(listOf(text(100, 'forecast', 'prices'))),
  sentiment: optional(oneOf(SENTIMENTS)),
  outcome,
  summary: optional(text(10_000, 'Quarterly review of deliveries.')),
  executive: optional(flag, 'An executive of ours took part.'),
  meetingId: optional(meetingId, 'The meeting that was prepared for this.'),
  minutesLate: optional(integer(0, MINUTES_LATE_MAX, 0, 10), 'How long after the agreed time we were there; 0 is punctual.'),
};
export type InteractionDetails = DataOf<typeof details>;

const anyInteraction = like(id, 'review-2026-q1', 'i-2');
const interactionId = reference('interaction', anyInteraction);
const eventId = text(64, '0b7e3c52-6f2f-5d0e-9a5e-3f1f6f0c2a11');
const meeting = {
  plannedFor: optional(instant),
  checklist: listOf(text(200, 'open promises', 'complaints')),
  brief: optional(text(10_000, 'They want to know about the new depot.')),
  stakeholders: optional(theirPeople, 'Whom we are going to meet.'),
};
const anyWorkshop = like(id, 'workshop-2026', 'w-2');
const workshop = {
  topic: text(200, 'Where we want to be in five years', 'Stock at their plant'),
  ourPeople: described(listOf(employee, { min: 1, max: PEOPLE_MAX }), 'Ids of our people who took part.'),
  executives: optional(ourPeople, 'Those of our people who are executives.'),
  stakeholders: described(listOf(stakeholder, { min: 1, max: PEOPLE_MAX }), 'Their people who took part.'),
  durationMinutes,
  outcome,
};
const step = record(
  'InteractionStep',
  { what: text(500, 'Show the new line to the plant manager'), due: day, channel: optional(oneOf(CHANNELS)) },
  { what: 'Show the new line to the plant manager', due: '2026-04-02', channel: 'visit' },
  { what: 'Ask for their forecast', due: '2026-03-28' },
);
const plan = {
  expertId: described(employee, 'Who knows the account or its trade well enough to decide.'),
  present: text(2_000, 'They buy parts by price.'),
  future: text(2_000, 'We keep their stock.'),
  steps: described(listOf(step, { min: 1, max: STEPS_MAX }), 'What comes next. A later plan takes the place of this one.'),
};
const expertise = {
  expert: text(200, 'Dr Lang, hydraulics'),
  employeeId: optional(employee, 'Where the expert is one of ours.'),
  topic: text(500, 'Retrofit of the press line', 'Merger with Globex'),
  reason: optional(reason),
};
const disclosure = {
  what: text(2_000, 'Nobody asks what we need.', 'Every brand of yours sends its own people.'),
  stakeholderId: optional(stakeholder, 'Who said so.'),
  interactionId: optional(interactionId, 'Where it was said.'),
  causes: optional(listOf(oneOf(CHURN_REASONS))),
};
const changes = described(
  record('InteractionChanges', partial(details), { durationMinutes: 30, outcome: 'They will share a forecast.' }, { topics: ['prices'] }),
  'The details that a correction replaces; the others stay.',
);

/** What can have happened. Stored contract. */
export const interactionEvents = {
  InteractionRecorded: event(
    'Interaction recorded',
    `${when('direction', '{Direction} {channel}', '{Channel}')}${when('contacts', ' with {contacts}')}${when('topics', ' about {topics}')}.${when('summary', ' {summarySentence}')}${when('outcome', ' {outcomeSentence}')}`,
    { ...details, interactionId: newId('interaction', anyInteraction), credit },
  ),
  InteractionCorrected: event(
    'Interaction corrected',
    'Corrected {changes}: {reason}',
    { interactionId, corrects: eventId, changes, reason },
    'Names the event that it corrects; both stay visible.',
  ),
  InteractionRetracted: event('Interaction retracted', '{reason}', { interactionId, retracts: eventId, reason }),
  MeetingPrepared: event(
    'Meeting prepared',
    `${when('plannedFor', 'For {plannedFor}', 'No date yet')}; prepared: {checklist}.${when('brief', ' {briefSentence}')}`,
    { meetingId, ...meeting },
  ),
  AccountWorkshopHeld: event(
    'Workshop held',
    `{topic}: {ourPeople} with {stakeholders}.${when('outcome', ' {outcomeSentence}')}`,
    { workshopId: newId('workshop', anyWorkshop), ...workshop, credit },
    'Our people and theirs work on the account together; it is a meeting as well.',
  ),
  InteractionPlanDecided: event('Interaction plan decided', '{presentSentence} To come: {futureSentence}', plan),
  ExpertEngaged: event('Expert engaged', `{expert} on {topic}${when('reason', ': {reason}')}`, expertise),
  DissatisfactionDisclosed: event(
    'Dissatisfaction disclosed',
    `${when('stakeholderId', '{stakeholderId} said: ')}{what}`,
    disclosure,
    'They say openly what they are not content with, as in a talk between executives.',
  ),
};

/** What may be asked. */
export const interactionCommands = {
  RecordInteraction: command('It counts for the first of `ourPeople`, else for the owner at that time.', {
    ...details,
    interactionId: optional(newId('interaction', anyInteraction), 'The command id where it is left out.'),
  }),
  CorrectInteraction: command('Other details than were recorded.', { interactionId, changes, reason }, 'known'),
  RetractInteraction: command('It never happened, or not here.', { interactionId, reason }, 'known'),
  PrepareMeeting: command('Preparing a meeting again replaces its preparation.', {
    meetingId: optional(meetingId, 'The command id where it is left out.'),
    ...meeting,
  }),
  HoldWorkshop: command('It counts for the first of `ourPeople`.', {
    workshopId: optional(newId('workshop', anyWorkshop), 'The command id where it is left out.'),
    ...workshop,
  }),
  DecideInteractionPlan: command('An expert decides how we deal with the account now and later.', plan),
  EngageExpert: command('Somebody who knows the trade or the matter is brought in.', expertise),
  DiscloseDissatisfaction: command('They have said what they are not content with.', disclosure),
};

export type InteractionEvents = MessagesOf<typeof interactionEvents>;
export type InteractionCommands = MessagesOf<typeof interactionCommands>;
