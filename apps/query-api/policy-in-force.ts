import { type PolicyDocument, type PolicyName } from '#libs/domain/policy/documents.js';
import { policy, policyRules } from '#libs/domain/registry.js';
import { type State } from '#libs/kernel/decider.js';
import { type Fact, type Instant, type MessageMap } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { isIn, type Moment } from './answers.js';

/** What is known of a policy, as of a moment where one is asked for. */
export const policyState = async (store: EventStore, name: PolicyName, moment: Moment | undefined): Promise<State> => {
  let state = policy.initial;
  for await (const event of store.read(`policy-${name}`)) {
    if (isIn(moment, event)) state = policy.evolve(state, event as unknown as Fact<MessageMap>);
  }
  return state;
};

/** The document of a policy that is in force at the moment that is asked about. */
export const policyInForce = async <Name extends PolicyName>(
  store: EventStore,
  name: Name,
  moment: Moment | undefined,
  until: Instant,
): Promise<PolicyDocument<Name>> =>
  policyRules.inForce(await policyState(store, name, moment), name, until).document as PolicyDocument<Name>;
