/**
 * `npm run test:engines`: the specs that need engines (`*.engine-spec.ts`) against those that a variable names, and otherwise against
 * local ones that are started on ports of their own and removed afterwards. Arguments go to Jest: `npm run test:engines -- libs/message-bus`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCapabilities } from './capabilities.mjs';
import { runJest, tell } from './jest-run.mjs';
import { down, instancesIn, up, wipe } from './local/engine.mjs';
import { engineOf } from './local/engines.mjs';
import { Failed, Missing } from './local/errors.mjs';
import { identity, isAlive } from './local/lock.mjs';
import { onEnd } from './local/process.mjs';
import { environment, settingsFrom } from './local/settings.mjs';
import { isFree } from './local/wire.mjs';

/** Engines as the specs name them, with the variable that names a server, how its URL begins, and the local one. */
const ENGINES = [
  { name: 'kafka', title: 'Kafka', variable: 'MESSAGE_BUS_URL', scheme: /^kafka:/, local: 'kafka', portVariable: 'RAPPORT_KAFKA_PORT' },
  {
    name: 'mongodb',
    title: 'MongoDB',
    variable: 'READ_STORE_URL',
    scheme: /^mongodb(\+srv)?:/,
    local: 'mongo',
    portVariable: 'RAPPORT_MONGODB_PORT',
  },
  { name: 'eventstoredb', title: 'EventStoreDB', variable: 'EVENT_STORE_URL', scheme: /^esdb(\+discover)?:/ },
];

/** Below the ports that systems give to outgoing connections, so that none takes ours while an engine is being restarted. */
const PORT_MIN = 20_000;
const PORT_MAX = 30_000;

const env = { ...environment() };
const started = [];
const problems = [];
const sayer = (name) => (line) => process.stderr.write(`engines: ${name}: ${line}\n`);

/** Names an engine in the environment of the specs: by URL, or by the reason why it is missing. */
const name = (engine, key, value) => (env[`RAPPORT_TEST_${engine.name.toUpperCase()}_${key}`] = value);

const missing = (engine, reason) => {
  name(engine, 'MISSING', reason);
  problems.push({ passed: 0, failed: 0, skipped: [[`a real ${engine.title}`, reason]] });
};

const find = async (engine) => {
  const url = env[engine.variable] ?? '';
  // Services under test are configured by their specs, not by what this run was told.
  delete env[engine.variable];
  if (engine.scheme.test(url)) name(engine, 'URL', url);
  else if (url !== '') missing(engine, `${engine.variable} names another kind of engine`);
  else if (engine.local === undefined) missing(engine, `no ${engine.variable} names one; its specs start the test server of this project`);
  else await startLocal(engine);
};

const startLocal = async (engine) => {
  env[engine.portVariable] = String(await freePort());
  const local = engineOf(engine.local, settingsFrom(env));
  const say = sayer(local.name);
  try {
    local.requireTools();
    await wipe(local, () => {});
    mkdirSync(local.folder, { recursive: true });
    writeFileSync(join(local.folder, OWNER), identity(process.pid));
    await up(local, say);
    // Until here an end of this process ends the engine with it.
    started.push(local);
    name(engine, 'URL', local.url);
    name(engine, 'CONTROL', 'local');
  } catch (error) {
    if (error instanceof Missing) return missing(engine, error.message);
    if (!(error instanceof Failed)) throw error;
    // The machine has what it takes and still it did not start: that is no reason to be content.
    console.log(`FAIL ${engine.title}: ${error.message}`);
    problems.push({ passed: 0, failed: 1, skipped: [] });
    name(engine, 'MISSING', 'it did not start');
  }
  return undefined;
};

/** Ports in a row that one engine may take. */
const PORTS = 3;

/** A port that is free together with the next ones. */
const freePort = async () => {
  for (;;) {
    const port = PORT_MIN + PORTS * Math.floor((Math.random() * (PORT_MAX - PORT_MIN)) / PORTS);
    const free = await Promise.all(Array.from({ length: PORTS }, (_, index) => isFree(port + index)));
    if (free.every(Boolean)) return port;
  }
};

/** Names the test run that an instance belongs to. */
const OWNER = 'owner';

/** Ends what test runs left behind that were killed themselves. */
const sweep = async () => {
  const settings = settingsFrom(env);
  for (const { name: engine, port, folder } of instancesIn(settings.home)) {
    const owner = readOwner(folder);
    if (owner === undefined || isAlive(owner)) continue;
    await wipe(engineOf(engine, { ...settings, kafkaPort: port, mongoPort: port }), sayer(`${engine} of an earlier run`));
  }
};

const readOwner = (folder) => {
  try {
    return readFileSync(join(folder, OWNER), 'utf8');
  } catch {
    return undefined;
  }
};

/** Stops what was started. Data and logs are kept after a failure, until the next run. */
const stop = (failed) =>
  Promise.all(
    started.splice(0).map(async (local) => {
      await (failed ? down : wipe)(local, sayer(local.name));
      if (failed) sayer(local.name)(`its log is kept until the next run: ${join(local.folder, 'log')}`);
    }),
  );

const untilStopped = async () => {
  await sweep();
  await Promise.all(ENGINES.map(find));
  const onStart = (child) => onEnd(() => child.kill('SIGKILL'));
  const args = process.argv.slice(2);
  const { tests, ...jest } = await runJest('jest.engines.config.mjs', { args, env, onStart });
  // A part of the specs, or a machine without the engines, shows what it shows.
  const isWhole = args.length === 0 && jest.skipped.length === 0 && problems.length === 0;
  return [...problems, jest, ...(isWhole ? [checkCapabilities(tests, (path) => path.endsWith('.engine-spec.ts'))] : [])];
};

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
  process.once(signal, async () => {
    await stop(false);
    process.exit(code);
  });

try {
  const results = await untilStopped();
  await stop(results.some(({ failed }) => failed > 0));
  tell(results);
} finally {
  await stop(true);
}
