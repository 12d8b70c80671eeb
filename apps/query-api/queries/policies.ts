import { policyRules } from '#libs/domain/registry.js';
import { READ_POLICIES } from '#libs/domain/policy/documents.js';
import { type Policy } from '#libs/domain/policy/policy.js';
import { type AsOf } from '../answers.js';
import { policyState } from '../policy-in-force.js';
import { question } from '../question.js';

/** A policy with every version of it and the one in force. */
export interface PolicyLine {
  readonly name: string;
  /** Nothing reads this policy yet, whichever version is in force. */
  readonly inert?: true;
  readonly inForce: { readonly ref: string; readonly document: object };
  readonly versions: Policy['versions'];
  readonly activations: Policy['activations'];
}

export type PoliciesAnswer = { readonly items: readonly PolicyLine[]; readonly asOf: AsOf };

/** Every policy, as of a moment: which version is in force, and which there are. */
export const policies = question({
  name: 'Policies',
  path: '/v1/policies',
  summary: 'Every policy: its versions and the one in force',
  answer: async ({ moment, until, sources: { store } }): Promise<Omit<PoliciesAnswer, 'asOf'>> => {
    const items: PolicyLine[] = [];
    for (const name of policyRules.names) {
      const state = await policyState(store, name, moment);
      const { versions, activations } = state['policy'] as Policy;
      items.push({
        name,
        ...(READ_POLICIES.has(name) ? {} : { inert: true }),
        inForce: policyRules.inForce(state, name, until),
        versions,
        activations,
      });
    }
    return { items };
  },
});
