import { type Instant } from '#libs/kernel/message.js';
import { type Moment } from './answers.js';
import { policyInForce } from './policy-in-force.js';
import { type HealthPolicies } from './questions/health.js';
import { type Sources } from './sources.js';

/** The policies that health is judged by, as they are in force at the moment that is asked about. */
export const healthPolicies = async ({ store }: Sources, moment: Moment | undefined, until: Instant): Promise<HealthPolicies> => ({
  health: await policyInForce(store, 'health-score', moment, until),
  criterion: await policyInForce(store, 'churn-criterion', moment, until),
  silence: await policyInForce(store, 'silence', moment, until),
});
