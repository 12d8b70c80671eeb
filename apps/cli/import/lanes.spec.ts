import { describe, expect, it } from '@jest/globals';
import { Lanes } from './lanes.js';

/** Jobs that end when they are told to. */
const stage = (lanes: Lanes) => {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, ...keys: string[]) =>
    lanes.run(keys, async () => {
      log.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await settled();
  };
  return { log, run, end };
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('lanes', () => {
  it('run jobs of one key one after another and others beside them', async () => {
    const { log, run, end } = stage(new Lanes(8));
    const all = [run('a1', 'a'), run('a2', 'a'), run('b1', 'b'), run('a3', 'a')];
    await settled();
    expect(log).toEqual(['a1', 'b1']);
    for (const name of ['a1', 'a2', 'a3', 'b1']) await end(name);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1', 'a3']);
    expect(log).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('wait for every key that a job has', async () => {
    const { log, run, end } = stage(new Lanes(8));
    const all = [run('a', 'a'), run('b', 'b'), run('both', 'a', 'b'), run('b2', 'b')];
    await settled();
    await end('a');
    expect(log).toEqual(['a', 'b']);
    await end('b');
    expect(log).toEqual(['a', 'b', 'both']);
    await end('both');
    await end('b2');
    await Promise.all(all);
  });

  it('never run more at once than they may, and give places in order', async () => {
    const { log, run, end } = stage(new Lanes(2));
    const all = ['1', '2', '3', '4'].map((name) => run(name, name));
    await settled();
    expect(log).toEqual(['1', '2']);
    await end('2');
    expect(log).toEqual(['1', '2', '3']);
    for (const name of ['1', '3', '4']) await end(name);
    await Promise.all(all);
  });

  it('go on after a job that fails', async () => {
    const lanes = new Lanes(1);
    const failing = lanes.run(['a'], async () => {
      throw new Error('no');
    });
    const next = lanes.run(['a'], async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});
