import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { NoAnswer } from './limits.js';

/**
 * What an error of the driver means. `not-sent`: nothing can have happened. `in-flight`: a request may have arrived.
 * `timed-out`: the server gave up; on a follower that is too slow for it, or on a write that it has begun and may finish.
 * `refused`: the server answered, and did nothing.
 */
export type Failure =
  | { readonly kind: 'conflict'; readonly actual: bigint | 'no_stream' }
  | { readonly kind: 'deleted' | 'denied' | 'timed-out' | 'not-leader' | 'not-sent' | 'in-flight' | 'refused' };

interface DriverError extends Error {
  readonly type?: string;
  readonly code?: number;
  readonly actualVersion?: bigint | string;
}

/** gRPC status codes. */
const DEADLINE_EXCEEDED = 4;
const PERMISSION_DENIED = 7;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** What the transport and a server that is starting say when nothing was done. */
const NOTHING_SENT =
  /No connection established|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Name resolution failed|Failed to discover|Channel closed before|Not Ready/i;

/** A deadline that passed before there was a connection to send on. */
const NEVER_CONNECTED = /Waiting for LB pick|Name resolution/;

/** Says what happened, from the fields that the driver was seen to give. */
export const failureOf = (error: unknown): Failure => {
  const { type, code, message = '', actualVersion } = error as DriverError;
  switch (type) {
    case 'wrong-expected-version':
      return { kind: 'conflict', actual: typeof actualVersion === 'bigint' ? actualVersion : 'no_stream' };
    case 'stream-deleted':
      return { kind: 'deleted' };
    case 'access-denied':
      return { kind: 'denied' };
    case 'timeout':
      return { kind: 'timed-out' };
    case 'not-leader':
      return { kind: 'not-leader' };
    case 'maximum-append-size-exceeded':
    case 'invalid-argument':
      return { kind: 'refused' };
    default:
  }
  if (code === PERMISSION_DENIED || code === UNAUTHENTICATED) return { kind: 'denied' };
  if (NOTHING_SENT.test(message) && (code === undefined || code === UNAVAILABLE || type === 'unknown')) return { kind: 'not-sent' };
  if (code === DEADLINE_EXCEEDED && NEVER_CONNECTED.test(message)) return { kind: 'not-sent' };
  return { kind: 'in-flight' };
};

/** Whether another connection could help: this one is broken, or hangs. */
export const isConnectionFailure = (error: unknown): boolean =>
  error instanceof NoAnswer || (!isOurs(error) && ['not-sent', 'in-flight'].includes(failureOf(error).kind));

const isOurs = (error: unknown): boolean => error instanceof Unavailable || error instanceof InvariantBroken;

/** In the port's terms, for everything but an append whose outcome is open. */
export const toStoreError = (error: unknown, what: string, where: string): Error => {
  if (isOurs(error) || error instanceof RangeError) return error as Error;
  const { message } = error as Error;
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'deleted':
      return new InvariantBroken(`${what} failed: the stream was deleted for good on ${where}. Restore the log from a backup.`, {
        cause: error,
      });
    case 'denied':
      return new Unavailable(`${what} failed: ${where} refuses the credentials (${message}). ${CREDENTIALS_HINT}.`, { cause: error });
    default:
      return new Unavailable(`${what} failed: ${where} gave no answer (${message}). Check that it runs and can be reached.`, {
        cause: error,
      });
  }
};

/** What the user of a URL needs to be allowed. */
export const CREDENTIALS_HINT =
  'Check user and password in EVENT_STORE_URL, that it does not say tls=false, and that the user may read $all and write streams';
