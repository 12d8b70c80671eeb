import { described, optional } from '#libs/kernel/fields.js';
import { document, instant, nullable, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { credit, personId, reason } from '../kinds.js';

const fact = described(
  text(64, '0b7e3c52-6f2f-5d0e-9a5e-3f1f6f0c2a11'),
  'The id of an event of the same stream; of one that was corrected before, still its own.',
);
const changes = optional(
  document({ reason: 'as their letter says' }),
  'Fields of its data that are told otherwise; null empties an optional one.',
);
const withdrawal = { fact, reason };
const correction = {
  fact,
  changes,
  occurredAt: optional(instant, 'When it really happened.'),
  employeeId: optional(nullable(personId), 'Whom it counts for; null: nobody.'),
  reason,
};

/** What can have happened to facts: both what was told and how it is told now stand for ever. Stored contract. */
export const amendmentEvents = {
  FactWithdrawn: event('Withdrawn', '{reason}', withdrawal),
  FactCorrected: event('Corrected', `${when('changes', '{changes}. ')}${when('occurredAt', 'It happened on {occurredAt}. ')}{Reason}`, {
    fact,
    changes,
    occurredAt: optional(instant),
    credit: optional(credit, 'Absent: it counts for whom it counted.'),
    reason,
  }),
};

/** What may be asked about any fact of an account. */
export const amendmentCommands = {
  WithdrawFact: command('It did not happen, or not here. Refused where others rest on it.', withdrawal, 'known'),
  CorrectFact: command(
    'It happened, but otherwise. Whom it counts for is decided anew where that is told, or where the date moves.',
    correction,
    'known',
  ),
};

/** The same about people. */
export const employeeAmendmentCommands = {
  WithdrawEmployeeFact: command('As WithdrawFact, about a person.', withdrawal),
  CorrectEmployeeFact: command('As CorrectFact, about a person.', correction),
};

/** The same about teams. */
export const teamAmendmentCommands = {
  WithdrawTeamFact: command('As WithdrawFact, about a team.', withdrawal),
  CorrectTeamFact: command('As CorrectFact, about a team.', correction),
};

/** The same about what holds for the company as a whole. */
export const portfolioAmendmentCommands = {
  WithdrawPortfolioFact: command('As WithdrawFact, about an exchange rate.', withdrawal),
  CorrectPortfolioFact: command('As CorrectFact, about an exchange rate.', correction),
};

export type AmendmentEvents = MessagesOf<typeof amendmentEvents>;
