import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from './client.js';
import { EXIT, Failure } from './failure.js';
import { progressBar } from './progress.js';
import { note, type Terminal } from './terminal.js';
import { type AsOf } from './wire.js';
import { count } from './words.js';

/** How often the server is asked how far its read models are, and for how long. */
const ASK_EVERY_MS = 100;
const WAIT_MS_MAX = 120_000;

/** The part of `GET /v1/status` that says how far behind the read models are. */
interface Status {
  readonly readModels: readonly { readonly asOf: AsOf }[];
}

/**
 * Waits until the read models contain everything that is in the log, so that the next question is answered with all of it.
 * A server without read models has nothing to wait for; one that takes very long is not waited for any longer, and that is said.
 */
export const catchUp = async (client: Client, terminal: Terminal): Promise<void> => {
  const bar = progressBar(terminal.err, 'Read models');
  const begun = performance.now();
  let most = 0;
  try {
    for (let lag = await lagOf(client); lag > 0; lag = await lagOf(client)) {
      most = Math.max(most, lag);
      bar.update(most - lag, most, `${count(lag, 'event')} behind`);
      if (performance.now() - begun > WAIT_MS_MAX) {
        note(terminal, `The read models are still behind (${count(lag, 'event')} at least): answers may lack the latest facts.`);
        return;
      }
      await sleep(ASK_EVERY_MS);
    }
  } finally {
    bar.stop();
  }
};

const lagOf = async (client: Client): Promise<number> => {
  try {
    const { readModels } = await client.get<Status>('/v1/status');
    return Math.max(0, ...readModels.map(({ asOf }) => asOf.lagEvents));
  } catch (error) {
    if (error instanceof Failure && error.exit === EXIT.notFound) return 0;
    throw error;
  }
};

/** Says where an answer lacks the latest facts. */
export const noteLag = (terminal: Terminal, asOf: AsOf | undefined): void => {
  if (asOf !== undefined && asOf.lagEvents > 0) note(terminal, `Behind by ${count(asOf.lagEvents, 'event')}: ask again in a moment.`);
};
