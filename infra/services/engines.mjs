/** The engines that the services run on: those that variables name, and for the rest local ones. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineOf } from '../local/engines.mjs';
import { down, pidOf, up, wipe } from '../local/engine.mjs';
import { Failed } from '../local/errors.mjs';
import { onEnd, signal, until } from '../local/process.mjs';
import { settingsFrom } from '../local/settings.mjs';
import { isFree } from '../local/wire.mjs';
import { NODE, ROOT } from '../toolchain.mjs';
import { startProcess, stopProcess } from './process.mjs';

const STAND_IN = join(ROOT, 'infra', 'local', 'event-store-server.mjs');
const STAND_IN_PORT = 12_113;

/** A small program: it listens within a second, ten times that on a busy machine. */
const STAND_IN_MS_MAX = 20_000;
const STOP_MS_MAX = 5_000;

/**
 * Starts what is missing, or finds it. Gives the three URLs, a line each for people, and how to stop what was started here.
 * @throws Failed with what to do
 */
export const startEngines = async (variables, { fresh, keepEngines, folder, say }) => {
  const settings = settingsFrom(variables);
  const stops = [];
  try {
    const log = variables.EVENT_STORE_URL
      ? given('EVENT_STORE_URL', variables, 'EventStoreDB')
      : await standIn(Number(variables.RAPPORT_EVENT_STORE_PORT || STAND_IN_PORT), { fresh, keepEngines, folder, say, stops });
    const [bus, documents] = await Promise.all([
      variables.MESSAGE_BUS_URL
        ? given('MESSAGE_BUS_URL', variables, 'Kafka')
        : local(engineOf('kafka', settings), { fresh, keepEngines, say, stops }),
      variables.READ_STORE_URL
        ? given('READ_STORE_URL', variables, 'MongoDB')
        : local(engineOf('mongo', settings), { fresh, keepEngines, say, stops }),
    ]);
    return {
      urls: { EVENT_STORE_URL: log.url, MESSAGE_BUS_URL: bus.url, READ_STORE_URL: documents.url },
      engines: [log, bus, documents],
      stop: () => stopAll(stops),
    };
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
};

const stopAll = async (stops) => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
};

const given = (variable, variables, title) => ({ what: title, note: `given by ${variable}`, url: variables[variable], pid: '', log: '' });

const local = async (engine, { fresh, keepEngines, say, stops }) => {
  const tell = (line) => say(`${engine.title}: ${line}`);
  const wasUp = pidOf(engine) !== undefined;
  if (fresh) await wipe(engine, tell);
  await up(engine, tell);
  // What somebody else has started, somebody else stops.
  if (!keepEngines && !wasUp) stops.push(() => down(engine, tell));
  return {
    what: `${engine.title} ${engine.version}`,
    note: wasUp ? 'was up already' : '',
    url: engine.url,
    pid: pidOf(engine),
    log: join(engine.folder, 'log'),
  };
};

/** The test server that speaks EventStoreDB's protocol. It keeps what it acknowledged in a folder of ours. */
const standIn = async (port, { fresh, keepEngines, folder, say, stops }) => {
  if (!existsSync(STAND_IN)) throw new Failed('there is no stand-in for EventStoreDB here', 'set EVENT_STORE_URL to a server');
  if (!(await isFree(port)))
    throw new Failed(
      `port ${port} is taken by another program`,
      `end that, choose another by RAPPORT_EVENT_STORE_PORT, or set EVENT_STORE_URL`,
    );
  const data = join(folder, 'event-store');
  if (fresh) rmSync(data, { recursive: true, force: true });
  say('EventStoreDB: starting a stand-in that is made for tests; set EVENT_STORE_URL for a real one');
  const log = join(folder, 'event-store.log');
  const started = startProcess(NODE, [STAND_IN, '--port', String(port), '--folder', data], { log, env: {} });
  const calledOff = onEnd(() => signal(started.pid, 'SIGKILL'));
  stops.push(async () => {
    calledOff();
    if (!keepEngines) await stopProcess(started, STOP_MS_MAX);
  });
  // It says its address when it listens.
  const isUp = await until(() => started.ended() !== undefined || started.tail().includes('esdb://'), STAND_IN_MS_MAX);
  if (!isUp || started.ended() !== undefined)
    throw new Failed('the stand-in for EventStoreDB did not start', `see ${log}, its end is\n${started.tail()}`);
  return { what: 'EventStoreDB', note: 'a stand-in for tests', url: `esdb://127.0.0.1:${port}?tls=false`, pid: started.pid, log };
};
