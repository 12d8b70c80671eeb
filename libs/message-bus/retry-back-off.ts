import { type BackOff } from '#libs/kernel/back-off.js';

/** Quick at first, because most retries wait for something short; never longer than a person waits for a sign of life. */
export const RETRY_BACK_OFF: BackOff = { baseMs: 10, capMs: 5_000 };
