import { setImmediate } from 'node:timers/promises';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type LogPage } from '#libs/kernel/ports.js';

/** Events in one turn of the event loop that say that more are to come. */
const MANY = 100;

/**
 * Makes batches of at most `max` events of a log's pages: several small pages where we are far behind, part of one that is too large.
 * It never waits for a batch to fill: whatever is there when the consumer asks is a batch, and a page without events is one too.
 * While the consumer works on one, the next is filled, and then the log is not read further.
 * The log is told to stop when the consumer leaves; what was read before it failed is handed out before its error.
 */
export async function* inBatches(
  open: (signal: AbortSignal) => AsyncIterable<LogPage>,
  max: number,
  signal: AbortSignal,
): AsyncGenerator<LogPage, void, undefined> {
  const left = new AbortController();
  let waiting: RecordedEvent[] = [];
  /** Where the last page that was read ends; absent once it is handed out. */
  let end: Omit<LogPage, 'events'> | undefined;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let arrived = Promise.withResolvers<void>();
  let taken = Promise.withResolvers<void>();

  const fill = async (): Promise<void> => {
    try {
      for await (const { events, position, head } of open(AbortSignal.any([signal, left.signal]))) {
        for (const event of events) waiting.push(event);
        end = { position, head };
        arrived.resolve();
        while (waiting.length >= max && !left.signal.aborted) await taken.promise;
        if (left.signal.aborted) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      ended = true;
      arrived.resolve();
    }
  };

  const take = (): LogPage | undefined => {
    if (end === undefined) return undefined;
    const events = waiting.slice(0, max);
    waiting = waiting.slice(max);
    const batch = { events, position: waiting.length > 0 ? events.at(-1)!.position : end.position, head: end.head };
    if (waiting.length === 0) end = undefined;
    if (!ended && end === undefined) arrived = Promise.withResolvers();
    taken.resolve();
    taken = Promise.withResolvers();
    return batch;
  };

  const filling = fill();
  try {
    for (;;) {
      await arrived.promise;
      // Turns of the event loop: a log that has more in hand, or comes page after page (we are far behind) fills the batch with more of them.
      for (let before = -MANY; waiting.length < max && waiting.length - before >= MANY;) {
        before = waiting.length;
        await setImmediate();
      }
      const batch = take();
      if (batch) yield batch;
      else if (ended) break;
    }
    if (failure) throw failure.error;
  } finally {
    left.abort();
    taken.resolve();
    await filling;
  }
}
