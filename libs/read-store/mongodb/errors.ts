import {
  MongoAPIError,
  MongoBulkWriteError,
  MongoDriverError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from './driver.js';
import { Unavailable } from '#libs/kernel/errors.js';

/** A document that came in between, or a collection that is there already: what the server says of what is expected under concurrency. */
export const DUPLICATE_KEY = 11_000;
export const NAMESPACE_EXISTS = 48;
export const NAMESPACE_NOT_FOUND = 26;

/** Codes of server errors after which a later try may succeed, with the likely fix where there is one. */
const PASSING: ReadonlyMap<unknown, string> = new Map([
  [6, 'it does not reach its neighbours: try again'],
  [7, 'it does not find its neighbours: try again'],
  [13, 'the user may not do this: grant it readWrite on the database'],
  [18, 'it refuses the user: check user, password and authSource in READ_STORE_URL'],
  [24, 'a lock could not be had: try again'],
  [43, 'what it had begun to read it has forgotten: try again'],
  [46, 'a lock could not be had: try again'],
  [50, 'it did not get done in time: try again, or look for what keeps the server busy'],
  [64, 'a majority did not acknowledge in time: look after the secondaries'],
  [89, 'it does not reach its neighbours: try again'],
  [91, 'it is shutting down: try again'],
  [100, 'a majority cannot acknowledge: look after the secondaries'],
  [112, 'other processes wrote the same documents all the while: try again'],
  [133, 'no member may be read from: wait for an election, look after the members'],
  [134, 'it cannot say yet what a majority has: try again'],
  [189, 'it is no longer the primary: try again'],
  [239, 'what it was to read is too old: try again'],
  [246, 'what it was to read is not there yet: try again'],
  [251, 'the transaction was ended by the server: try again'],
  [262, 'it did not get done in time: try again, or look for what keeps the server busy'],
  [DUPLICATE_KEY, 'other processes wrote the same documents all the while: try again'],
  [9_001, 'it does not reach its neighbours: try again'],
  [10_058, 'it is no primary: try again'],
  [10_107, 'it is no longer the primary: try again'],
  [11_600, 'it is shutting down: try again'],
  [11_602, 'an election interrupted it: try again'],
  [13_435, 'it is no primary: try again'],
  [13_436, 'it is starting or recovering: try again'],
  [14_031, 'its disk is full: make room'],
]);

/** Labels by which server and driver say that nothing is wrong with the request. */
const PASSING_LABELS = ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError'];

/** What the driver said in the port's terms: {@link Unavailable} where a later try may succeed, anything else with the server's name. */
export const translated = (name: string, error: unknown): unknown => {
  if (error instanceof Unavailable) return error;
  const reason = reasonOf(error);
  if (reason !== undefined) return new Unavailable(`Read store ${name}: ${reason}.`, { cause: error });
  return error instanceof MongoError ? new Error(`Read store ${name}: ${error.message}`, { cause: error }) : error;
};

/**
 * What the driver said while the store was opened: as {@link translated}, but that a refused login does not pass by waiting. One that is
 * refused later, because a password was changed under a running service, is waited for like an outage.
 */
export const translatedAtStart = (name: string, error: unknown): unknown => {
  const cause: unknown = error instanceof MongoServerSelectionError ? error.reason?.error : error;
  if (![error, cause].some((each) => hasCode(each, AUTHENTICATION_FAILED))) return translated(name, error);
  return new Error(`READ_STORE_URL: the MongoDB server ${name} refuses the login: check user, password and authSource.`, { cause: error });
};

const AUTHENTICATION_FAILED = 18;

/** Whether the server says exactly this. */
export const hasCode = (error: unknown, code: number): boolean => error instanceof MongoServerError && error.code === code;

/** What is behind the error of a bulk write: the driver hides a broken connection in it. */
export const unwrapped = (error: unknown): unknown => {
  const inner: unknown = error instanceof MongoBulkWriteError ? error.errorResponse : undefined;
  return inner instanceof MongoError ? inner : error;
};

/** Whether the server has gone: no repetition inside a transaction helps, and whoever asked hears it at once. */
export const isGone = (error: unknown): boolean => error instanceof MongoNetworkError || error instanceof MongoServerSelectionError;

const reasonOf = (error: unknown): string | undefined => {
  if (error instanceof MongoServerSelectionError) return unreachable(error);
  if (error instanceof MongoNetworkError) return `the connection broke (${error.message}): try again`;
  if (error instanceof MongoServerError) {
    const known = PASSING.get(error.code);
    if (known !== undefined) return `${known} (${error.message})`;
    return PASSING_LABELS.some((label) => error.hasErrorLabel(label)) ? `${error.message}: try again` : undefined;
  }
  if (error instanceof MongoDriverError && !(error instanceof MongoAPIError && !CLOSED.has(error.name))) return error.message;
  return (error as { readonly syscall?: string }).syscall?.startsWith('query')
    ? `its name cannot be looked up (${(error as Error).message}): check the host in READ_STORE_URL`
    : undefined;
};

/** Errors that the driver counts as misuse and that mean that the connection is gone. */
const CLOSED: ReadonlySet<string> = new Set([
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoServerClosedError',
  'MongoExpiredSessionError',
]);

const unreachable = ({ reason, message }: MongoServerSelectionError): string => {
  const servers = [...(reason?.servers.values() ?? [])].map(({ address, error, type }) => `${address}: ${error?.message ?? type}`);
  const seen = servers.length === 0 ? 'none is a member of that replica set' : servers.join('; ');
  return `no primary can be reached (${seen}; ${message}): check that it runs, and host, port, replicaSet and tls in READ_STORE_URL`;
};
