import { expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from '#libs/kernel/testing/child.js';
import { within } from '#libs/kernel/testing/deadline.js';

const PARENT = `
  import { spawn } from 'node:child_process';
  import { Reaper } from '#apps/all-in-one/testing/reaper.js';
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  new Reaper().watch(child.pid);
  console.log(child.pid);
  setInterval(() => {}, 1000);
`;

const isLiving = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('ends the processes of a test run that was killed itself', async () => {
  await using parent = startChild(PARENT);
  const pid = Number(await parent.line());
  expect(isLiving(pid)).toBe(true);
  await parent.kill();
  const gone = async (): Promise<void> => {
    while (isLiving(pid)) await pause(20);
  };
  await within(gone(), 'the process to be gone');
});
