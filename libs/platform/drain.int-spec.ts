import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { within } from '#libs/kernel/testing/deadline.js';
import { typeScriptArguments } from '#libs/kernel/testing/typescript-child.js';

const children: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that ends on signals, with a close of its own; gives its lines and its exit code. */
const start = (close: string, drainMsMax = '') => {
  const source = `
    import { endInTime, endOnSignals } from '#libs/platform/drain.js';
    const log = { info: () => console.log('draining'), fatal: (text) => console.log('fatal') };
    endOnSignals(async () => { ${close} }, log${drainMsMax && `, ${drainMsMax}`});
    setInterval(() => undefined, 1_000);
    console.log('up');`;
  const child = spawn(process.execPath, typeScriptArguments(source), { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  return {
    line: async () => (await within(lines.next(), 'a line')).value,
    signal: (signal: 'SIGTERM' | 'SIGINT') => child.kill(signal),
    code: async () => (await within(ended, 'the end of the process'))[0] as number,
  };
};

describe('a process that is asked to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('closes in order at %s and ends well', async (signal) => {
    const child = start(`await new Promise((resolve) => setTimeout(resolve, 50)); console.log('closed');`);
    expect(await child.line()).toBe('up');
    child.signal(signal);
    expect([await child.line(), await child.line(), await child.code()]).toEqual(['draining', 'closed', 0]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends at once at the second signal, here %s', async (signal, code) => {
    const child = start(`await new Promise(() => undefined);`);
    expect(await child.line()).toBe('up');
    child.signal('SIGTERM');
    expect(await child.line()).toBe('draining');
    child.signal(signal);
    expect(await child.code()).toBe(code);
  });

  it('ends the hard way when closing takes longer than it may', async () => {
    const child = start(`await new Promise(() => undefined);`, '100');
    expect(await child.line()).toBe('up');
    child.signal('SIGTERM');
    expect([await child.line(), await child.line(), await child.code()]).toEqual(['draining', 'fatal', 1]);
  });

  it('ends the hard way too where it ends by itself and closing hangs', async () => {
    const child = start(`console.log('refused'); await endInTime(() => new Promise(() => undefined), log, 1, 100);`);
    expect(await child.line()).toBe('up');
    child.signal('SIGTERM');
    expect([await child.line(), await child.line(), await child.line(), await child.code()]).toEqual(['draining', 'refused', 'fatal', 1]);
  });

  it('says so when it cannot close', async () => {
    const child = start(`throw new Error('no');`);
    expect(await child.line()).toBe('up');
    child.signal('SIGTERM');
    expect([await child.line(), await child.line(), await child.code()]).toEqual(['draining', 'fatal', 1]);
  });
});
