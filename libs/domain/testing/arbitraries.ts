import fc from 'fast-check';
import { dataOf } from '#libs/kernel/testing/arbitraries.js';
import { type AllCommands, commandDeclarations } from '../messages.js';
import { POLICY_DEFAULTS } from '../policy/documents.js';

/** Streams that commands of a simulation are sent to, by category, the main one first. */
export const STREAMS: Readonly<Record<string, readonly string[]>> = {
  account: ['account-acme', 'account-globex', 'account-initech'],
  employee: ['employee-ann', 'employee-bob', 'employee-cyd'],
  team: ['team-north', 'team-south'],
  policy: ['policy-stage-evidence'],
};

/** Data for every command, by its type, as its declaration says. */
export const commandArbitraries = {
  ...Object.fromEntries(Object.entries(commandDeclarations).map(([type, { fields }]) => [type, dataOf(fields)])),
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
