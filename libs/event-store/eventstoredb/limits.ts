import { clearTimeout, setTimeout } from 'node:timers';
import pLimit from 'p-limit';
import { Unavailable } from '#libs/kernel/errors.js';
import { CALLS_WAITING_MAX, TURN_MS_MAX } from './bounds.js';

/** No answer came within its bound. What was asked for may still happen. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The promise's value, or {@link NoAnswer}; a later failure is nobody's any more. */
export const within = async <Value>(ms: number, promise: Promise<Value>): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms);
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Runs so many calls at once; the others wait for their turn, not for ever. */
export const inFlight = (callsMax: number): (<Value>(call: () => Promise<Value>) => Promise<Value>) => {
  const limit = pLimit(callsMax);
  return (call) => {
    if (limit.pendingCount >= CALLS_WAITING_MAX) {
      return Promise.reject(
        new Unavailable(`${limit.pendingCount} calls wait for EventStoreDB, no more are taken in: slow down and try again.`),
      );
    }
    const since = performance.now();
    return limit(() => {
      if (performance.now() - since <= TURN_MS_MAX) return call();
      throw new Unavailable(`EventStoreDB was too busy for ${TURN_MS_MAX} ms, nothing was sent to it: try again with back-off.`);
    });
  };
};
