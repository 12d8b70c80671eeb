import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { causeOf, EXIT, Failure } from './failure.js';
import { type Handler } from './in-process-door.js';

/** What a running server leaves in its data folder. */
export const SERVER_FILE = 'server.json';

/** How long a running server may take to say that it is alive. */
const ALIVE_TIMEOUT_MS = 3_000;

/** A server that is starting has its files before it has an address: how often, and how many times, we look for that. */
const LOOK_EVERY_MS = 200;
const LOOKS_MAX = 50;

/** A server of our own. */
export interface RunningServer {
  readonly url: string;
  /** Decides commands in this very process; absent of one that runs elsewhere. */
  readonly handler?: Handler;
  close(): Promise<void>;
}

/** Another process has the files of the data folder. */
export class FilesTaken extends Failure {}

/**
 * Starts the whole system in this process, on the files of a data folder and a free port of 127.0.0.1.
 * @throws FilesTaken · Failure (unavailable) where it cannot start for another reason
 */
export type StartServer = (dataDir: string) => Promise<RunningServer>;

/** The server that a command speaks to. */
export interface Connection extends RunningServer {
  /** Started for this command, and ended with it. */
  readonly own: boolean;
}

/**
 * Finds the server to speak to: the one at `url`; else the one that runs on the data folder; else one of our own.
 * Where another process has the files it is a server that starts: we wait until that says where it is, for at most 10 s.
 * @throws Failure (unavailable) where a server is named or known and does not answer: a second one must not open its files
 */
export const connect = async (
  { url, dataDir }: { readonly url?: string | undefined; readonly dataDir: string },
  startServer: StartServer,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<Connection> => {
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new Failure(EXIT.usage, `"${url}" is no address.`, 'Write it as http://127.0.0.1:3000.');
    if ((await vitality(url)) === 'alive') return running(url);
    throw new Failure(EXIT.unavailable, `No rapport server answers at ${url}.`, 'Start one with npm start, or leave --url out.');
  }
  const known = await runningOn(dataDir);
  if (known !== undefined) return known;
  try {
    const server = await startServer(dataDir);
    const { url: own, handler } = server;
    return { url: own, own: true, ...(handler && { handler }), close: async () => server.close() };
  } catch (error) {
    if (!(error instanceof FilesTaken)) throw error;
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      await pause(LOOK_EVERY_MS);
      const started = await runningOn(dataDir);
      if (started !== undefined) return started;
    }
    throw error;
  }
};

const running = (url: string): Connection => ({ url, own: false, close: async () => undefined });

/** The server that the data folder names, if it lives. */
const runningOn = async (dataDir: string): Promise<Connection | undefined> => {
  const known = await serverOf(dataDir);
  if (known === undefined) return undefined;
  const state = await vitality(known.url);
  if (state === 'alive') return running(known.url);
  if (state === 'refused' || !isProcess(known.pid)) return undefined;
  throw new Failure(
    EXIT.unavailable,
    `The server of ${dataDir} (process ${known.pid}, ${known.url}) does not answer.`,
    'Wait until it is up, or end it. If that process is something else, remove the file server.json there.',
  );
};

const serverOf = async (dataDir: string): Promise<{ readonly pid: number; readonly url: string } | undefined> => {
  try {
    const { pid, url } = JSON.parse(await readFile(join(dataDir, SERVER_FILE), 'utf8')) as {
      readonly pid?: unknown;
      readonly url?: unknown;
    };
    return typeof pid === 'number' && typeof url === 'string' && URL.canParse(url) ? { pid, url } : undefined;
  } catch {
    // No file, or one that was being written when its server ended: nothing runs there.
    return undefined;
  }
};

/** `refused`: nobody listens there any more, the file was left behind by a server that ended hard. */
const vitality = async (url: string): Promise<'alive' | 'refused' | 'silent'> => {
  try {
    const response = await fetch(new URL('/health/live', url), { signal: AbortSignal.timeout(ALIVE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok ? 'alive' : 'silent';
  } catch (error) {
    return causeOf(error).code === 'ECONNREFUSED' ? 'refused' : 'silent';
  }
};

const isProcess = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return (error as { readonly code?: string }).code === 'EPERM';
  }
};
