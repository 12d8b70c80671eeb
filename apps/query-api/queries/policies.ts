import { policy, policyRules } from '#libs/domain/registry.js';
import { type Policy } from '#libs/domain/policy/policy.js';
import { type Fact, type MessageMap } from '#libs/kernel/message.js';
import { type AsOf, isIn } from '../answers.js';
import { question } from '../question.js';

/** A policy with every version of it and the one in force. */
export interface PolicyLine {
  readonly name: string;
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
      let state = policy.initial;
      for await (const event of store.read(`policy-${name}`)) {
        if (isIn(moment, event)) state = policy.evolve(state, event as unknown as Fact<MessageMap>);
      }
      const { versions, activations } = state['policy'] as Policy;
      items.push({ name, inForce: policyRules.inForce(state, name, until), versions, activations });
    }
    return { items };
  },
});
