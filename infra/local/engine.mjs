/**
 * What can be done with an engine, whichever it is. An engine is data and four functions: `requireTools` (throws Missing), `install`
 * into a half folder, `prepare` its folder before a start, and `answers` its protocol; `isStarted` reads its log.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failed } from './errors.mjs';
import { withLock } from './lock.mjs';
import { isOurs, onEnd, secondsSince, signal, tail, until } from './process.mjs';
import { isFree } from './wire.mjs';

/** An engine that has not answered by then will not: a quiet machine needs five seconds. */
const START_MS_MAX = 120_000;

/** A graceful stop writes what is open; after this the process is ended. */
const STOP_MS_MAX = 20_000;

/** A killed process is gone at once, unless the machine is very busy. */
const GONE_MS_MAX = 10_000;

/** Bytes of a log above which the next start begins a new one and keeps this one as `log.old`. */
const LOG_BYTES_MAX = 10_000_000;

export const logOf = ({ folder }) => join(folder, 'log');

/** The number of the engine's process while it runs and is ours. */
export const pidOf = ({ folder }) => {
  const file = join(folder, 'pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return isOurs(pid, folder + '/') ? pid : undefined;
};

const inHand = ({ home, name, port }, say, action) => withLock(join(home, 'locks', `${name}-${port}`), say, action);

/** Installs the engine if it is not there, whoever else does so at the same time. */
export const install = async (engine, say) => {
  if (existsSync(engine.installed)) return;
  engine.requireTools();
  await withLock(join(engine.home, 'locks', `install-${engine.name}`), say, async () => {
    if (existsSync(engine.installed)) return;
    removeHalves(engine);
    // A name of our own: the tool of an install that was ended may still be writing into the one of its own.
    const half = `${engine.installed}${HALF}${process.pid}`;
    try {
      await engine.install(half, say);
      renameSync(half, engine.installed);
    } finally {
      rmSync(half, { recursive: true, force: true });
    }
  });
};

const HALF = '.half-';

/** Under the lock nobody fills one: what lies there was left by an install that was ended. */
const removeHalves = ({ installed }) => {
  const halves = readdirSync(dirname(installed)).filter((name) => name.startsWith(`${basename(installed)}${HALF}`));
  for (const name of halves) rmSync(join(dirname(installed), name), { recursive: true, force: true });
};

/** Installs and starts the engine, and waits until it answers. Nothing happens where it is up. */
export const up = (engine, say) =>
  inHand(engine, say, async () => {
    const pid = pidOf(engine);
    if (pid !== undefined) return awaitRunning(engine, pid, say);
    engine.requireTools();
    await install(engine, say);
    await requirePorts(engine);
    requireSameVersion(engine);
    mkdirSync(engine.folder, { recursive: true });
    await engine.prepare(say);
    await start(engine, say);
  });

/** A frozen one goes on. */
const awaitRunning = async (engine, pid, say) => {
  signal(pid, 'SIGCONT');
  if (await until(engine.answers, GONE_MS_MAX)) return say(`up already, process ${pid}, ${engine.url}`);
  throw new Failed(`process ${pid} runs and does not answer on port ${engine.port}`, `see ${logOf(engine)}, or kill it and start it again`);
};

const requirePorts = async ({ ports, portVariable }) => {
  for (const port of ports)
    if (!(await isFree(port)))
      throw new Failed(`port ${port} is taken by another program`, `end that, or choose another by ${portVariable}`);
};

/** Data of another version may not be readable, or be changed for ever by being read. */
const requireSameVersion = ({ folder, version, title }) => {
  const file = join(folder, 'version');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : version;
  if (before !== version)
    throw new Failed(`the data in ${folder} is of ${title} ${before}, not ${version}`, 'wipe it, or take another port');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, version);
};

const start = async (engine, say) => {
  const begun = Date.now();
  const log = logOf(engine);
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(log, `${log}.old`);
  const logged = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const news = () => readFileSync(log).subarray(logged).toString();
  const [command, args] = engine.command;
  const output = openSync(log, 'a');
  const child = spawn(command, args, { detached: true, stdio: ['ignore', output, output], cwd: engine.folder });
  closeSync(output);
  let ended = '';
  child.on('error', ({ message }) => (ended = message));
  child.on('exit', (code, name) => (ended = `it ended with ${code ?? name}`));
  child.unref();
  writeFileSync(join(engine.folder, 'pid'), String(child.pid ?? 0));
  const calledOff = onEnd(() => signal(child.pid, 'SIGKILL'));
  say(`starting ${engine.title} ${engine.version} on port ${engine.port} …`);
  await until(async () => ended !== '' || (engine.isStarted(news()) && (await engine.answers())), START_MS_MAX);
  const isUp = ended === '' && engine.isStarted(news()) && (await engine.answers());
  calledOff();
  if (!isUp) {
    if (ended === '') signal(child.pid, 'SIGKILL');
    throw new Failed(
      `${engine.title} did not start: ${ended || `no answer in ${START_MS_MAX / 1000} s`}`,
      `see ${log}, its end is\n${tail(news())}`,
    );
  }
  say(`up in ${secondsSince(begun)}, process ${child.pid}, ${engine.url}`);
};

/** Stops the engine as an operator would. */
export const down = (engine, say) => inHand(engine, say, () => stop(engine, 'SIGTERM', say));

/** Ends the engine's process as a crash would. */
export const kill = (engine, say) => inHand(engine, say, () => stop(engine, 'SIGKILL', say));

/** Stops the engine and removes its data and logs; what is installed stays. */
export const wipe = (engine, say) =>
  inHand(engine, say, async () => {
    await stop(engine, 'SIGTERM', say);
    rmSync(engine.folder, { recursive: true, force: true });
    say('its data and logs are removed');
  });

const stop = async (engine, name, say) => {
  const pid = pidOf(engine);
  if (pid === undefined) return say('is not up');
  const begun = Date.now();
  const isGone = () => pidOf(engine) === undefined;
  // A frozen process hears only the kill. It goes on before it is asked to stop: told afterwards, SecantusDB does not hear the request.
  if (name !== 'SIGKILL') signal(pid, 'SIGCONT');
  signal(pid, name);
  if (!(await until(isGone, STOP_MS_MAX, 20))) signal(pid, 'SIGKILL');
  if (!(await until(isGone, GONE_MS_MAX, 20))) throw new Failed(`process ${pid} does not end`, 'end it by hand');
  rmSync(join(engine.folder, 'pid'), { force: true });
  return say(`${name === 'SIGKILL' ? 'killed' : 'stopped'} in ${secondsSince(begun)}`);
};

/** Stops the process in its tracks: connections stay open and nothing answers. */
export const freeze = (engine, say) => toRunning(engine, 'SIGSTOP', 'frozen', say);

/** Lets a frozen process go on. */
export const thaw = (engine, say) => toRunning(engine, 'SIGCONT', 'thawed', say);

const toRunning = async (engine, name, done, say) => {
  const pid = pidOf(engine);
  if (pid === undefined) throw new Failed('is not up', `start it: node infra/local/engines.mjs up ${engine.name}`);
  signal(pid, name);
  say(`${done}, process ${pid}`);
};

/** What can be known of the engine from outside. */
export const status = async (engine) => ({
  name: engine.name,
  version: engine.version,
  url: engine.url,
  ...(engine.loginUrl && { loginUrl: engine.loginUrl }),
  installed: existsSync(engine.installed),
  pid: pidOf(engine) ?? null,
  answers: pidOf(engine) !== undefined && (await engine.answers()),
  data: engine.folder,
  log: logOf(engine),
});

/** The instances that have a folder: `[['kafka', 19092], …]`. */
export const instancesIn = (home) => {
  const runs = join(home, 'run');
  if (!existsSync(runs)) return [];
  return readdirSync(runs).flatMap((folder) => {
    const [, name, port] = /^(kafka|mongo)-(\d+)$/.exec(basename(folder)) ?? [];
    return name === undefined ? [] : [{ name, port: Number(port), folder: join(dirname(runs), 'run', folder) }];
  });
};
