import { LRUCache } from 'lru-cache';
import { senderOf } from '#libs/kernel/command-identity.js';
import { SENDERS_MAX } from '#libs/runtime/command-ledger.js';
import { type WireOutcome } from './answer.js';

/** Bytes of outcomes that are kept; with the usual size of one that is some fifty thousand commands. */
export const HEARD_BYTES_MAX = 16 * 1_024 * 1_024;

/** The code of the answer to another command under an id that was used: it says nothing of the command that has the id. */
const REUSED = 'COMMAND_ID_REUSED';

/**
 * The outcomes that this process heard last, by command: they answer before the read model of accepted commands contains them, and
 * for commands that came through another process. Bounded; what is dropped is found in the ledger.
 */
export class HeardOutcomes {
  private readonly outcomes: LRUCache<string, Heard>;

  constructor(bytesMax = HEARD_BYTES_MAX) {
    this.outcomes = new LRUCache({ maxSize: bytesMax });
  }

  /** Keeps the first outcome of a command, as it was given to whoever sent it first. `bytes` is its size on the bus. */
  hear(outcome: WireOutcome, bytes: number): void {
    const { commandId, source } = outcome;
    const { code } = (outcome['rejection'] ?? {}) as { readonly code?: string };
    const heard = this.outcomes.get(commandId) ?? [];
    if (code === REUSED || heard.some((one) => one.outcome.source === source)) return;
    const all = [...heard, { outcome: { ...outcome, duplicate: false }, bytes }].slice(-SENDERS_MAX);
    this.outcomes.set(commandId, all, { size: all.reduce((sum, one) => sum + Math.max(1, one.bytes), 0) });
  }

  of(commandId: string, source?: string): WireOutcome | undefined {
    const sender = senderOf(source);
    return this.outcomes.get(commandId)?.find(({ outcome }) => outcome.source === sender)?.outcome;
  }

  /** Whose commands of an id were heard of, `undefined` for our own doors. */
  sendersOf(commandId: string): readonly (string | undefined)[] {
    return (this.outcomes.get(commandId) ?? []).map(({ outcome }) => outcome.source);
  }
}

/** The outcomes of one id, one a sender. */
type Heard = readonly { readonly outcome: WireOutcome; readonly bytes: number }[];
