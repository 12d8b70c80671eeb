import { setImmediate } from 'node:timers/promises';

/** Items in one turn of the event loop that say that more are to come. */
const MANY = 100;

/**
 * Hands out what a source has, in batches of at most `max`. It never waits for a batch to fill: whatever is there when the consumer
 * asks is a batch. While the consumer works on one, the next is filled, and then the source is not read further.
 * The source is told to stop when the consumer leaves; what was read before the source failed is handed out before its error.
 */
export async function* inBatches<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  max: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Item[], void, undefined> {
  const left = new AbortController();
  let buffer: Item[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let arrived = Promise.withResolvers<void>();
  let taken = Promise.withResolvers<void>();

  const fill = async (): Promise<void> => {
    try {
      for await (const item of open(AbortSignal.any([signal, left.signal]))) {
        buffer.push(item);
        arrived.resolve();
        if (buffer.length >= max) await taken.promise;
        if (left.signal.aborted) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      ended = true;
      arrived.resolve();
    }
  };

  const filling = fill();
  try {
    for (;;) {
      await arrived.promise;
      // Turns of the event loop: a source that has a page in hand fills the batch with it instead of handing over its first item, and
      // one that comes page after page (we are far behind) fills it with more of them.
      for (let before = -MANY; buffer.length < max && buffer.length - before >= MANY;) {
        before = buffer.length;
        await setImmediate();
      }
      const batch = buffer;
      buffer = [];
      if (!ended) arrived = Promise.withResolvers();
      taken.resolve();
      taken = Promise.withResolvers();
      if (batch.length > 0) yield batch;
      else if (ended) break;
    }
    if (failure) throw failure.error;
  } finally {
    left.abort();
    taken.resolve();
    await filling;
  }
}
