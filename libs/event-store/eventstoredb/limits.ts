import { clearInterval, setInterval } from 'node:timers';
import pLimit from 'p-limit';
import { Unavailable } from '#libs/kernel/errors.js';
import { CALLS_WAITING_MAX, TURN_MS_MAX } from './bounds.js';

/** No answer came within its bound. What was asked for may still happen. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** How long is waited for what comes bit by bit: between two bits, and for all of them. Milliseconds. */
export interface Patience {
  readonly silenceMs: number;
  readonly totalMs: number;
}

/** Patience with what comes all at once, or may take no longer altogether. */
export const noLongerThan = (ms: number): Patience => ({ silenceMs: ms, totalMs: ms });

/** A bound is counted in so many steps. */
const STEPS = 20;

/** The promise's value, or {@link NoAnswer}; a later failure is nobody's any more. */
export const within = <Value>(ms: number, promise: Promise<Value>): Promise<Value> => whileHeard(noLongerThan(ms), () => promise);

/**
 * As {@link within}, of what comes bit by bit: `ask` says of each bit that it was heard, which begins the silence anew.
 * Time is counted in steps of a timer, and a step counts once however late it is: while this process itself stood still it did not
 * listen, and what has come meanwhile is heard before the next step.
 */
export const whileHeard = async <Value>({ silenceMs, totalMs }: Patience, ask: (heard: () => void) => Promise<Value>): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stepMs = silenceMs / STEPS;
  let [bits, silentSteps, steps] = [0, 0, 0];
  const timer = setInterval(() => {
    silentSteps += 1;
    steps += 1;
    if (silentSteps >= STEPS) reject(new NoAnswer(bits === 0 ? `no answer within ${silenceMs} ms` : silent(silenceMs, bits)));
    else if (steps * stepMs >= totalMs) reject(new NoAnswer(`no end within ${totalMs} ms, after ${bits} events`));
  }, stepMs);
  try {
    const answer = ask(() => {
      bits += 1;
      silentSteps = 0;
    });
    answer.catch(() => undefined);
    return await Promise.race([answer, late]);
  } finally {
    clearInterval(timer);
  }
};

const silent = (ms: number, bits: number): string => `nothing more came for ${ms} ms, after ${bits} events`;

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
