import { optional } from '#libs/kernel/fields.js';
import { id, like, listOf, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { employee, moneyFromZero, newId, personId, reason, reference } from '../kinds.js';
import { CHANNELS } from '../values.js';

const anyProgram = like(id, 'abm-2026');
const programId = reference('abm-program', anyProgram);
const program = {
  title: text(200, 'Line two at Acme', 'A market of one'),
  audience: listOf(text(200, 'Head of supply', 'Buyer'), { min: 1 }),
  contentPlan: optional(listOf(text(500, 'Case study', 'Plant visit'))),
};
const anyOffer = like(id, 'line-two');
const offer = { programId, offer: text(2_000, 'Line two with a service desk of its own', 'A trial'), value: optional(moneyFromZero) };
const anyTouch = like(id, 'touch-1');
const touch = {
  programId,
  contact: text(200, 'Head of supply', 'Buyer'),
  channel: oneOf(CHANNELS),
  content: optional(text(500, 'Case study')),
  offerId: optional(reference('abm-offer', anyOffer)),
};
const response = {
  touchId: reference('abm-touch', anyTouch),
  response: oneOf(['interested', 'meeting', 'opportunity', 'refused']),
  pipeline: optional(moneyFromZero, 'What of the pipeline came of it.'),
  opportunityId: optional(id, 'The opportunity that came of it.'),
};

/** What can have happened. Stored contract. */
export const programEvents = {
  AbmProgramLaunched: event(
    'Account programme launched',
    `{title}, for {audience}${when('team', ', by {team}')}`,
    { programId: newId('abm-program', anyProgram), ...program, team: listOf(personId) },
    'Account-based marketing: the account is a market of its own, and sales and marketing work as one group.',
  ),
  AbmOfferPublished: event('Offer published', `{offer}${when('value', ', worth {value}')}`, {
    offerId: newId('abm-offer', anyOffer),
    ...offer,
  }),
  AbmTouchDelivered: event('Touch delivered', `{Channel} to {contact}${when('content', ': {content}')}`, {
    touchId: newId('abm-touch', anyTouch),
    ...touch,
  }),
  AbmTouchResponded: event('Touch responded', `{touchId}: {response}${when('pipeline', ', {pipeline}')}`, response),
  AbmProgramEnded: event('Account programme ended', '{programId}: {reason}', { programId, reason }),
};

/** What may be asked. */
export const programCommands = {
  LaunchAbmProgram: command('The account becomes a market of its own, with a group of ours that works on it.', {
    programId: optional(newId('abm-program', anyProgram), 'The command id where it is left out.'),
    ...program,
    team: listOf(employee, { min: 1, max: 50 }),
  }),
  PublishOffer: command('An offer that is made for this account alone.', {
    offerId: optional(newId('abm-offer', anyOffer), 'The command id where it is left out.'),
    ...offer,
  }),
  DeliverAbmTouch: command('One of theirs is reached within a programme.', {
    touchId: optional(newId('abm-touch', anyTouch), 'The command id where it is left out.'),
    ...touch,
  }),
  RecordAbmResponse: command('What came of a touch; said once more at a later time, it adds what came then.', response, 'settling'),
  EndAbmProgram: command('It goes on no more.', { programId, reason }, 'settling'),
};

export type ProgramEvents = MessagesOf<typeof programEvents>;
export type ProgramCommands = MessagesOf<typeof programCommands>;
