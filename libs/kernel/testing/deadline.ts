/** How long a test waits for what must happen before it calls it missing, in milliseconds. Generous: brokers elect leaders. */
export const DEADLINE_MS = 30_000;

/** The promise's value, or an error that names what did not come in time. */
export const within = async <Value>(promise: PromiseLike<Value>, what: string, deadlineMs = DEADLINE_MS): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Waited ${deadlineMs} ms for ${what}.`)), deadlineMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};
