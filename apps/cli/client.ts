import { EXIT, Failure } from './failure.js';
import { patientHttp, type HttpOptions, type Reply } from './patient-http.js';
import { TARGETS, type Answer, type CommandBody, type Page, type Problem, type Refusal } from './wire.js';

/** How often a command that is not decided yet is asked for again. */
const POLLS_MAX = 60;
const POLL_MS = 25;
const POLL_MAX_MS = 1_000;
/** Pages of one list; with the largest page the server gives, more than anybody reads. */
const PAGES_MAX = 100_000;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** The server's HTTP interface as the commands of this program use it. */
export interface Client {
  readonly url: string;
  /** Sends a command and waits until it is decided. The id in the body makes every retry harmless. */
  send(type: string, body: CommandBody): Promise<Answer>;
  /** Has a command decided that could not be, and waits until it is. */
  retry(commandId: string, source?: string): Promise<Answer>;
  /** What was decided on a command some time ago, as far as the server remembers. */
  outcomeOf(commandId: string): Promise<Answer | undefined>;
  /** @throws Failure (notFound, usage, unavailable) in the server's words */
  get<Body extends object>(path: string, query?: Query): Promise<Body>;
  /** A list, page after page. */
  pages<Item>(path: string, query?: Query): AsyncIterable<Page<Item>>;
}

export interface ClientOptions extends Omit<HttpOptions, 'headers'> {
  /** Who asks, as long as no credential says so. */
  readonly actor?: string | undefined;
}

/** A client of the server at `url`. Opens nothing until the first request. */
export const clientOf = (url: string, { actor, ...options }: ClientOptions = {}): Client => {
  // Header values are bytes; names are not always ASCII.
  const headers = actor === undefined ? {} : { 'x-rapport-actor': Buffer.from(actor, 'utf8').toString('latin1') };
  const http = patientHttp({ ...options, headers });
  const settle = async (type: string, body: CommandBody): Promise<Reply> => {
    const post = async () => http.request(new URL(`/v1/commands/${encodeURIComponent(type)}`, url), message(type, body));
    return settled(post, body.commandId);
  };
  /** Asks until it is decided, or it is said that it cannot be. */
  const settled = async (post: () => Promise<Reply>, commandId: string): Promise<Reply> => {
    let reply = await post();
    for (let poll = 0; isOpen(reply); poll += 1) {
      if (poll === POLLS_MAX) throw undecided(commandId);
      await http.pause(Math.max(Math.min(POLL_MS * 2 ** poll, POLL_MAX_MS), reply.retryAfterMs ?? 0));
      const location: string = reply.location ?? locationOf(commandId);
      const asked = await http.request(new URL(location, url));
      // A server that was restarted meanwhile knows nothing of it.
      reply = asked.status === 404 ? await post() : { ...asked, location: asked.location ?? location };
    }
    return reply;
  };
  const get = async <Body extends object>(path: string, query: Query = {}): Promise<Body> => {
    const reply = await http.request(withQuery(new URL(path, url), query));
    if (reply.status >= 200 && reply.status < 300) return reply.body as Body;
    throw failureOf(reply, url);
  };
  return {
    url,
    get,
    retry: async (commandId, source) => {
      const address = withQuery(new URL(`/v1/dead-letters/${encodeURIComponent(commandId)}/retry`, url), { source });
      const taken = await http.request(address, { method: 'POST' });
      if (taken.status !== 202) throw failureOf(taken, url);
      return answerOf(await settled(async () => taken, commandId), commandId, url);
    },
    send: async (type, body) => answerOf(await settle(type, body), body.commandId, url),
    outcomeOf: async (commandId) => {
      const reply = await http.request(new URL(locationOf(commandId), url));
      return reply.status === 404 ? undefined : answerOf(reply, commandId, url);
    },
    pages: async function* pages<Item>(path: string, query?: Query) {
      let cursor: string | undefined;
      for (let count = 0; count < PAGES_MAX; count += 1) {
        const page = await get<Page<Item>>(path, { ...query, cursor });
        yield page;
        if (page.next === undefined) return;
        cursor = page.next;
      }
    },
  };
};

const locationOf = (commandId: string): string => `/v1/commands/${encodeURIComponent(commandId)}`;

const withQuery = (address: URL, query: Query): URL => {
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, String(value));
  return address;
};

/** A plain body, or where it names its source, a CloudEvent: the form that has a place for that. */
const message = (type: string, { source, ...body }: CommandBody): RequestInit => {
  if (source === undefined) return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const subject = TARGETS.map((target) => body[target]).find((id) => id !== undefined);
  const { commandId: id, occurredAt: time, expectedVersion: expectedversion, note, data } = body;
  const event = { specversion: '1.0', id, type: `rapport.${type}`, source, subject, time, expectedversion, note, data };
  return { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(event) };
};

const isOpen = ({ status, body }: Reply): boolean =>
  status === 202 || ('outcome' in body && body.outcome === 'UNKNOWN' && !('failure' in body));

const answerOf = (reply: Reply, commandId: string, url: string): Answer => {
  const body = reply.body as Partial<Answer> & Problem;
  if (body.outcome === 'ACCEPTED' || body.outcome === 'REJECTED') return { ...body, duplicate: body.duplicate ?? false } as Answer;
  if (body.failure !== undefined)
    throw new Failure(EXIT.unexpected, body.detail ?? body.failure.detail, `rapport dead-letters show ${commandId} says more.`);
  if (reply.status < 400 || reply.status >= 500 || body.code === undefined || [401, 403].includes(reply.status))
    throw failureOf(reply, url);
  return { commandId, duplicate: false, outcome: 'REJECTED', rejection: refusalOf(body, body.code) };
};

/** A request that is wrong in form, in the shape of a refusal: the place of the first fault, and what every fault says. */
const refusalOf = ({ detail, title, field, errors = [] }: Problem, code: string): Refusal => {
  const [first, ...more] = errors;
  const place = field ?? first?.pointer;
  const faults = more.length === 0 ? first?.detail : errors.map((error) => `${error.pointer}: ${error.detail}`).join(' ');
  return { code, detail: faults ?? detail ?? title ?? code, ...(place === undefined ? {} : { field: place }) };
};

/** A problem document (RFC 9457), or whatever else came in its place, as a failure. */
const failureOf = ({ status, body }: Reply, url: string): Failure => {
  const problem = body as Problem;
  const { code } = problem;
  const words = code === undefined ? `The server answered ${status}.` : wordsOf(refusalOf(problem, code));
  if (status === 404) return new Failure(EXIT.notFound, words, 'Check the id; `rapport accounts` lists the accounts that there are.');
  if (status >= 400 && status < 500) return new Failure(EXIT.usage, words);
  return new Failure(EXIT.unexpected, `${url} answered ${status}: ${words}`, "The server's log says why.");
};

/** What is at fault, what is wrong with it, and the code for those who look it up. */
const wordsOf = ({ code, detail, field }: Refusal): string => `${field === undefined ? '' : `${field}: `}${detail} (${code})`;

const undecided = (commandId: string): Failure => {
  const fix = `Send it again with the same id (--command-id ${commandId}): it has one effect, however often it is sent.`;
  return new Failure(EXIT.unavailable, `Command ${commandId} was taken but is not decided yet.`, fix);
};
