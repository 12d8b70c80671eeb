/**
 * Every problem that a door answers with: its status, its title, and whether the same request may succeed later.
 * Codes are stable; clients decide by them.
 */
export const PROBLEMS = {
  EMPTY_BODY: { status: 400, title: 'The body is empty', retry: false },
  INVALID_UTF8: { status: 400, title: 'The body is not UTF-8', retry: false },
  MALFORMED_JSON: { status: 400, title: 'The body is not JSON', retry: false },
  NESTING_TOO_DEEP: { status: 400, title: 'The document is nested too deeply', retry: false },
  RESERVED_KEY: { status: 400, title: 'A key of the document is reserved', retry: false },
  DUPLICATE_KEY: { status: 400, title: 'A key stands twice in one object', retry: false },
  LONE_SURROGATE: { status: 400, title: 'A text holds half a surrogate pair', retry: false },
  CONTROL_CHARACTER: { status: 400, title: 'A text holds a control character', retry: false },
  NUMBER_OUT_OF_RANGE: { status: 400, title: 'A number cannot be held exactly', retry: false },
  UNKNOWN_COMMAND_TYPE: { status: 400, title: 'There is no such command', retry: false },
  INVALID_COMMAND: { status: 400, title: 'The command is not well-formed', retry: false },
  INVALID_HEADER: { status: 400, title: 'A header is not well-formed', retry: false },
  INVALID_QUERY: { status: 400, title: 'The parameters are not well-formed', retry: false },
  BAD_REQUEST: { status: 400, title: 'The request is not well-formed', retry: false },
  ACCOUNT_NOT_FOUND: { status: 404, title: 'There is no such account', retry: false },
  EMPLOYEE_NOT_FOUND: { status: 404, title: 'There is no such employee', retry: false },
  TEAM_NOT_FOUND: { status: 404, title: 'There is no such team', retry: false },
  POLICY_VERSION_NOT_FOUND: { status: 404, title: 'There is no such version of the policy', retry: false },
  SEGMENTATION_NOT_FOUND: { status: 404, title: 'There is no such segmentation', retry: false },
  TERRITORY_NOT_FOUND: { status: 404, title: 'There is no such territory', retry: false },
  COMMAND_NOT_FOUND: { status: 404, title: 'No command of that id is known', retry: true },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is nothing at this address', retry: false },
  COMMAND_ID_AMBIGUOUS: { status: 409, title: 'Several senders have used this command id', retry: false },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here', retry: false },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time', retry: true },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large', retry: false },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported', retry: false },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large', retry: false },
  INTERNAL_ERROR: { status: 500, title: 'Something is broken here', retry: true },
  UNAVAILABLE: { status: 503, title: 'An engine that is needed is away', retry: true },
  TOO_MANY_WAITING: { status: 503, title: 'Too many requests are waiting for their answer', retry: true },
} as const satisfies Record<string, { readonly status: number; readonly title: string; readonly retry: boolean }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Something wrong at a place of what was sent. */
export interface ProblemPart {
  /** A JSON pointer into the body. */
  readonly pointer: string;
  readonly detail: string;
}

/** The body of an answer that is an error (RFC 9457). */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Whether the same request may succeed later. */
  readonly retry: boolean;
  /** Names this occurrence in the log, where it was logged. */
  readonly instance?: string;
  readonly errors?: readonly ProblemPart[];
}

/** The media type of {@link ProblemBody}. */
export const PROBLEM_JSON = 'application/problem+json';

/** Seconds after which a client that was turned away for lack of room may come back. */
export const RETRY_AFTER_SECONDS = 1;

/** An error for the client, thrown anywhere in a door and answered as {@link ProblemBody}. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    /** What is wrong, where, and what to do about it. */
    detail: string,
    readonly more: { readonly errors?: readonly ProblemPart[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** The body for a code. */
export const problemBody = (code: ProblemCode, detail: string, more: Pick<ProblemBody, 'instance' | 'errors'> = {}): ProblemBody => {
  const { status, title, retry } = PROBLEMS[code];
  return { type: problemType(code), title, status, detail, code, retry, ...more };
};

/** The URI that names a kind of problem. */
export const problemType = (code: string): string => `urn:rapport:problem:${code.toLowerCase().replaceAll('_', '-')}`;
