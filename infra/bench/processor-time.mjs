/** How much processor time processes have taken, where the system tells it (Linux): what others do to the machine changes it little. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second in all that programs see, whatever the kernel's own clock is (USER_HZ). */
const MS_A_TICK = 10;

/** Milliseconds of user and system time in the text of `/proc/<pid>/stat`; a program's name in it may hold anything, `)` too. */
export const processorMsIn = (stat) => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
};

const processorMs = (pid) => {
  try {
    return processorMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
};

/** By name, what the processes (`{ name: pid }`) have taken until now; those that cannot be looked at are left out. */
export const processorTimes = (pids) =>
  Object.fromEntries(Object.entries(pids).flatMap(([name, pid]) => (processorMs(pid) === undefined ? [] : [[name, processorMs(pid)]])));

/** Microseconds that each of so many things took, by process, the dearest first. */
export const microsEach = (before, after, count) =>
  Object.entries(after)
    .filter(([name]) => name in before)
    .map(([name, ms]) => ({ name, micros: ((ms - before[name]) * 1_000) / count }))
    .toSorted((a, b) => b.micros - a.micros);
