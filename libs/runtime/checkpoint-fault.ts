import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Checkpoint, type LogHead } from '#libs/kernel/ports.js';

/** A collection is folded from another log than the one at hand, or from more of it than there is: nothing is right to fold. */
export class CheckpointFault extends InvariantBroken {
  constructor(
    /** `beyond the log` may be a replica that lags: it is looked at again before it is believed. */
    readonly kind: 'another log' | 'beyond the log',
    text: string,
  ) {
    super(text);
  }
}

/** Looks at a log that ends before the checkpoint, until it is taken for the wrong one: a replica may lag for a moment. */
const BEYOND_LOOKS_MAX = 5;

/** Whether an error that stops a run for good is to be believed after so many failures in a row. */
export const isFinal = (error: unknown, failures: number): error is InvariantBroken =>
  error instanceof CheckpointFault ? error.kind === 'another log' || failures >= BEYOND_LOOKS_MAX : error instanceof InvariantBroken;

const WHAT_TO_DO =
  'Point READ_STORE_URL at a store of its own for this log, or drop the documents and the checkpoint of this collection, so that it is folded from the beginning; or restore the log that it was folded from.';

/**
 * What is wrong with a checkpoint for the log at hand; `undefined` where it fits. A checkpoint of an earlier version of the program
 * names no log (`''`) and is taken over, unless its position is none of this engine, whose positions are all of one length. A log that was restored from a backup and has grown past the checkpoint since cannot be told
 * from the right one: see docs/adr/0039.
 */
export const faultOf = (collection: string, checkpoint: Checkpoint | undefined, head: LogHead): CheckpointFault | undefined => {
  if (checkpoint === undefined) return undefined;
  const { log, position } = checkpoint;
  if (log !== '' && head.log !== undefined && head.log !== log) {
    const text = `${collection} is folded from log ${log} up to ${position}, but the log at hand is ${head.log}. ${WHAT_TO_DO}`;
    return new CheckpointFault('another log', text);
  }
  if (head.position !== undefined && position.length !== head.position.length) {
    const at = `${collection} is folded up to ${position}, a position of another engine than that of the log at hand (${head.position})`;
    return new CheckpointFault('another log', `${at}. ${WHAT_TO_DO}`);
  }
  if (head.position === undefined || position > head.position) {
    const at = head.position === undefined ? 'is empty' : `ends at ${head.position}`;
    const text = `${collection} is folded up to ${position}, but the log at hand (${head.log ?? 'without a name'}) ${at}. ${WHAT_TO_DO}`;
    return new CheckpointFault('beyond the log', text);
  }
  return undefined;
};
