import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startAllInOne } from '#apps/all-in-one/app.js';
import { ConfigurationError, readConfiguration, type Configuration } from '#libs/platform/configuration.js';
import { FilesTaken, type StartServer } from './connection.js';
import { causeOf, EXIT, Failure, messageOf } from './failure.js';

/** SQLite's code for a file that another process has. */
const SQLITE_BUSY = 5;

/**
 * The configuration that the environment names, as a server would have it.
 * @throws Failure (usage) that names every wrong variable
 */
export const configuration = (): Configuration => {
  try {
    return readConfiguration();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new Failure(EXIT.usage, `The environment is not right:\n  ${error.message.replaceAll('\n', '\n  ')}`, 'Correct it, or .env.');
  }
};

/**
 * Starts the whole system in this process: on a free port of the loopback, without a demonstration, and without a log, since standard
 * error speaks to people here.
 */
export const startEmbedded: StartServer = async (dataDir) => {
  const own = { ...configurationIn(dataDir), host: '127.0.0.1', port: 0, demo: false, logLevel: 'silent' } as const;
  try {
    return await startAllInOne(own);
  } catch (error) {
    const message = `No server could be started on ${dataDir}: ${messageOf(error)}`;
    if (causeOf(error).errcode !== SQLITE_BUSY) throw new Failure(EXIT.unavailable, message);
    const fix = 'It does not say in server.json where it answers: if it is starting or stopping, try again; if not, end it.';
    throw new FilesTaken(EXIT.unavailable, message, fix);
  }
};

/** The configuration that the environment names, with the embedded files in a data folder. @throws Failure (usage) */
export const configurationIn = (dataDir: string): Configuration => inFolder(configuration(), dataDir);

/** The file of the embedded log of a data folder, where it is not there; `undefined` where it is, or where the log is not a file. */
export const missingLog = (dataDir: string): string | undefined => {
  const { eventStoreUrl } = configurationIn(dataDir);
  const file = eventStoreUrl.startsWith('sqlite:') ? eventStoreUrl.slice('sqlite:'.length) : undefined;
  return file === undefined || existsSync(file) ? undefined : file;
};

/** The same with the embedded files in another folder; engines stay where they are. */
const inFolder = (given: Configuration, dataDir: string): Configuration => {
  const moved = (url: string): string => url.replace(join(given.dataDir, '/'), join(resolve(dataDir), '/'));
  const { eventStoreUrl, messageBusUrl, readStoreUrl } = given;
  return {
    ...given,
    dataDir: resolve(dataDir),
    eventStoreUrl: moved(eventStoreUrl),
    messageBusUrl: moved(messageBusUrl),
    readStoreUrl: moved(readStoreUrl),
  };
};
