import { LRUCache } from 'lru-cache';
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
  private readonly outcomes: LRUCache<string, WireOutcome>;

  constructor(bytesMax = HEARD_BYTES_MAX) {
    this.outcomes = new LRUCache({ maxSize: bytesMax });
  }

  /** Keeps the first outcome of a command, as it was given to whoever sent it first. `bytes` is its size on the bus. */
  hear(outcome: WireOutcome, bytes: number): void {
    const { commandId } = outcome;
    const { code } = (outcome['rejection'] ?? {}) as { readonly code?: string };
    if (code === REUSED || this.outcomes.has(commandId)) return;
    this.outcomes.set(commandId, { ...outcome, duplicate: false }, { size: Math.max(1, bytes) });
  }

  of(commandId: string): WireOutcome | undefined {
    return this.outcomes.get(commandId);
  }
}
