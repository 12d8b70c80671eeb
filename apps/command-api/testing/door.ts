import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandForms } from '#libs/contracts/command-forms.js';
import { aggregates, policyRules } from '#libs/domain/registry.js';
import { type EventStore, type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type ServiceModules } from '#libs/platform/platform.module.js';
import { EVENT_STORE, MESSAGE_BUS, READ_STORE } from '#libs/platform/ports.js';
import { type RunningService, startService } from '#libs/platform/service.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { consumeCommands } from '#libs/runtime/consume-commands.js';
import { createCommandHandler } from '#libs/runtime/handle-command.js';
import { openUndecidedCommands } from '#libs/runtime/undecided-commands.js';
import { CommandApiModule } from '../command-api.module.js';

export type Body = Record<string, unknown> & { readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] };

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

type Sent = string | Uint8Array<ArrayBuffer> | object | undefined;

/** A command API on embedded engines in a folder of its own. */
export interface Door extends AsyncDisposable {
  readonly service: RunningService;
  /** Starts the worker, which a new door does not have. */
  startWorker(): void;
  ask(path: string): Promise<Answer>;
  send(type: string, body: Sent, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Opens a door on a free port of 127.0.0.1; variables name other engines than the embedded ones. */
export const openDoor = async (modules: ServiceModules = [], env: Readonly<Record<string, string>> = {}): Promise<Door> => {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-command-api-'));
  const service = await startService(readConfiguration({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', ...env }), {
    modules: [CommandApiModule, ...modules],
    needs: { eventStore: 'writer', messageBus: true, readStore: true },
  });
  const request = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${service.url}${path}`, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  return {
    service,
    startWorker: () => startWorker(service),
    ask: (path) => request(path, {}),
    send: (type, body, headers = {}) =>
      request(`/v1/commands/${type}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: async () => {
      await service.close();
      await rm(folder, { recursive: true });
    },
  };
};

const startWorker = (service: RunningService): void => {
  const now = () => new Date();
  const store = service.get<EventStore>(EVENT_STORE);
  const readStore = service.get<ReadStore>(READ_STORE);
  const handler = createCommandHandler({ store, readStore, aggregates, policies: policyRules, now });
  const undecided = openUndecidedCommands(readStore);
  const bus = service.get<MessageBus>(MESSAGE_BUS);
  service.get(Supervisor).run('commands', (signal) => consumeCommands({ bus, handler, forms: commandForms, now, undecided }, signal));
};
