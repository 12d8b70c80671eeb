import fc from 'fast-check';
import { optional } from '#libs/kernel/fields.js';
import { instant, like, text } from '#libs/kernel/kinds.js';
import { dataOf } from '#libs/kernel/testing/arbitraries.js';
import { reason } from '../kinds.js';
import { type AllCommands, commandDeclarations } from '../messages.js';
import { POLICY_DEFAULTS } from '../policy/documents.js';

/** Streams that commands of a simulation are sent to, by category, the main one first. */
export const STREAMS: Readonly<Record<string, readonly string[]>> = {
  account: ['account-acme', 'account-globex', 'account-initech'],
  employee: ['employee-ann', 'employee-bob', 'employee-cyd'],
  team: ['team-north', 'team-south'],
  portfolio: ['portfolio-company'],
  policy: ['policy-stage-evidence'],
};

/** A simulation calls its events by their commands: what is amended is mostly there, and often one of the first. */
const facts = [...Array.from({ length: 40 }, (_, index) => index % 7), ...Array.from({ length: 40 }, (_, index) => index)];
const fact = like(text(64), 'c-0#0', ...facts.map((index) => `c-${index}#0`));
const occurredAt = optional(like(instant, '2026-02-01T10:00:00.000Z', '2026-02-14T09:00:00.000Z'));
const withdrawal = dataOf({ ...commandDeclarations.WithdrawFact.fields, fact });
const correction = dataOf({ ...commandDeclarations.CorrectFact.fields, fact, occurredAt });
const redating = dataOf({ fact, occurredAt, reason });

/** Data for every command, by its type, as its declaration says. */
export const commandArbitraries = {
  ...Object.fromEntries(Object.entries(commandDeclarations).map(([type, { fields }]) => [type, dataOf(fields)])),
  WithdrawFact: withdrawal,
  WithdrawEmployeeFact: withdrawal,
  WithdrawTeamFact: withdrawal,
  WithdrawPortfolioFact: withdrawal,
  CorrectFact: correction,
  CorrectEmployeeFact: redating,
  CorrectTeamFact: redating,
  CorrectPortfolioFact: redating,
  // What a document may hold depends on the policy that it is for.
  PublishPolicyVersion: fc.record(
    {
      version: fc.integer({ min: 1, max: 4 }),
      document: fc.constant(POLICY_DEFAULTS['stage-evidence']),
      rationale: fc.constant('as agreed'),
    },
    { requiredKeys: ['version', 'document'] },
  ),
} as { readonly [Type in keyof AllCommands]: fc.Arbitrary<AllCommands[Type]> };
