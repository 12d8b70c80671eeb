import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { isPolicyName, POLICY_NAMES } from './policy/documents.js';
import { type Policy } from './policy/policy.js';

/** Refuses a basis that is neither a person nor a version of a policy that has been in force. */
export const requireBasis = (basis: string, context: Context): Need | Rejection<'INVALID_BASIS'> | undefined =>
  basis === 'person' ? undefined : requireVersion(basis, context, '/basis', 'write person, or');

/** Refuses what is no version of a policy that has been in force; `otherwise` begins what is allowed. */
export const requireVersion = (
  basis: string,
  context: Context,
  field: string,
  otherwise = 'write',
): Need | Rejection<'INVALID_BASIS'> | undefined => {
  const [name = '', version] = basis.split('@');
  if (!isPolicyName(name)) {
    const allowed = `${otherwise} the version of the policy that raised it, silence@2, of ${POLICY_NAMES.join(', ')}`;
    return reject('INVALID_BASIS', `"${basis}" is no basis: ${allowed}.`, field);
  }
  const stream = `policy-${name}`;
  const policy = context.other<{ readonly policy: Policy }>(stream)?.policy;
  if (policy === undefined) return need(stream);
  if (wasInForce(policy, Number(version), context.now)) return undefined;
  const known = policy.activations.map((activation) => activation.version);
  const versions = [...new Set([0, ...known])].map((one) => `${name}@${one}`).join(', ');
  return reject('INVALID_BASIS', `"${basis}" has never been in force: ${otherwise} one of ${versions}.`, field);
};

/** Whether a version has been in force by a moment; version 0, the default, was until the first activation. */
const wasInForce = ({ activations }: Policy, version: number, by: Instant): boolean =>
  version === 0 || activations.some((activation) => activation.version === version && activation.validFrom <= by);
