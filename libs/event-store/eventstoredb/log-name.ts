import { randomUUID } from 'node:crypto';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Connections } from './connections.js';
import { failureOf } from './errors.js';
import { noLongerThan } from './limits.js';

/** Where the name of the log stands, as its first event. No stream of ours can be called so: it has no dash. */
export const LOG_NAME_STREAM = 'rapport_log';
const LOG_NAMED = 'LogNamed';

/** The name of a log: written once, at "no such stream", by whichever writer is first. */
export class LogName {
  private name: string | undefined;

  constructor(private readonly connections: Connections) {}

  /** `undefined` while no writer has named the log. Throws what the driver throws. */
  async read(ms?: number): Promise<string | undefined> {
    this.name ??= await this.ask(ms);
    return this.name;
  }

  /** Names the log, unless it has a name. */
  async ensure(): Promise<void> {
    if ((await this.read()) !== undefined) return;
    const event = { id: randomUUID(), type: LOG_NAMED, data: { log: randomUUID() }, meta: {} };
    try {
      await this.connections.call((driver) => driver.append(LOG_NAME_STREAM, 'no_stream', [event]));
    } catch (error) {
      if (failureOf(error).kind !== 'conflict') throw error;
    }
    if ((await this.read()) === undefined)
      throw new InvariantBroken(`${LOG_NAME_STREAM}, which holds the name of the log, cannot be read back.`);
  }

  /** Asks the server, whatever is known: what a probe does. */
  async ask(ms?: number): Promise<string | undefined> {
    const page = await this.connections.call((driver) =>
      driver.readStream(LOG_NAME_STREAM, 'start', 'forwards', 1, ms === undefined ? undefined : noLongerThan(ms)),
    );
    const data = page?.[0]?.data as { readonly log?: string } | undefined;
    return data?.log;
  }
}
