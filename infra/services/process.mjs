/** A process of ours with a log of its own. It leads a group of its own, so that Ctrl-C reaches us alone and we stop all in order. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { tail as endOf, signal, until } from '../local/process.mjs';
import { ROOT } from '../toolchain.mjs';

/** A killed process is gone at once, unless the machine is very busy. */
const GONE_MS_MAX = 10_000;

/** Starts a process whose output goes into a fresh log, or behind what the log has. */
export const startProcess = (command, args, { log, env, append = false }) => {
  const output = openSync(log, append ? 'a' : 'w');
  const child = spawn(command, args, { cwd: ROOT, detached: true, env, stdio: ['ignore', output, output] });
  closeSync(output);
  let ended;
  child.on('error', ({ message }) => (ended = message));
  child.on('exit', (code, name) => (ended = `it ended with ${name ?? code}`));
  return { pid: child.pid, log, ended: () => ended, tail: () => endOf(readFileSync(log, 'utf8')) };
};

/** Asks a process to end, and ends it where it has not in time. Says whether it went by itself. */
export const stopProcess = async (process, withinMs) => {
  if (process.ended() !== undefined) return true;
  signal(process.pid, 'SIGTERM');
  if (await until(() => process.ended() !== undefined, withinMs)) return true;
  signal(process.pid, 'SIGKILL');
  await until(() => process.ended() !== undefined, GONE_MS_MAX);
  return false;
};
