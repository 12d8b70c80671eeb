import { setTimeout } from 'node:timers/promises';
import { backOffMs } from '#libs/kernel/back-off.js';
import { isBusy } from './errors.js';

/** Between two looks at a file that others hold, with chance in it, so that processes do not meet again and again. */
const BACK_OFF = { baseMs: 4, capMs: 100 };

/** Runs `work`, which blocks, again and again while other connections are in its way, and lets this process get on in between. */
export const patiently = async <Result>(busyMsMax: number, work: () => Result): Promise<Result> => {
  const until = performance.now() + busyMsMax;
  for (let failures = 1; ; failures += 1) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      await setTimeout(backOffMs(failures, BACK_OFF, Math.random()));
    }
  }
};
