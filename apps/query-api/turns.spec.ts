import { describe, expect, it } from '@jest/globals';
import { inTurn, Turns } from './turns.js';

const PAST = { at: '2026-03-01T00:00:00.000Z', time: 'occurred' } as const;

/** Work that says when it begins and ends when it is told to. */
const workshop = () => {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const work = (name: string) => () => {
    begun.push(name);
    ends.set(name, Promise.withResolvers<string>());
    return ends.get(name)!.promise;
  };
  return {
    begun,
    work,
    end: (name: string) => ends.get(name)!.resolve(name),
    fail: (name: string) => ends.get(name)!.reject(new Error(name)),
  };
};

describe('turns', () => {
  it('let so many work at once, and the others in the order in which they came', async () => {
    const { begun, work, end } = workshop();
    const turns = new Turns(2, 2);
    const answers = ['a', 'b', 'c', 'd'].map((name) => turns.take(work(name)));
    expect(begun).toEqual(['a', 'b']);
    end('b');
    expect(await answers[1]).toBe('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['c', 'a']) end(name);
    await Promise.all([answers[0], answers[2]]);
    end('d');
    expect(await answers[3]).toBe('d');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('send away who comes when too many wait, and take them again afterwards', async () => {
    const { begun, work, end } = workshop();
    const turns = new Turns(1, 1);
    const [first, second] = [turns.take(work('a')), turns.take(work('b'))];
    await expect(turns.take(work('c'))).rejects.toMatchObject({ code: 'TOO_MANY_WAITING', status: 503 });
    end('a');
    await first;
    end('b');
    await second;
    const again = turns.take(work('d'));
    end('d');
    expect([await again, begun]).toEqual(['d', ['a', 'b', 'd']]);
  });

  it('pass on when the work fails', async () => {
    const { work, end, fail } = workshop();
    const turns = new Turns(1, 1);
    const [failing, waiting] = [turns.take(work('a')), turns.take(work('b'))];
    fail('a');
    await expect(failing).rejects.toThrow('a');
    end('b');
    expect(await waiting).toBe('b');
  });

  it('are taken by questions about the past alone', async () => {
    const turns = new Turns(0, 0);
    expect(await inTurn({ turns }, undefined, () => Promise.resolve('now'))).toBe('now');
    await expect(inTurn({ turns }, PAST, () => Promise.resolve('then'))).rejects.toMatchObject({ code: 'TOO_MANY_WAITING' });
  });
});
