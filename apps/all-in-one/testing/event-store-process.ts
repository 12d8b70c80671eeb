import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { within } from '#libs/kernel/testing/deadline.js';

const SERVER = fileURLToPath(new URL('../../../infra/local/event-store-server.mjs', import.meta.url));

/** Below the ports that systems give to outgoing connections, so that none takes ours while the server is down. */
const PORT_MIN = 20_000;
const PORT_MAX = 30_000;

/** It listens within a second on a quiet machine. */
const START_MS = 30_000;

/** The EventStoreDB test server as a process that can be killed, frozen and cut off; what it acknowledged is in a folder. */
export class EventStoreProcess implements AsyncDisposable {
  private child: ChildProcess | undefined;
  private control = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async make(): Promise<EventStoreProcess> {
    const server = new EventStoreProcess(await mkdtemp(join(tmpdir(), 'rapport-event-store-')), await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Starts it on its old port and data. Resolves when it listens. */
  async start(): Promise<void> {
    const args = [SERVER, '--port', String(this.port), '--folder', this.folder, '--control-port', '0', '--with-stdin'];
    // Its input ends with this process, and so does it.
    const child = (this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
    const [line] = (await within(once(createInterface({ input: child.stdout! }), 'line'), 'the event store to listen', START_MS)) as [
      string,
    ];
    this.control = / control=(\S+)/.exec(line)?.[1] ?? '';
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await within(gone, 'the event store to be gone');
  }

  async freeze(): Promise<void> {
    this.child?.kill('SIGSTOP');
  }

  async thaw(): Promise<void> {
    this.child?.kill('SIGCONT');
  }

  /** Every connection is reset; new ones are welcome. */
  async cutOff(): Promise<void> {
    await this.order('/drop-connections');
  }

  /** The next appends are written, and their connections reset without an answer. */
  async loseAcknowledgements(count: number): Promise<void> {
    await this.order(`/lose-acknowledgements?value=${count}`);
  }

  private async order(path: string): Promise<void> {
    const { ok } = await fetch(`${this.control}${path}`, { method: 'POST' });
    if (!ok) throw new Error(`The event store does not take ${path}.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const freePort = async (): Promise<number> => {
  for (;;) {
    const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN));
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
};
