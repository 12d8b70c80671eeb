/** Bounds of the wait before a message is handed out again, in milliseconds. */
export interface BackOff {
  readonly baseMs: number;
  readonly capMs: number;
}

/** Quick at first, because most retries wait for something short; never longer than a person waits for a sign of life. */
export const RETRY_BACK_OFF: BackOff = { baseMs: 10, capMs: 5_000 };

/**
 * Milliseconds to wait after a failed attempt (from 1): doubling up to the cap, of which at least half is waited.
 * `random` in [0, 1) spreads those that failed together ("equal jitter", M. Brooker, "Exponential Backoff and Jitter", 2015).
 */
export const backOffMs = (attempt: number, { baseMs, capMs }: BackOff, random: number): number =>
  Math.min(capMs, baseMs * 2 ** (attempt - 1)) * (0.5 + random / 2);
