import { type BackOff } from '#libs/kernel/back-off.js';
import { type BusMessage, type ConsumeOptions, type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { FinishedPrefix } from './finished-prefix.js';
import { type Dead, HandOut } from './hand-out.js';

/** Keys that one look into the topic fetches. */
export const PAGE_SIZE = 256;

/** Messages looked at beyond the oldest unfinished one. Only their keys are held: values are read when their turn comes. */
export const READ_AHEAD_MAX = 10_000;

/** A topic as one group sees it. */
export interface Source {
  readonly topic: string;
  /** The newest message. */
  last(): number;
  keysAfter(sequence: number, limit: number): readonly { readonly sequence: number; readonly key: string | null }[];
  read(sequence: number): BusMessage;
  /** Everything up to the sequence is finished. */
  finished(sequence: number): void;
  /** Keeps a dead letter; resolves once it is durable. */
  bury(delivery: Delivery, disposition: Dead): Promise<void>;
  retried?: ((delivery: Delivery) => void) | undefined;
}

/** Hands out one topic of a file to one group. */
export interface Consumption {
  /** Resolves when it was stopped and the messages in hand are finished; rejects, then too, when the topic cannot be read. */
  readonly ended: Promise<void>;
  /** To be called when there may be something to hand out. */
  wake(): void;
  stop(): void;
  fail(error: unknown): void;
}

/**
 * Begins after the sequence `from`.
 * @throws RangeError for a bound of less than one message in hand
 */
export const beginConsumption = (
  source: Source,
  from: number,
  handle: (delivery: Delivery) => Promise<Disposition>,
  backOff: BackOff,
  { inFlightMax }: ConsumeOptions,
): Consumption => {
  const prefix = new FinishedPrefix(from);
  let looked = from;
  /** Queues the next page; false when there is none, or the oldest unfinished message is too far behind. */
  const more = (): boolean => {
    if (looked >= source.last() || looked - prefix.end >= READ_AHEAD_MAX) return false;
    const page = source.keysAfter(looked, PAGE_SIZE);
    for (const { sequence, key } of page) {
      prefix.begin(sequence);
      lane.add(key, sequence);
      looked = sequence;
    }
    return page.length > 0;
  };
  const handOut = new HandOut<number>({ handle, backOff, inFlightMax, more, retried: source.retried });
  const lane = handOut.lane({
    deliver: (sequence, attempt) => ({ ...source.read(sequence), topic: source.topic, attempt }),
    bury: (_, delivery, disposition) => source.bury(delivery, disposition),
    finished: (sequence) => {
      if (prefix.finish(sequence)) source.finished(prefix.end);
    },
  });
  handOut.wake();
  return handOut;
};
