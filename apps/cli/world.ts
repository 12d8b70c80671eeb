import { InvalidArgumentError, type Command } from 'commander';
import { clientOf, type Client, type ClientOptions } from './client.js';
import { catchUp } from './catch-up.js';
import { connect, type Connection, type StartServer } from './connection.js';
import { EXIT, type ExitCode, Failure } from './failure.js';
import { type OpenRelayPorts } from './relay-ports.js';
import { note, styled, type Terminal } from './terminal.js';

/** Everything outside the program that its commands touch. */
export interface World {
  readonly terminal: Terminal;
  /** The data folder that the configuration names. */
  dataDir(): Promise<string>;
  /** The file of the log that a data folder should have, where it is not there. */
  missingLog(dataDir: string): Promise<string | undefined>;
  readonly startServer: StartServer;
  /** For the one command that needs no server. */
  readonly openRelayPorts: OpenRelayPorts;
  /** Who uses this machine, where that is known. */
  readonly userName?: string | undefined;
  /** Calls back once on Ctrl-C; a second one ends the process. Returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

/** Options that every command has. */
export interface Globals {
  readonly url?: string;
  readonly dataDir?: string;
  readonly actor?: string;
  readonly json?: true;
}

/** A command with everything it needs to declare and to run itself. */
export interface Setting {
  readonly program: Command;
  readonly world: World;
  /** Makes an action of work that says how the process exits. */
  action<Arguments extends unknown[]>(work: (...given: Arguments) => Promise<ExitCode>): (...given: Arguments) => Promise<void>;
}

/**
 * Runs work against the server, starting and ending one where none runs. Only work that `begins` a portfolio does so in a folder that has
 * none: a question to a misspelt folder has no answer.
 */
export const withServer = async (
  world: World,
  globals: Globals,
  work: (client: Client, connection: Connection) => Promise<ExitCode>,
  options?: ClientOptions & { readonly begins?: true },
): Promise<ExitCode> => {
  const { terminal, startServer, userName } = world;
  const dataDir = globals.dataDir ?? (await world.dataDir());
  if (globals.url === undefined && options?.begins !== true) await demandLog(world, dataDir);
  const connection = await connect({ url: globals.url, dataDir }, startServer);
  if (connection.own && terminal.err.isTTY === true) {
    note(terminal, styled(terminal.err, 'dim', `No server is running: this command works on ${dataDir} by itself.`));
  }
  try {
    if (connection.own) await catchUp(clientOf(connection.url), terminal);
    return await work(clientOf(connection.url, { actor: globals.actor ?? userName, ...options }), connection);
  } finally {
    await connection.close();
  }
};

const demandLog = async (world: World, dataDir: string): Promise<void> => {
  const file = await world.missingLog(dataDir);
  if (file === undefined) return;
  throw new Failure(
    EXIT.notFound,
    `There is no portfolio in ${dataDir}: ${file} is not there.`,
    'Check --data-dir and DATA_DIR; begin one with npm start or rapport import, or name a running server with --url.',
  );
};

/** Reads a whole number of a command line. */
export const wholeNumber =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${minimum} to ${maximum}.`);
  };

/** Examples at the end of a help text. */
export const examples = (...lines: readonly (readonly [command: string, what: string])[]): string =>
  `\nExamples:\n${lines.map(([command, what]) => `  $ ${command}\n      ${what}`).join('\n')}\n`;
