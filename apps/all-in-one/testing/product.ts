import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfiguration } from '#libs/platform/configuration.js';
import { startAllInOne } from '../app.js';

/** What came over the wire, looked at with toMatchObject only. */
export type Wire = Readonly<Record<string, unknown>> & { readonly items: readonly Readonly<Record<string, unknown>>[] };

export interface Answer {
  readonly status: number;
  readonly body: Wire;
}

/** What a command is sent to: an account by its id, everything else by the field that names it. */
export type Addressee = string | Readonly<Record<string, string>>;

/** The whole product in one process on an empty folder, used through its public doors and no other way. */
export interface Product extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  /** Sends a command that happened at nine o'clock (UTC) of the day, and waits for its outcome. */
  readonly command: (type: string, to: Addressee, day: string, data: object) => Promise<Answer>;
  /** As `command`; throws where it is not accepted. */
  readonly send: (type: string, to: Addressee, day: string, data: object) => Promise<void>;
  /** The answer to a question, of whatever status. */
  readonly ask: (path: string) => Promise<Wire>;
  /** Until the read models show all that was sent. */
  readonly caughtUp: () => Promise<void>;
}

/** Starts one on a free port, without the demonstration; on a folder of its own unless `DATA_DIR` names one. */
export const startProduct = async (settings: Readonly<Record<string, string>> = {}): Promise<Product> => {
  const own = settings['DATA_DIR'] === undefined ? await mkdtemp(join(tmpdir(), 'rapport-product-')) : undefined;
  const folder = own ?? settings['DATA_DIR']!;
  const server = await startAllInOne(readConfiguration({ PORT: '0', DEMO: 'off', LOG_LEVEL: 'silent', ...settings, DATA_DIR: folder }));
  const ask = async (path: string): Promise<Wire> => (await (await fetch(`${server.url}${path}`)).json()) as Wire;
  const command = async (type: string, to: Addressee, day: string, data: object): Promise<Answer> => {
    const response = await fetch(`${server.url}/v1/commands/${type}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
      body: JSON.stringify({ ...(typeof to === 'string' ? { accountId: to } : to), occurredAt: `${day}T09:00:00Z`, data }),
    });
    return { status: response.status, body: (await response.json()) as Wire };
  };
  return {
    url: server.url,
    folder,
    ask,
    command,
    send: async (...asked) => {
      const { status, body } = await command(...asked);
      if (status !== 200) throw new Error(`${asked[0]}: ${status} ${JSON.stringify(body)}`);
    },
    caughtUp: async () => {
      while ((await ask('/v1/status'))['status'] !== 'caught-up') await pause(20);
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      if (own !== undefined) await rm(own, { recursive: true });
    },
  };
};
