import { Metadata, status } from '@grpc/grpc-js';

/** How a call ends that fails: the client makes its error class from `exception` in the metadata, else from the code. */
export interface CallError {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

const failure = (code: status, details: string, fields?: Readonly<Record<string, string>>): CallError => {
  if (fields === undefined) return { code, details };
  const metadata = new Metadata();
  // Names of streams need not be ASCII, and metadata must be.
  for (const [key, value] of Object.entries(fields)) metadata.set(key, value.replace(/[^\x20-\x7e]/g, '?'));
  return { code, details, metadata };
};

export const streamDeleted = (stream: string): CallError =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream });

export const deleteRefused = (stream: string, expected: string, actual: string): CallError =>
  failure(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    { exception: 'wrong-expected-version', 'stream-name': stream, 'expected-version': expected, 'actual-version': actual },
  );

export const appendTooLarge = (bytesMax: number): CallError =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytesMax),
  });

/** A phase of a write that the server has begun took too long: it may be written. */
export const appendTimedOut = (): CallError => failure(status.ABORTED, 'Operation timed out: Prepare phase timeout.');

export const messageTooLarge = (): CallError =>
  failure(status.RESOURCE_EXHAUSTED, 'Received message exceeds the maximum configured message size.');

/** What the server says of everything that it did not foresee. */
export const unforeseen = (): CallError => failure(status.UNKNOWN, 'Exception was thrown by handler.');

export const readFailed = (result: 'ReadStreamResult' | 'ReadAllResult'): CallError =>
  failure(status.UNKNOWN, `Unexpected ${result}: Error`);

export const consumerTooSlow = (): CallError =>
  failure(status.ABORTED, 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.');

export const NOT_READY = 'Server Is Not Ready';
export const notReady = (): CallError => failure(status.UNAVAILABLE, NOT_READY);

/** Credentials that are none of ours. */
export const unauthenticated = (): CallError => failure(status.UNAUTHENTICATED, 'Received HTTP status code 401');

/** No credentials, where some are asked for. */
export const accessDenied = (): CallError => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
