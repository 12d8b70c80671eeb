import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

type Json = Readonly<Record<string, unknown>>;

/** A command as it came in. */
export interface Received {
  readonly type: string;
  readonly id: string;
  readonly target: string;
  readonly data: Json;
  readonly actor: string | undefined;
  /** As it was sent: a plain body or a CloudEvent. */
  readonly body: Json;
}

/** An answer that a test prescribes; `reset` breaks the connection without one. */
export type Prescribed = 'reset' | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: object };

export interface CommandServerOptions {
  /** Refuses commands, as the rules of the business do. */
  readonly refuse?: (command: Received) => Refusal | undefined;
  /** Answers in place of the server, faults above all; told how often this command id came before. */
  readonly prescribe?: (command: Received, times: number) => Prescribed | undefined | Promise<Prescribed | undefined>;
  /** Answers to GET, by path with query. */
  readonly get?: (path: string) => Prescribed | undefined;
}

/**
 * A server on a free port of the loopback that speaks the wire shapes and keeps what it gets. Like the real one it remembers its
 * answers for ever, refusals too: the same id gets the same answer, and with another body it is refused.
 */
export class CommandServer implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly asked: string[] = [];
  readonly #settled = new Map<string, { readonly text: string; readonly status: number; readonly outcome: object }>();
  readonly #times = new Map<string, number>();
  readonly #versions = new Map<string, number>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  url = '';

  private constructor(private readonly options: CommandServerOptions) {}

  static async start(options: CommandServerOptions = {}): Promise<CommandServer> {
    const server = new CommandServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    return server;
  }

  /** Commands by target, in the order in which they came. */
  byTarget(): Readonly<Record<string, readonly string[]>> {
    const types: Record<string, string[]> = {};
    for (const { type, target } of this.received) (types[target] ??= []).push(type);
    return types;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (request.method === 'GET') {
      this.asked.push(path);
      const alive = path === '/health/live' ? { status: 200, body: { status: 'ok' } } : undefined;
      return answer(response, this.options.get?.(path) ?? alive ?? this.#recall(path) ?? notFound(path));
    }
    const chunks = (await Array.fromAsync(request)) as Buffer[];
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
    const command = commandOf(path.slice(path.lastIndexOf('/') + 1), request, body);
    const { id } = command;
    const times = this.#times.get(id) ?? 0;
    this.#times.set(id, times + 1);
    this.received.push(command);
    return answer(response, (await this.options.prescribe?.(command, times)) ?? this.#decide(command));
  }

  #decide(command: Received): Prescribed {
    const { id, target, body } = command;
    const text = JSON.stringify({ ...command, actor: undefined, body });
    const before = this.#settled.get(id);
    if (before !== undefined) {
      if (before.text === text) return { status: before.status, body: { ...before.outcome, duplicate: true } };
      return rejected(id, { status: 409, code: 'COMMAND_ID_REUSED', detail: 'The id came before with another body.', field: '/commandId' });
    }
    const refusal = this.options.refuse?.(command);
    const { status, body: outcome } = refusal === undefined ? this.#accept(command) : rejected(id, refusal);
    this.#settled.set(id, { text, status, outcome: { ...outcome, target } });
    return { status, body: outcome };
  }

  #accept({ type, id, target }: Received) {
    const version = (this.#versions.get(target) ?? 0) + 1;
    this.#versions.set(target, version);
    const events = [{ id: `${id}/0`, type: `${type}d`, version }];
    return { status: 200, body: { commandId: id, outcome: 'ACCEPTED', version, position: String(version), events, duplicate: false } };
  }

  #recall(path: string): Prescribed | undefined {
    const settled = this.#settled.get(path.replace('/v1/commands/', ''));
    return settled === undefined ? undefined : { status: 200, body: settled.outcome };
  }
}

/** Reads a plain body, or a structured CloudEvent. */
const commandOf = (type: string, { headers }: IncomingMessage, body: Json): Received => {
  const isEvent = headers['content-type'] === 'application/cloudevents+json';
  const target = isEvent ? body['subject'] : (body['accountId'] ?? body['employeeId'] ?? body['teamId'] ?? body['policy']);
  const actor = headers['x-rapport-actor']?.toString();
  return { type, id: String(body[isEvent ? 'id' : 'commandId']), target: String(target), data: body['data'] as Json, actor, body };
};

/** A refusal by a rule; 422 unless told. */
export interface Refusal {
  readonly status?: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
}

const rejected = (commandId: string, { status = 422, ...rejection }: Refusal) => ({
  status,
  body: { commandId, outcome: 'REJECTED', duplicate: false, rejection },
});

const notFound = (path: string): Prescribed => ({
  status: 404,
  headers: { 'content-type': 'application/problem+json' },
  body: { status: 404, code: 'NOT_FOUND', detail: `There is nothing at ${path}.` },
});

const answer = (response: ServerResponse, prescribed: Prescribed): void => {
  if (prescribed === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status, headers = {}, body } = prescribed;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};
