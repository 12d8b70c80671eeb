import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { isPolicyName, POLICY_NAMES } from '../policy/documents.js';
import { type Policy } from '../policy/policy.js';

/** Refuses a basis that is neither a person nor a version of a policy that has been in force. */
export const requireBasis = (basis: string, context: Context): Need | Rejection<'INVALID_BASIS'> | undefined => {
  if (basis === 'person') return undefined;
  const [name = '', version] = basis.split('@');
  if (!isPolicyName(name)) {
    const allowed = `write person, or the version of the policy that raised it, silence@2, of ${POLICY_NAMES.join(', ')}`;
    return reject('INVALID_BASIS', `"${basis}" is no basis: ${allowed}.`, '/basis');
  }
  const stream = `policy-${name}`;
  const policy = context.other<{ readonly policy: Policy }>(stream)?.policy;
  if (policy === undefined) return need(stream);
  if (wasInForce(policy, Number(version), context.now)) return undefined;
  const known = policy.activations.map((activation) => activation.version);
  const versions = [...new Set([0, ...known])].map((one) => `${name}@${one}`).join(', ');
  return reject('INVALID_BASIS', `"${basis}" has never been in force: write person, or one of ${versions}.`, '/basis');
};

/** Whether a version has been in force by a moment; version 0, the default, was until the first activation. */
const wasInForce = ({ activations }: Policy, version: number, by: Instant): boolean =>
  version === 0 || activations.some((activation) => activation.version === version && activation.validFrom <= by);
