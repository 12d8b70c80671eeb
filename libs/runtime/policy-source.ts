import { type ActivePolicy, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { type StreamCache } from './stream-cache.js';

/** What the domain says of policies: their names, and which version is in force at a moment. */
export interface PolicyRules {
  readonly names: readonly string[];
  readonly inForce: (state: State, name: string, at: Instant) => ActivePolicy;
}

/** A published policy takes effect in every worker after this time at the latest; in the worker that decided it, at once. */
export const POLICY_MAX_AGE_MS = 1_000;

/** The policies in force, as a synchronous look-up for deciders. */
export interface PolicySource {
  at(now: Date): Promise<(name: string) => ActivePolicy>;
}

/** Reads the policy streams through the cache, again when they are older than {@link POLICY_MAX_AGE_MS}. */
export const createPolicySource = (streams: StreamCache, rules: PolicyRules): PolicySource => {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;
  const refreshAll = async (now: Date): Promise<void> => {
    for (const name of rules.names) await streams.refresh(`policy-${name}`);
    checkedAt = now.getTime();
  };
  return {
    at: async (now) => {
      // A clock that was set back makes the age negative: read again rather than trust it.
      const age = now.getTime() - checkedAt;
      if (age < 0 || age >= POLICY_MAX_AGE_MS) {
        refreshing ??= refreshAll(now).finally(() => (refreshing = undefined));
        await refreshing;
      }
      const loaded = new Map<string, State>();
      for (const name of rules.names) loaded.set(name, (await streams.get(`policy-${name}`)).state);
      const instant = now.toISOString();
      return (name) => rules.inForce(loaded.get(name)!, name, instant);
    },
  };
};
