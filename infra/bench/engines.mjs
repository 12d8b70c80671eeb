/** The engines of a run: those that a variable names, else local ones with fresh data, which are removed afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { down, pidOf, up, wipe } from '../local/engine.mjs';
import { engineOf } from '../local/engines.mjs';
import { identity } from '../local/lock.mjs';
import { onEnd } from '../local/process.mjs';
import { environment, settingsFrom } from '../local/settings.mjs';
import { isFree } from '../local/wire.mjs';
import { NODE } from '../toolchain.mjs';

const SERVER = fileURLToPath(new URL('../local/event-store-server.mjs', import.meta.url));

/** Below the ports that systems give to outgoing connections. */
const PORT_MIN = 20_000;
const PORT_MAX = 30_000;

/** By the port that it stands behind: the variable that names one, how its URL begins, and how a local one is started. */
const ENGINES = {
  eventStore: { variable: 'EVENT_STORE_URL', scheme: /^esdb(\+discover)?:/, title: 'EventStoreDB' },
  messageBus: { variable: 'MESSAGE_BUS_URL', scheme: /^kafka(\+tls)?:/, title: 'Kafka', local: 'kafka', port: 'RAPPORT_KAFKA_PORT' },
  readStore: { variable: 'READ_STORE_URL', scheme: /^mongodb(\+srv)?:/, title: 'MongoDB', local: 'mongo', port: 'RAPPORT_MONGODB_PORT' },
};

/** Starts engines as they are asked for, and stops them all. */
export const createEngines = (say) => {
  const env = { ...environment() };
  const stops = [];
  const found = new Map();
  const start = async (name) => {
    const engine = ENGINES[name];
    const given = env[engine.variable] ?? '';
    if (engine.scheme.test(given)) return { title: engine.title, kind: `named by ${engine.variable}`, url: given, isOurs: false };
    if (given !== '') throw new Error(`${engine.variable} names no ${engine.title}: unset it, or name one.`);
    return engine.local === undefined ? startServer(stops) : startLocal(engine, env, stops, say);
  };
  return {
    of: (name) => {
      if (!found.has(name)) found.set(name, start(name));
      return found.get(name);
    },
    facts: async () => Object.fromEntries(await Promise.all([...found].map(async ([name, one]) => [name, withoutSecret(await one)]))),
    stop: async () => {
      await Promise.all(stops.splice(0).map((stop) => stop()));
    },
  };
};

const withoutSecret = ({ title, kind }) => ({ title, kind });

const startLocal = async (engine, env, stops, say) => {
  env[engine.port] ??= String(await freePort());
  const local = engineOf(engine.local, settingsFrom(env));
  const tell = (line) => say(`${engine.title}: ${line}`);
  local.requireTools();
  await wipe(local, () => {});
  mkdirSync(local.folder, { recursive: true });
  // By this `npm run test:engines` knows what a killed run left behind, and removes it.
  writeFileSync(join(local.folder, 'owner'), identity(process.pid));
  stops.push(() => wipe(local, tell).catch(() => down(local, tell)));
  await up(local, tell);
  return {
    title: engine.title,
    kind: `${local.title} ${local.version}, started for this run`,
    url: local.url,
    pid: pidOf(local),
    isOurs: true,
  };
};

/** A port that is free together with the next one. */
const freePort = async () => {
  for (;;) {
    const port = PORT_MIN + 2 * Math.floor((Math.random() * (PORT_MAX - PORT_MIN)) / 2);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
};

/** The EventStoreDB server that the tests run on, in a process of its own. */
const startServer = async (stops) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const child = spawn(NODE, [SERVER, '--folder', folder, '--with-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const calledOff = onEnd(() => {
    child.kill('SIGKILL');
    remove();
  });
  stops.push(async () => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    calledOff();
    remove();
  });
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => first),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The EventStoreDB test server ended with ${code}.`))),
  ]);
  return {
    title: 'EventStoreDB',
    kind: 'the test server of this project, no real one',
    url: line.split(' ')[0],
    pid: child.pid,
    isOurs: true,
  };
};
