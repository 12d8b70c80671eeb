import { type SilencePolicy } from '#libs/domain/policy/documents.js';
import { type Instant } from '#libs/kernel/message.js';
import { type Moment } from './answers.js';
import { policyInForce } from './policy-in-force.js';
import { type Sources } from './sources.js';

/** What silence is judged by at a moment. */
export interface SilenceRules {
  readonly policy: SilencePolicy;
  readonly askAgainDays: number;
}

/** Looks up what silence is judged by. */
export const silenceRulesOf = async (sources: Sources, moment: Moment | undefined, until: Instant): Promise<SilenceRules> => ({
  policy: await policyInForce(sources.store, 'silence', moment, until),
  askAgainDays: (await policyInForce(sources.store, 'voice', moment, until)).askAgainDays,
});
