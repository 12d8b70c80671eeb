import { described, optional } from '#libs/kernel/fields.js';
import { document, id, like, matching, oneOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { credit, newId, reason, reference } from '../kinds.js';

/** How much an alert asks for attention, from least to most. */
export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

const anyAlert = like(id, 'silence.quiet:acme:2026-03-01', 'alert-2', 'alert-3');
const alertId = reference('alert', anyAlert);
const rule = matching(
  /^[a-z][a-z0-9-]{0,62}(\.[a-z][a-z0-9-]{0,62})?$/,
  'a rule in small letters, with its policy before it where that has several: silence.quiet',
  'silence.quiet',
  'hostage-risk',
);
const policy = described(
  matching(/^[a-z][a-z-]{0,62}@\d{1,6}$/, 'a policy version such as "silence@2"', 'silence@0', 'hostage-risk@0'),
  'The version of the policy that the rule was evaluated under.',
);
const severity = oneOf(ALERT_SEVERITIES);
const inputs = described(
  document({ quietDays: 97, quietDaysMax: 90 }, { share: 0.84 }),
  'What the rule was evaluated on: figures and bounds, by name. The events that it rests on stand in the evidence of the command.',
);
const remark = optional(text(2_000, 'I call them today.'));
const raised = { rule, policy, severity, inputs };

/** What can have happened. Stored contract. */
export const alertEvents = {
  AlertRaised: event('Alert raised', '{Severity}: {rule} (by {policy})', { alertId: newId('alert', anyAlert), ...raised, credit }),
  AlertUpdated: event(
    'Alert updated',
    '{Severity}: {rule} (by {policy})',
    { alertId, ...raised },
    'The rule is still true, of other figures or by another version.',
  ),
  AlertAcknowledged: event('Alert acknowledged', when('remark', '{alertId}: {remark}', '{alertId} was seen'), { alertId, remark }),
  AlertCleared: event('Alert cleared', '{alertId}: {reason}', { alertId, reason }),
};

/** What may be asked. */
export const alertCommands = {
  RaiseAlert: command(
    'A rule of a policy is true of the account. There is one open alert a rule: raised again, it is updated; the same again changes nothing.',
    {
      alertId: optional(newId('alert', anyAlert), 'The command id where it is left out.'),
      rule,
      policy,
      severity: optional(severity, '`warning` where it is left out.'),
      inputs,
    },
  ),
  AcknowledgeAlert: command('Somebody has seen it and says so; it stays open.', { alertId, remark }, 'settling'),
  ClearAlert: command(
    'It is no longer true, or dealt with. If it becomes true once more, it is raised anew.',
    { alertId, reason },
    'settling',
  ),
};

export type AlertEvents = MessagesOf<typeof alertEvents>;
export type AlertCommands = MessagesOf<typeof alertCommands>;
