/** What the process answers with; stable, because scripts rest on it (docs/guides/command-line.md). */
export const EXIT = {
  ok: 0,
  /** Something that nobody foresaw. */
  unexpected: 1,
  /** The command line, a mapping, a path or a JSON text is wrong; nothing was sent. */
  usage: 2,
  /** Some rows or commands were refused; everything else went on. */
  rejected: 3,
  /** No server answers, or it is not ready; nothing is lost by trying again. */
  unavailable: 4,
  /** The account, or whatever else was asked for, does not exist. */
  notFound: 5,
  /** Stopped by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end that was foreseen: what happened and where, what to do about it, and how the process exits. */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(
    readonly exit: ExitCode,
    message: string,
    readonly fix?: string,
  ) {
    super(message);
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** What an error rests on in the end: for `fetch` the error of the connection with its code, for a file that of SQLite with its number. */
export const causeOf = (error: unknown): { readonly code?: string; readonly errcode?: number; readonly message?: string } => {
  let cause = error;
  while (typeof cause === 'object' && cause !== null && 'cause' in cause && cause.cause !== undefined) cause = cause.cause;
  return typeof cause === 'object' && cause !== null ? cause : { message: String(cause) };
};
