/** `npm run start:services`: engines and services as plain processes, with the commands and the variables of docker-compose.yml. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from './local/errors.mjs';
import { isOurs } from './local/process.mjs';
import { environment } from './local/settings.mjs';
import { planOf, servicesOf } from './services/composition.mjs';
import { startEngines } from './services/engines.mjs';
import { requirePorts, revive, startFleet, stopFleet, untilReady } from './services/fleet.mjs';
import { HELP, readOptions } from './services/options.mjs';
import { tableOf } from './services/table.mjs';

/** The file in the folder of a start with the numbers of its processes. */
const RUNNING = 'running.json';

/** How often we look whether all services still run. */
const LOOK_EVERY_MS = 500;

const say = (line) => process.stderr.write(`${line}\n`);

const main = async (args) => {
  const options = readOptions(args);
  if (options.help) return process.stdout.write(`${HELP}\n`);
  const { folder } = options;
  const running = join(folder, RUNNING);
  requireAlone(running);
  mkdirSync(folder, { recursive: true });
  const end = endOnSignals();
  const variables = environment();
  const { urls, engines, stop } = await startEngines(variables, { ...options, say });
  let fleet = [];
  try {
    if (!options.enginesOnly && !end.aborted) {
      const { count, port } = options;
      const logLevel = variables.LOG_LEVEL || 'info';
      const plan = planOf(servicesOf(variables), { count, port, urls, folder, logLevel });
      await requirePorts(plan);
      fleet = startFleet(plan);
      remember(running, fleet);
      await untilReady(fleet, say, end);
    }
    process.stdout.write(`${tableOf(engines, fleet)}\n`);
    if (!end.aborted) process.stdout.write('Everything is ready. Ctrl-C stops it in order.\n');
    while (!end.aborted) {
      revive(fleet, say);
      remember(running, fleet);
      await sleep(LOOK_EVERY_MS, undefined, { signal: end }).catch(() => undefined);
    }
  } finally {
    if (fleet.length > 0) say('Stopping the services in order: what is in hand is finished.');
    await stopFleet(fleet, say);
    await stop();
    rmSync(running, { force: true });
  }
  say('Everything is stopped.');
};

const remember = (file, fleet) => writeFileSync(file, JSON.stringify(fleet.map(({ instance, run }) => ({ instance, pid: run.pid }))));

/** What an earlier start has left running would answer on the same ports. @throws Failed */
const requireAlone = (file) => {
  if (!existsSync(file)) return;
  const living = JSON.parse(readFileSync(file, 'utf8')).filter(({ pid }) => isOurs(pid, 'dist/apps/'));
  if (living.length === 0) return;
  const pids = living.map(({ pid }) => pid);
  throw new Failed(
    `services of an earlier start still run (${living.map(({ instance }) => instance).join(', ')})`,
    `kill ${pids.join(' ')}`,
  );
};

/** The first signal asks us to stop, the second ends everything at once: what runs is killed when this process exits. */
const endOnSignals = () => {
  const ending = new AbortController();
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(name, () => {
      if (ending.signal.aborted) process.exit(code);
      ending.abort();
    });
  }
  return ending.signal;
};

await main(process.argv.slice(2)).catch((error) => {
  say(`start:services: ${error instanceof Failed ? error.message : error.stack}`);
  process.exitCode = 1;
});
