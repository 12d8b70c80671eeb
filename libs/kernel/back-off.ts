/** Bounds of the waits between attempts, in milliseconds. Each caller names its own. */
export interface BackOff {
  /** The longest wait after the first failure. */
  readonly baseMs: number;
  /** The longest wait after any. */
  readonly capMs: number;
}

/**
 * Milliseconds to wait after so many failures in a row (from 1): the bound doubles up to the cap, and the wait lies anywhere in its
 * upper half, so that those who failed together do not come back together. `random` in [0, 1) is the caller's.
 * After "equal jitter" in M. Brooker, "Exponential Backoff and Jitter" (2015).
 */
export const backOffMs = (failures: number, { baseMs, capMs }: BackOff, random: number): number =>
  Math.min(capMs, baseMs * 2 ** (failures - 1)) * (0.5 + random / 2);
