import { type Log } from './log.js';

/** Stopping may take this long: more than any request waits, less than orchestrators wait before they kill. */
export const DRAIN_MS_MAX = 25_000;

/** Signals that ask a service to end, with the exit code of who is ended by them at once. */
const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * The first signal closes in order and ends the process with 0; the second ends it at once, and so does a close that takes longer than
 * {@link DRAIN_MS_MAX}. Ending the hard way loses nothing that was acknowledged: it is what a crash would be.
 */
export const endOnSignals = (close: () => Promise<void>, log: Log): void => {
  let ending = false;
  const end = async (): Promise<void> => {
    setTimeout(() => {
      log.fatal(`still not closed after ${DRAIN_MS_MAX} ms: ends the hard way, which loses nothing that was acknowledged`);
      process.exit(1);
    }, DRAIN_MS_MAX).unref();
    try {
      await close();
      process.exit(0);
    } catch (error) {
      log.fatal({ err: error }, 'could not close in order');
      process.exit(1);
    }
  };
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (ending) process.exit(code);
      ending = true;
      log.info({ signal }, 'finishes what is in hand; a second signal ends at once');
      void end();
    });
  }
};
