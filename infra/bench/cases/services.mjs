/** The services under load: all in one process, or each in its own. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onEnd } from '../../local/process.mjs';
import { environment } from '../../local/settings.mjs';
import { NODE, ROOT } from '../../toolchain.mjs';

const CHILD = fileURLToPath(new URL('../one-process.mjs', import.meta.url));

/** The services that a command passes on its way, and those that fold beside them. */
const SERVICES = ['command-worker', 'timeline-projector', 'maturity-projector', 'team-kpi-projector'];

/** A service that has not ended by then is killed, in milliseconds. */
const STOP_MS_MAX = 10_000;

/** Where the embedded adapters keep their files. */
export const embeddedUrls = (folder) => ({
  eventStore: `sqlite:${join(folder, 'events.db')}`,
  messageBus: `in-process:${join(folder, 'bus.db')}`,
  readStore: `sqlite:${join(folder, 'read-models.db')}`,
});

const environmentOf = ({ eventStore, messageBus, readStore }, folder) => ({
  ...environment(),
  EVENT_STORE_URL: eventStore,
  MESSAGE_BUS_URL: messageBus,
  READ_STORE_URL: readStore,
  DATA_DIR: folder,
  DEMO: 'off',
  PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'error',
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
  NODE_NO_WARNINGS: '1',
});

/** A child that ends with this process. */
const keep = (child) => {
  const calledOff = onEnd(() => child.kill('SIGKILL'));
  return async () => {
    calledOff();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await gone;
    clearTimeout(killer);
  };
};

const orItsEnd = (name, child, promise) =>
  Promise.race([promise, once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}.`)))]);

/** All services in one process, which tells checkpoints and outcomes, and sends commands for us where it is told to. */
export const startInOneProcess = async ({ urls, tell, onCheckpoint, onOutcome = () => {} }) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  const child = fork(CHILD, { execPath: NODE, cwd: ROOT, env: environmentOf(urls, folder), serialization: 'advanced' });
  const end = keep(child);
  const stop = async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  const failed = new Set();
  const handlers = {
    checkpoint: ({ position, at }) => onCheckpoint(position, at),
    outcomes: ({ outcomes }) => outcomes.forEach((outcome) => onOutcome(outcome)),
    failed: ({ message }) => failed.add(message),
  };
  child.on('message', (message) => handlers[message.kind]?.(message));
  tell('starts all services in one process');
  try {
    await orItsEnd('The process of all services', child, once(child, 'message'));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    tellsCheckpoints: true,
    pids: { 'all services': child.pid },
    publish: async (message) => {
      if (failed.size > 0) throw new Error([...failed].join(' · '));
      child.send({ key: message.key, value: message.value, headers: message.headers });
    },
    stop,
  };
};

/** Each service in a process of its own. */
export const startSeparately = async ({ urls, tell }) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  const started = [];
  const pids = {};
  const stop = async () => {
    await Promise.all(started.map((end) => end()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(
      SERVICES.map(async (name) => {
        tell(`starts ${name}`);
        const child = spawn(NODE, [join(ROOT, 'dist', 'apps', name, 'main.js')], {
          cwd: folder,
          env: environmentOf(urls, folder),
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        started.push(keep(child));
        pids[name] = child.pid;
        await orItsEnd(name, child, once(createInterface(child.stdout), 'line'));
      }),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { tellsCheckpoints: false, pids, stop };
};
