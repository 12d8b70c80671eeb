import { type DataOf, described, optional, partial } from '#libs/kernel/fields.js';
import { flag, id, instant, integer, like, listOf, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { credit, employee, newId, reason, reference } from '../kinds.js';
import { CHANNELS, DIRECTIONS, SENTIMENTS } from '../values.js';

/** The longest interaction that a record may claim: a week. */
const DURATION_MINUTES_MAX = 7 * 24 * 60;

/** People of ours whom one interaction may name: each is looked up, and a decision may rest on so many streams only. */
const PEOPLE_MAX = 50;

/** What is known of an interaction; everything but the channel may be unknown. */
const details = {
  channel: oneOf(CHANNELS),
  direction: optional(oneOf(DIRECTIONS)),
  ourPeople: optional(listOf(employee, { max: PEOPLE_MAX }), 'Ids of our people who took part.'),
  contacts: optional(listOf(text(200, 'Head of supply', 'Buyer')), 'Their contacts, by name or id.'),
  durationMinutes: optional(integer(0, DURATION_MINUTES_MAX, 45, 15)),
  topics: optional(listOf(text(100, 'forecast', 'prices'))),
  sentiment: optional(oneOf(SENTIMENTS)),
  outcome: optional(text(2_000, 'They will share a six-month forecast.')),
  summary: optional(text(10_000, 'Quarterly review of deliveries.')),
  executive: optional(flag, 'An executive of ours took part.'),
};
export type InteractionDetails = DataOf<typeof details>;

const anyInteraction = like(id, 'review-2026-q1', 'i-2');
const interactionId = reference('interaction', anyInteraction);
const eventId = text(64, '0b7e3c52-6f2f-5d0e-9a5e-3f1f6f0c2a11');
const meeting = {
  plannedFor: optional(instant),
  checklist: listOf(text(200, 'open promises', 'complaints')),
  brief: optional(text(10_000, 'They want to know about the new depot.')),
};
const meetingId = like(id, 'review-2026-q2', 'm-2');
const changes = described(record('InteractionChanges', partial(details)), 'The details that a correction replaces; the others stay.');

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
};

export type InteractionEvents = MessagesOf<typeof interactionEvents>;
export type InteractionCommands = MessagesOf<typeof interactionCommands>;
