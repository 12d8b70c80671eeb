import { described, optional } from '#libs/kernel/fields.js';
import { id, integer, like, listOf, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';

/** The five levers of a key account programme. */
export const LEVERS = ['strategy-and-purpose', 'organisation', 'deployment', 'relationship-building', 'capabilities'] as const;
export type Lever = (typeof LEVERS)[number];

/** What a company is managed by, from the lowest rung to the highest. */
export const ORIENTATIONS = ['product', 'marketing', 'customer-management'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

const evidence = listOf(text(2_000, 'Every key account has an owner and a plan', 'Two reviews were missed'), { min: 1 });
const lever = {
  lever: oneOf(LEVERS),
  level: described(integer(1, 5, 3, 2), '1 there is nothing, 3 it is done, 5 others learn from us.'),
  because: evidence,
};
const orientation = { orientation: oneOf(ORIENTATIONS), because: evidence };
const requirement = {
  segment: optional(text(100, 'mid-market'), 'Of accounts in it; of all accounts where it is left out.'),
  skill: like(id, 'negotiation', 'product:pumps'),
  level: described(integer(0, 5, 3, 4), 'What whoever is in charge needs at least; 0: no more.'),
};

/** What can have happened to how the company manages key accounts. Stored contract. */
export const practiceEvents = {
  LeverAssessed: event('Lever assessed', '{lever} at level {level}: {because}', lever),
  OrientationAssessed: event('Orientation assessed', 'Managed by {orientation}: {because}', orientation),
  SkillRequirementSet: event(
    'Skill requirement set',
    `{skill} at level {level}${when('segment', ' in {segment}', ' everywhere')}`,
    requirement,
  ),
};

/** What may be asked. */
export const practiceCommands = {
  AssessLever: command('How far we are with one of the five levers of key account management, and why we say so.', lever),
  AssessOrientation: command('What the company is managed by: product, marketing or customers.', orientation),
  SetSkillRequirement: command('What whoever is in charge of accounts has to master, from then on.', requirement),
};

export type PracticeEvents = MessagesOf<typeof practiceEvents>;
export type PracticeCommands = MessagesOf<typeof practiceCommands>;
