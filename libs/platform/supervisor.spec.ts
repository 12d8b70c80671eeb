import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { createLog } from './log.js';
import { Supervisor } from './supervisor.js';

const log = createLog('silent');
const untilAborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

describe('the supervisor', () => {
  it('starts again what failed or ended by itself, and passes on how often it has failed in a row', async () => {
    const pauses: number[] = [];
    const supervisor = new Supervisor(log, (faults) => {
      pauses.push(faults);
      return 0;
    });
    const { promise: third, resolve } = Promise.withResolvers<void>();
    let runs = 0;
    supervisor.run('consumer', async (signal) => {
      runs++;
      if (runs === 1) throw new Error('connection reset');
      if (runs === 2) return;
      resolve();
      await untilAborted(signal);
    });
    await third;
    expect(pauses).toEqual([1, 2]);
    expect(supervisor.states()).toEqual({ consumer: 'running' });
    await supervisor.onApplicationShutdown();
    expect(runs).toBe(3);
  });

  it('does not start again what broke an invariant', async () => {
    const supervisor = new Supervisor(log, () => 0);
    let runs = 0;
    supervisor.run('writer', () => Promise.reject(new InvariantBroken(`run ${++runs}`)));
    await new Promise(setImmediate);
    expect(supervisor.states()).toEqual({ writer: 'stopped' });
    expect(runs).toBe(1);
    await supervisor.onApplicationShutdown();
  });

  it('closes what it kept, the last first, only after every task has ended', async () => {
    const order: string[] = [];
    const supervisor = new Supervisor(log);
    const keep = (name: string) => supervisor.keep({ [Symbol.asyncDispose]: async () => void order.push(name) });
    keep('store');
    keep('bus');
    supervisor.run('consumer', async (signal) => {
      await untilAborted(signal);
      await new Promise(setImmediate);
      order.push('consumer');
    });
    await supervisor.onApplicationShutdown();
    await supervisor.onApplicationShutdown();
    expect(order).toEqual(['consumer', 'bus', 'store']);
  });

  it('does not wait out a pause when it is told to stop', async () => {
    const supervisor = new Supervisor(log, () => 3_600_000);
    supervisor.run('consumer', () => Promise.reject(new Error('away')));
    await new Promise(setImmediate);
    expect(supervisor.states()).toEqual({ consumer: 'restarting' });
    await supervisor.onApplicationShutdown();
  });
});
