import { UTC } from '#libs/kernel/calendar.js';
import { type ActivePolicy, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { NewerEvent } from './newer-event.js';
import { type Snapshot, type StreamCache } from './stream-cache.js';

/** What the domain says of policies: their names, and which version is in force at a moment. */
export interface PolicyRules {
  readonly names: readonly string[];
  readonly inForce: (state: State, name: string, at: Instant) => ActivePolicy;
  /** The company's time zone by the policies in force; UTC where it is left out. */
  readonly timeZone?: (policy: (name: string) => ActivePolicy) => string;
}

/** A published policy takes effect in every worker after this time at the latest; in the worker that decided it, at once. */
export const POLICY_MAX_AGE_MS = 1_000;

/** A policy in force, and the version of its stream that says so. */
export interface PolicyInForce {
  readonly policy: ActivePolicy;
  readonly stream: string;
  readonly version: number;
}

/** The policies in force, as a synchronous look-up for deciders. */
export interface PolicySource {
  readonly timeZone: NonNullable<PolicyRules['timeZone']>;
  /**
   * Policies no older than {@link POLICY_MAX_AGE_MS} by the clock `now`, as they are in force at `at`. The look-up throws
   * {@link NewerEvent} for a policy whose stream is too new for this program; those that do not ask for it go on.
   */
  at(now: Date, at: Instant): Promise<(name: string) => PolicyInForce>;
}

/** Reads the policy streams through the cache, again when they are older than {@link POLICY_MAX_AGE_MS}. */
export const createPolicySource = (streams: Pick<StreamCache, 'get' | 'refresh'>, rules: PolicyRules): PolicySource => {
  const tooNew = new Map<string, NewerEvent>();
  let checkedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;

  const look = async (name: string, read: (stream: string) => Snapshot | Promise<Snapshot>): Promise<Snapshot | undefined> => {
    try {
      return await read(streamOf(name));
    } catch (error) {
      if (!(error instanceof NewerEvent)) throw error;
      tooNew.set(name, error);
      return undefined;
    }
  };
  const refreshAll = async (now: Date): Promise<void> => {
    for (const name of rules.names) {
      if (await look(name, (stream) => streams.refresh(stream))) tooNew.delete(name);
    }
    checkedAt = now.getTime();
  };

  return {
    timeZone: rules.timeZone ?? (() => UTC),
    at: async (now, at) => {
      // A clock that was set back makes the age negative: read again rather than trust it.
      const age = now.getTime() - checkedAt;
      if (age < 0 || age >= POLICY_MAX_AGE_MS) {
        refreshing ??= refreshAll(now).finally(() => (refreshing = undefined));
        await refreshing;
      }
      const known = new Map<string, Snapshot | undefined>();
      for (const name of rules.names) {
        const seen = streams.get(streamOf(name));
        // Most are at hand, and each wait of each command for each of them is garbage.
        known.set(name, seen instanceof Promise ? await look(name, () => seen) : seen);
      }
      return (name) => {
        const newer = tooNew.get(name);
        if (newer) throw newer;
        const { stream, version, state } = known.get(name)!;
        return { policy: rules.inForce(state, name, at), stream, version };
      };
    },
  };
};

const streamOf = (name: string): string => `policy-${name}`;
