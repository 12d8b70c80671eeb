import { expect, it } from '@jest/globals';
import { PROBE_MS_MAX } from '../../ports.js';
import { collect, events, scene, type Subject } from './scene.js';
import { type LogUnderTest } from './under-test.js';

export const namingTheLog = (store: Subject, { openAgain, openAnother }: LogUnderTest): void => {
  it('tells the position of its last event', async () => {
    const { stream } = scene();
    const { position } = await store().append(stream(), 0, events(3));
    const head = await store().head();
    expect(head.position! >= position).toBe(true);
    const [newest] = await collect(store().readAll({ direction: 'backwards', limit: 1 }));
    expect(newest!.position >= head.position!).toBe(true);
    const later = await store().append(stream(), 3, events(1));
    expect((await store().head()).position! >= later.position).toBe(true);
  });

  it('has one name for ever', async () => {
    const { stream } = scene();
    await store().append(stream(), 0, events(1));
    const { log } = await store().head();
    expect(log).toMatch(/^\S+$/);
    await store().append(stream(), 1, events(1));
    expect((await store().head()).log).toBe(log);
  });

  if (openAgain !== undefined) {
    it('has the same name however often it is opened, and shows the same', async () => {
      const { stream } = scene();
      await store().append(stream(), 0, events(1));
      await using again = await openAgain();
      const [first, second] = [await store().head(), await again.head()];
      expect(second.log).toBe(first.log);
      expect(second.position! >= first.position!).toBe(true);
      await expect(collect(again.read(stream()))).resolves.toStrictEqual(await collect(store().read(stream())));
    });
  }

  if (openAnother !== undefined) {
    it('has another name than another log, and an empty one has no position', async () => {
      await using another = await openAnother();
      const empty = await another.head();
      expect(empty.position).toBeUndefined();
      await expect(collect(another.readAll())).resolves.toEqual([]);
      await another.append('account-1', 0, events(1));
      const { log } = await another.head();
      expect(log).toMatch(/^\S+$/);
      expect([undefined, log]).toContain(empty.log);
      expect(log).not.toBe((await store().head()).log);
    });
  }

  it('can be worked with, and says so in time', async () => {
    const before = performance.now();
    await expect(store().probe()).resolves.toBeUndefined();
    expect(performance.now() - before).toBeLessThan(PROBE_MS_MAX);
  });

  it.each(['', '0', 'start', '12/7', '-1', '٠'.repeat(16), '9'.repeat(15), `${'0'.repeat(16)} `, 'x'.repeat(41)])(
    'refuses "%s", which is no position, and is as usable as before',
    async (position) => {
      await expect(collect(store().readAll({ after: position }))).rejects.toThrow(RangeError);
      await expect(collect(store().readAll({ after: position, direction: 'backwards' }))).rejects.toThrow(RangeError);
      await expect(collect(store().follow(position, undefined, new AbortController().signal))).rejects.toThrow(RangeError);
      await expect(store().append(scene().stream(), 0, events(1))).resolves.toMatchObject({ version: 1 });
    },
  );
};
