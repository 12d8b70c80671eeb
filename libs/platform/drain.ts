/** Stopping may take this long: more than any request waits, less than orchestrators wait before they kill. */
const DRAIN_MS_MAX = 25_000;

/** Signals that ask a service to end, with the exit code of who is ended by them at once. */
const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const;

/** Where it says so; this file stands on nothing, so that a process of a test can run it from source. */
interface Says {
  info(details: object, message: string): void;
  fatal(details: object, message: string): void;
}

/**
 * The first signal closes in order and ends the process with 0; the second ends it at once, and so does a close that takes longer than
 * {@link DRAIN_MS_MAX}. Ending the hard way loses nothing that was acknowledged: it is what a crash would be.
 */
export const endOnSignals = (close: () => Promise<void>, log: Says, drainMsMax = DRAIN_MS_MAX): void => {
  let ending = false;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (ending) process.exit(code);
      ending = true;
      log.info({ signal }, 'finishes what is in hand; a second signal ends at once');
      void endInTime(close, log, 0, drainMsMax);
    });
  }
};

/** Closes in order and ends the process with a code; with 1 and the hard way where that fails or takes longer than it may. */
export const endInTime = async (
  close: () => Promise<void>,
  log: Pick<Says, 'fatal'>,
  code: number,
  drainMsMax = DRAIN_MS_MAX,
): Promise<void> => {
  setTimeout(() => {
    log.fatal({ drainMsMax }, `still not closed after ${drainMsMax} ms: ends the hard way, which loses nothing that was acknowledged`);
    process.exit(1);
  }, drainMsMax).unref();
  try {
    await close();
    process.exit(code);
  } catch (error) {
    log.fatal({ err: error }, 'could not close in order');
    process.exit(1);
  }
};
