/** Processes: which one is meant by a number, how a tool is run with its seconds told, and what is undone when we are ended. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from './errors.mjs';

/** A tool that takes longer than this is ended: 5 minutes are a slow network, not a hanging one. */
const TOOL_MS_MAX = 600_000;

/** How often a line says that a tool is still at work. */
const TELL_EVERY_MS = 10_000;

/** Characters of a tool's or an engine's output that an error shows. */
const TAIL_LENGTH = 2_000;

const undo = new Set();

/** Has something done when this process ends early. Returns the function that calls it off. */
export const onEnd = (action) => {
  undo.add(action);
  return () => undo.delete(action);
};

process.on('exit', () => {
  for (const action of undo) action();
});

/** Whole seconds with one digit since a moment. */
export const secondsSince = (begun) => `${((Date.now() - begun) / 1000).toFixed(1)} s`;

/** The end of a text. */
export const tail = (text) => text.trim().slice(-TAIL_LENGTH);

/** The command line of a living process; empty where there is none, and for one that has ended and was not fetched. */
const commandLine = (pid) => {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
};

/** Whether a number still means a process of ours: numbers are given out again, a command line with our folder in it is not. */
export const isOurs = (pid, mark) => Number.isInteger(pid) && pid > 0 && commandLine(pid).includes(mark);

/** Waits until a condition holds; whether it came to hold in time. */
export const until = async (holds, withinMs, everyMs = 50) => {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await sleep(everyMs);
  }
  return true;
};

/** Sends a signal; nothing happens where the process is gone. */
export const signal = (pid, name) => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

/** Runs a tool to its end. @throws Failed with the end of what it said. */
export const runTool = async (title, command, args, say) => {
  const begun = Date.now();
  say(`${title} …`);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const calledOff = onEnd(() => child.kill('SIGKILL'));
  const teller = setInterval(() => say(`${title} … ${secondsSince(begun)}`), TELL_EVERY_MS);
  const guard = setTimeout(() => child.kill('SIGKILL'), TOOL_MS_MAX);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (status, name) => resolve(status ?? name));
  });
  clearInterval(teller);
  clearTimeout(guard);
  calledOff();
  if (code !== 0)
    throw new Failed(`${title} failed (${code}) after ${secondsSince(begun)}`, `see what ${command} said and try again\n${tail(output)}`);
  say(`${title} … done in ${secondsSince(begun)}`);
  return output;
};
