import { described, optional } from '#libs/kernel/fields.js';
import { document as anyDocument, instant, integer } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { reason } from '../kinds.js';

const version = integer(1, 1_000_000, 1, 2, 3);
const document = anyDocument({ futureToleranceMinutes: 10 });
const published = {
  version: described(version, 'Versions count from 1; 0 is the built-in default.'),
  document,
  rationale: optional(reason),
};
const retired = { version, reason };

/** What can have happened to `policy-<name>`: every rule with its history. Stored contract. */
export const policyEvents = {
  PolicyVersionPublished: event('Policy version published', `Version {version}${when('rationale', ': {rationale}')}`, published),
  PolicyVersionActivated: event('Policy version activated', 'Version {version} from {validFrom}', {
    version,
    validFrom: described(instant, "In force from then (decision time) until another version's activation takes over."),
  }),
  PolicyVersionRetired: event('Policy version retired', 'Version {version}: {reason}', retired),
};

/** What may be asked. */
export const policyCommands = {
  PublishPolicyVersion: command("`version` must be the next one; `document` is checked against the policy's schema.", published),
  ActivatePolicyVersion: command(
    'A `validFrom` that has passed when the command is decided is taken as that moment: no activation restates the past.',
    {
      version,
      validFrom: instant,
    },
  ),
  RetirePolicyVersion: command('Refused while the version is in force or due to come into force.', retired),
};

export type PolicyEvents = MessagesOf<typeof policyEvents>;
export type PolicyCommands = MessagesOf<typeof policyCommands>;
