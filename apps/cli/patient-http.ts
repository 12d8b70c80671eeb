import { setTimeout as sleep } from 'node:timers/promises';
import { causeOf, EXIT, Failure } from './failure.js';

/** How often one request is tried while the server is busy, restarting or out of reach. */
const ATTEMPTS_MAX = 8;
/** The first wait between two attempts, doubled each time up to the last; a `Retry-After` of the server goes before, up to its bound. */
const BACK_OFF_MS = 50;
const BACK_OFF_MAX_MS = 5_000;
const RETRY_AFTER_MAX_MS = 60_000;
/** One request, from its first byte out to its last byte in. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Answers that say nothing about the request itself: the server is busy, starting, stopping, or behind something that is. */
const BUSY: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** An answer of the server, its body read. */
export interface Reply {
  readonly status: number;
  readonly location: string | null;
  readonly retryAfterMs: number | undefined;
  readonly body: object;
}

export interface HttpOptions {
  /** Ends the waits between attempts. A request under way is never broken off. */
  readonly signal?: AbortSignal | undefined;
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests that are tried again, a bounded number of times, while trying again can help. */
export interface PatientHttp {
  request(address: URL, init?: RequestInit): Promise<Reply>;
  pause(ms: number): Promise<void>;
}

const quietly = async (ms: number, signal?: AbortSignal): Promise<void> => sleep(ms, undefined, signal === undefined ? {} : { signal });

/** @throws Failure (unavailable) when the server does not answer in the end; an answer that is an error is an answer */
export const patientHttp = ({ signal, pause = quietly, headers = {} }: HttpOptions): PatientHttp => ({
  request: async (address, init = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await request(address, { ...init, headers: { ...headers, ...init.headers } });
      const isAnswer = 'status' in reply;
      if (isAnswer && !mayHelpToRetry(reply)) return reply;
      if (attempt === ATTEMPTS_MAX) {
        if (isAnswer && !BUSY.has(reply.status)) return reply;
        throw unavailable(address.origin, isAnswer ? `it is busy (${reply.status})` : reply.broken);
      }
      await pause(waitMs(attempt, isAnswer ? reply.retryAfterMs : undefined), signal);
    }
  },
  pause: async (ms) => pause(ms, signal),
});

/** The server says of each of its errors whether the same request may succeed later; what stands before it does not. */
const mayHelpToRetry = ({ status, body }: Reply): boolean => BUSY.has(status) || (status >= 500 && 'retry' in body && body.retry === true);

/** One request; an error of the connection is a value, because it may be tried again. */
const request = async (address: URL, init: RequestInit): Promise<Reply | { readonly broken: string }> => {
  try {
    const response = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    const body = parse(await response.text(), response);
    const { status, headers } = response;
    return { status, location: headers.get('location'), retryAfterMs: retryAfterMs(headers.get('retry-after')), body };
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { message, code } = causeOf(error);
    // Some errors of connections have a code and no message.
    return { broken: message || code || 'no connection' };
  }
};

const parse = (text: string, { status, url }: Response): object => {
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Said below, with what came instead.
  }
  if (BUSY.has(status)) return {};
  const fix = 'Check --url: it must be the address of a rapport server.';
  throw new Failure(EXIT.unavailable, `${url} answered ${status} with something that is not a JSON document: ${text.slice(0, 80)}`, fix);
};

const waitMs = (attempt: number, asked = 0): number => {
  const full = Math.min(BACK_OFF_MS * 2 ** (attempt - 1), BACK_OFF_MAX_MS);
  // Half of it at random, so that those who were refused together do not come back together.
  return Math.max(full / 2 + (Math.random() * full) / 2, asked);
};

/** `Retry-After`, seconds or an HTTP date, as milliseconds from now within bounds. */
const retryAfterMs = (header: string | null): number | undefined => {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS);
};

const unavailable = (origin: string, why: string): Failure => {
  const fix = 'Is it running, and is that its address? Nothing is lost: run the same command again.';
  return new Failure(EXIT.unavailable, `No answer from ${origin} after ${ATTEMPTS_MAX} attempts: ${why}.`, fix);
};
