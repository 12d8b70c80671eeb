/** What an error of the client comes down to: the message of its innermost cause, which names the broker or the complaint. */
export const reasonOf = (error: unknown): string => {
  const { message, cause } = error as { readonly message?: unknown; readonly cause?: unknown };
  return cause instanceof Error && cause !== error ? reasonOf(cause) : String(message ?? error);
};

/** Whether a broker refused a batch or a message for its size; what the client wraps it into does not count. */
export const isTooLarge = (error: unknown): boolean => {
  const { type, cause } = error as { readonly type?: unknown; readonly cause?: unknown };
  return (
    type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE' || (cause instanceof Error && cause !== error && isTooLarge(cause))
  );
};

/** What a broker says of a login that no waiting mends, by the name of its error. */
const LOGIN_ERRORS = new Set(['SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE']);

/** The client gives a connection that broke, or was silent, while it logged in the name of a refusal too; only the text tells. */
const NO_ANSWER = /connection error|connection timeout|connection closed|closed connection|not connected|timed out|client is closed/i;

/** Whether a broker has refused the login, as opposed to being away or silent while it was asked. */
export const isLoginRefused = (error: unknown): boolean => {
  const { name, type, message, cause } = error as Readonly<Record<'name' | 'type' | 'message' | 'cause', unknown>>;
  if (LOGIN_ERRORS.has(String(type))) return true;
  if (name === 'KafkaJSSASLAuthenticationError') return !NO_ANSWER.test(String(message));
  return cause instanceof Error && cause !== error && isLoginRefused(cause);
};

/** The promise's value, or an error that names what did not come in time. */
export const inTime = async <Value>(promise: Promise<Value>, ms: number, what: string): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not come within ${ms} ms`)), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Waits, unless the signal aborts before. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = () => resolve();
  signal.addEventListener('abort', stop);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
};
