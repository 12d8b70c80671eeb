/** One at a time among processes, by a file that names its holder. A holder that is gone holds nothing. */
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from './errors.mjs';
import { onEnd, secondsSince } from './process.mjs';

/** Longer than any install: who waits longer waits for something that hangs. */
const WAIT_MS_MAX = 900_000;
const TELL_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Taking away a dead holder's file takes microseconds; a guard of this age was left by someone who was ended within them. */
const GUARD_MS_MAX = 10_000;

/** Runs an action while no other process runs one under the same file. */
export const withLock = async (file, say, action) => {
  const release = await acquire(file, say);
  try {
    return await action();
  } finally {
    release();
  }
};

const acquire = async (file, say) => {
  makeFolder(dirname(file));
  const begun = Date.now();
  let told = begun;
  while (!create(file)) {
    if (!isAlive(holderOf(file))) breakLock(file);
    else if (Date.now() - begun > WAIT_MS_MAX) throw new Failed(`process ${holderOf(file)} holds ${file}`, 'end it, or remove the file');
    else if (Date.now() - told > TELL_EVERY_MS) {
      told = Date.now();
      say(`waiting for process ${Number.parseInt(holderOf(file), 10)}, which is at it … ${secondsSince(begun)}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
  const calledOff = onEnd(() => rmSync(file, { force: true }));
  return () => {
    calledOff();
    rmSync(file, { force: true });
  };
};

const makeFolder = (folder) => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch ({ message }) {
    throw new Failed(`the folder ${folder} cannot be made (${message})`, 'let RAPPORT_ENGINES_HOME name one that can be written');
  }
};

/** Makes the file with its text at once, so that nobody ever reads an empty one. Whether it was not there yet. */
const create = (file) => {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, identity(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own);
  }
};

/** Removes the file of a dead holder. Guarded, so that of two who saw it dead the slower one does not remove the quicker one's file. */
const breakLock = (file) => {
  const guard = `${file}.guard`;
  if (!create(guard)) {
    const { mtimeMs } = statSync(guard, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > GUARD_MS_MAX) rmSync(guard, { force: true });
    return;
  }
  try {
    if (!isAlive(holderOf(file))) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
};

const holderOf = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** A process by its number and, where the system tells, the moment that it began: numbers are given out again. */
export const identity = (pid) => `${pid} ${begunAt(pid)}`;

/** Whether the process that an identity names still runs. */
export const isAlive = (holder) => {
  const pid = Number.parseInt(holder, 10);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return identity(pid) === holder;
};

/** Field 22 of /proc/<pid>/stat, counted behind the name, which may hold anything. A process that has ended has none. */
const begunAt = (pid) => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return '';
  }
};
