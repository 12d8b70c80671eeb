import { complain } from '#libs/kernel/complaint.js';
import { described, type Kind, optional } from '#libs/kernel/fields.js';
import { day, instant, integer, like, listOf, mapOf, month, oneOf, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { reason } from '../kinds.js';
import { MATURITY_BANDS, MATURITY_ITEMS, STAGES } from '../values.js';

const figure: Kind<number> = {
  allowed: 'a number',
  schema: { type: 'number' },
  check: (value, at) => (typeof value === 'number' && Number.isFinite(value) ? [] : [complain(at, 'a number', value)]),
  samples: [3, 0.9],
};
const eventId = text(64, '0b7e3c52-6f2f-5d0e-9a5e-3f1f6f0c2a11');
const policyVersion = text(64, 'stage-evidence@0');
const item = oneOf(MATURITY_ITEMS);
const reviewedMonth = like(month, '2026-01', '2026-02');
const score = integer(1, 4, 3, 2);
const inputs = mapOf(figure, ['contacts', 'ourPeople']);
const override = record(
  'ReviewOverride',
  { score, until: day, event: eventId },
  { score: 4, until: '2026-12-31', event: '0b7e3c52-6f2f-5d0e-9a5e-3f1f6f0c2a11' },
);

const reviewed = record('ReviewedItem', {
  item,
  score: described(score, 'By the facts; what somebody scores it for a time stands under `override`, and counts.'),
  override: optional(override),
  inputs: described(inputs, 'What was counted, by name; what is not known is not there.'),
  evidence: described(listOf(eventId), 'The events that it rests on, the latest ones.'),
});
/** One that adds up. */
const example = MATURITY_ITEMS.map((name) => ({
  item: name,
  score: 2,
  inputs: name === 'contactStructure' ? { contacts: 2, ourPeople: 1 } : { signals: 1 },
  evidence: ['0b7e3c52-6f2f-5d0e-9a5e-3f1f6f0c2a11'],
}));

const overridden = {
  item,
  score,
  until: described(day, 'The last day on which it counts.'),
  reason,
};

/** What can have happened. Stored contract. */
export const maturityEvents = {
  RelationshipReviewed: event(
    'Relationship reviewed',
    `{month}: {total} of 24 points by the facts ({band}), as many as {supports} asks for${when('supersedes', '; in place of an earlier review')}`,
    {
      month: reviewedMonth,
      until: described(like(instant, '2026-01-31T23:59:59.999Z'), 'The end of the month in the company: what had happened by then counts.'),
      items: like(listOf(reviewed, { min: MATURITY_ITEMS.length, max: MATURITY_ITEMS.length }), example),
      total: described(integer(6, 24, 12, 9), 'The sum of what counts of the six items, 6–24.'),
      band: like(oneOf(MATURITY_BANDS), 'cooperative', 'basic'),
      supports: described(
        like(oneOf(STAGES), 'value', 'transactional'),
        'The highest stage for which the sum is enough; what else a stage asks for is not looked at.',
      ),
      supportedBy: described(policyVersion, 'The version of the policy that says how much a stage asks for.'),
      supersedes: optional(
        eventId,
        'The review of the same month that it takes the place of: facts were told late, or another policy holds.',
      ),
    },
    'The six items, scored from the facts of a month under policy `maturity`.',
  ),
  MaturityItemOverridden: event('Maturity item overridden', '{item} counts {score} until {until}: {reason}', overridden),
};

/** What may be asked. */
export const maturityCommands = {
  ReviewRelationship: command(
    'Scores the six items from what had happened by the end of a month that is over; a month that comes to the same again is reviewed once.',
    { month: reviewedMonth },
  ),
  OverrideMaturityItem: command('An item counts what somebody says until a day, whatever the facts come to; both are shown.', overridden),
};

export type MaturityEvents = MessagesOf<typeof maturityEvents>;
export type MaturityCommands = MessagesOf<typeof maturityCommands>;
