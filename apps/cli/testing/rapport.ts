import { run } from '../program.js';
import { type OpenRelayPorts } from '../relay-ports.js';
import { captured } from './captured.js';
import { CommandServer, type CommandServerOptions, type Prescribed } from './command-server.js';

interface Surroundings {
  readonly stdin?: string;
  readonly columns?: number;
  /** Where a server starts when none runs; without one, none may start. */
  readonly own?: CommandServer;
  /** The log and the bus of `relay`. */
  readonly openRelayPorts?: OpenRelayPorts;
  readonly missingLog?: (dataDir: string) => Promise<string | undefined>;
  readonly interrupt?: (press: () => void) => void;
}

/** Runs the command line in this process and keeps what it says. */
export const rapport = async (
  argv: readonly string[],
  { stdin, columns, own, interrupt, openRelayPorts = noPorts, missingLog = async () => undefined }: Surroundings = {},
) => {
  const { terminal, out, err } = captured(stdin, columns);
  const started: string[] = [];
  let closed = 0;
  const exit = await run(argv, {
    terminal,
    dataDir: async () => '/nowhere/data',
    userName: 'ana',
    missingLog,
    startServer: async (dataDir) => {
      started.push(dataDir);
      if (own === undefined) throw new Error('No server may start here.');
      return { url: own.url, close: async () => void (closed += 1) };
    },
    openRelayPorts,
    onInterrupt: (listener) => {
      interrupt?.(listener);
      return () => undefined;
    },
  });
  return { exit, out: out(), err: err(), started, closed };
};

const noPorts: OpenRelayPorts = async () => {
  throw new Error('No log and no bus may be opened here.');
};

/** What a server says that has nothing left to fold. */
export const UP_TO_DATE = {
  status: 200,
  body: { status: 'caught-up', log: { position: '7', recordedAt: '2026-03-01T09:30:00.000Z' }, readModels: [], parked: [] },
};

/** A server that answers these paths, and is up to date. */
export const serving = (get: Readonly<Record<string, object>> = {}, options: CommandServerOptions = {}) =>
  CommandServer.start({
    get: (path): Prescribed | undefined => {
      if (path === '/v1/status') return UP_TO_DATE;
      return get[path] === undefined ? undefined : { status: 200, body: get[path] };
    },
    ...options,
  });
