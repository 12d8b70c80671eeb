/** The longest wait after the first failure. */
export const BACK_OFF_BASE_MS = 50;

/** The longest wait after any. */
export const BACK_OFF_CAP_MS = 10_000;

/**
 * How long to wait after so many failures in a row (0 before the first), in milliseconds. The bound doubles up to the cap and the wait
 * lies anywhere in its upper half, so that those who failed together do not come back together.
 * After "equal jitter" in M. Brooker, "Exponential Backoff and Jitter" (2015). `random` gives 0…1.
 */
export const backOffMs = (failures: number, random: () => number): number => {
  const bound = Math.min(BACK_OFF_CAP_MS, BACK_OFF_BASE_MS * 2 ** failures);
  return Math.round((bound / 2) * (1 + random()));
};
