import { described, optional } from '#libs/kernel/fields.js';
import { id, integer, like, mapOf, month, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { newId, orderNumber, reason, reference } from '../kinds.js';
import { OFFERING_LEVELS, SIDES } from '../values.js';

const anyAlliance = like(id, 'northern-depot', 'alliance-2');
const newAlliance = newId('alliance', anyAlliance);
const allianceId = reference('alliance', anyAlliance);
const anyDevelopment = like(id, 'clean-cap', 'development-2');
const newDevelopment = newId('development', anyDevelopment);
const developmentId = reference('development', anyDevelopment);
const newReplenishment = newId('replenishment', like(id, 'r-2026-31', 'r-2', 'r-3'));

const level = oneOf(OFFERING_LEVELS);
const by = described(text(200, 'Head of supply', 'Buyer'), 'Who of theirs, by name or id.');
const quantities = mapOf(text(64, '4200 pieces', '10'), ['valve actuators']);
const purpose = text(2_000, 'One depot for the north, run by both.');
const development = { title: text(200, 'A cap that closes by itself'), brand: optional(text(200, 'Haohan')) };
const launch = { developmentId, product: text(200, 'Clean cap 2') };
const sellOut = { period: month, quantities };
const replenishment = {
  quantities,
  orderNumber: optional(reference('order', orderNumber), 'The order that it led to.'),
};
const trust = {
  by,
  mark: described(integer(1, 5, 4, 2), 'From 1, none, to 5, full.'),
  about: optional(text(2_000, 'They tell us first.')),
};

const switching = {
  side: described(oneOf(SIDES), 'Who would have to turn to somebody else.'),
  mark: described(integer(1, 5, 4, 2), 'From 1, at once and for nothing, to 5, hardly at all.'),
  reason: optional(reason),
};

/** What can have happened. Stored contract. */
export const cooperationEvents = {
  OfferingLevelRecorded: event(
    'Offering level recorded',
    `{Level}${when('previous', ', before {previous}')}${when('reason', ': {reason}')}`,
    {
      level,
      previous: optional(level),
      reason: optional(reason),
    },
  ),
  AllianceProposed: event('Alliance proposed', '{purpose}', { allianceId: newAlliance, purpose }),
  AllianceFormed: event('Alliance formed', '{allianceId}, agreed by {by}', { allianceId, by }),
  AllianceEnded: event('Alliance ended', '{allianceId}: {reason}', { allianceId, reason }),
  JointDevelopmentStarted: event('Joint development started', `{title}${when('brand', ', under the brand {brand}')}`, {
    developmentId: newDevelopment,
    ...development,
  }),
  JointDevelopmentLaunched: event('Joint development launched', '{product} ({developmentId})', launch),
  SellOutReported: event('Sell-out reported', 'In {period}: {quantities}', sellOut, 'What they sold on of what we delivered.'),
  ReplenishmentTriggered: event('Replenishment triggered', `{quantities}${when('orderNumber', ', by order {orderNumber}')}`, {
    replenishmentId: newReplenishment,
    ...replenishment,
  }),
  SwitchingCostAssessed: event('Switching cost assessed', `{Side}: {mark} of 5${when('reason', ', {reason}')}`, switching),
  TrustAssessed: event('Trust assessed', `{by}: {mark} of 5${when('about', ', {about}')}`, trust),
};

/** What may be asked. */
export const cooperationCommands = {
  RecordOfferingLevel: command('What we are to them from then on: from products that are sold to a business that is run together.', {
    level,
    reason: optional(reason),
  }),
  ProposeAlliance: command('One side proposes an alliance.', {
    allianceId: optional(newAlliance, 'The command id where it is left out.'),
    purpose,
  }),
  FormAlliance: command('Both sides agree: one of theirs, none of our own people, says so.', { allianceId, by }),
  EndAlliance: command('It is over, or it will not be formed.', { allianceId, reason }, 'settling'),
  StartJointDevelopment: command('A product or a brand is developed together.', {
    developmentId: optional(newDevelopment, 'The command id where it is left out.'),
    ...development,
  }),
  LaunchJointDevelopment: command('What was developed together is on the market.', launch, 'settling'),
  RecordSellOut: command('What they report that they sold on in a month; a later report of the month replaces it.', sellOut),
  TriggerReplenishment: command('Stock of theirs is filled up by what their data say, without an order being asked for.', {
    replenishmentId: optional(newReplenishment, 'The command id where it is left out.'),
    ...replenishment,
  }),
  AssessSwitchingCost: command('How hard it would be for one side to turn to somebody else, from then on.', switching),
  AssessTrust: command('How far somebody of theirs trusts us, as they say.', trust),
};

export type CooperationEvents = MessagesOf<typeof cooperationEvents>;
export type CooperationCommands = MessagesOf<typeof cooperationCommands>;
