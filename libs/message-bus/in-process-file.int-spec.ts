import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_TOPIC } from '#libs/kernel/ports.js';
import { startChild } from '#libs/kernel/testing/child.js';
import { DONE, listen, message, publishAll, RETRY } from '#libs/kernel/testing/message-bus-fixtures.js';
import { openInProcessBus } from './in-process.js';
import { openOwned } from './owned-file.js';

const folder = mkdtempSync(join(tmpdir(), 'message-bus-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'bus.db');

const inChild = (path: string, work: string) =>
  startChild(`
    import { openInProcessBus } from '#libs/message-bus/in-process.js';
    const bus = openInProcessBus({ path: ${JSON.stringify(path)} });
    const message = (key, text) => ({ key, value: new TextEncoder().encode(text), headers: {} });
    ${work}
    console.log('ready');
    setInterval(() => {}, 60_000);`);

/** What a closed bus left in its file. */
const kept = (path: string, topic: string): readonly number[] => {
  using database = new DatabaseSync(path);
  const rows = database.prepare('SELECT sequence FROM message WHERE topic = ? ORDER BY sequence').all(topic);
  return rows.map(({ sequence }) => Number(sequence));
};

/** How far the groups of a closed bus are in its file. */
const offsets = (path: string): object => {
  using database = new DatabaseSync(path);
  const rows = database.prepare('SELECT group_name, finished FROM group_offset').all();
  return Object.fromEntries(rows.map(({ group_name: group, finished }) => [group, finished]));
};

describe('a group that is ephemeral', () => {
  it('is not in the file, not even after kill -9, and one of its name is taken out of it', async () => {
    const path = newFile();
    {
      await using bus = openInProcessBus({ path });
      const listener = listen(bus, 't', 'g');
      await bus.publish('t', message('a', '1'));
      await listener.until((heard) => heard.length === 1);
    }
    expect(offsets(path)).toEqual({ g: 1 });
    await using child = inChild(
      path,
      `const heard = Promise.withResolvers();
      const handle = async () => (heard.resolve(), { kind: 'done' });
      void bus.consume('t', 'g', handle, new AbortController().signal, { ephemeral: true });
      await bus.publish('t', message('a', '2'));
      await heard.promise;
      await bus.publish('t', message('a', 'carries what is kept to the disk'));`,
    );
    expect(await child.line()).toBe('ready');
    await child.kill();
    expect(offsets(path)).toEqual({});
    expect(kept(path, 't')).toEqual([2, 3]);
  });

  it('holds up the messages that it has not heard, as long as it listens', async () => {
    await using bus = openInProcessBus({ path: newFile(), backlogMax: 3, retainedMax: 0 });
    const listener = listen(bus, 't', 'g', () => RETRY, { ephemeral: true });
    await listener.untilPartitions((mine) => mine.length > 0);
    await publishAll(bus, 't', 'a', ['1', '2', '3']);
    await expect(bus.publish('t', message('a', '4'))).rejects.toThrow(/wait for group g/);
    await listener.stop();
    await bus.publish('t', message('a', '4'));
  });
});

describe('after kill -9 the in-process bus', () => {
  it('has every message that it accepted', async () => {
    const path = newFile();
    await using child = inChild(
      path,
      `for (let n = 1; ; n += 1) {
        await bus.publish('t', message('a', String(n)));
        console.log(n);
      }`,
    );
    let accepted = 0;
    while (accepted < 20) accepted = Number(await child.line());
    await child.kill();
    await using bus = openInProcessBus({ path });
    const listener = listen(bus, 't', 'g');
    await listener.until((heard) => heard.length >= accepted);
    await listener.stop();
    expect(listener.texts().slice(0, accepted)).toEqual(Array.from({ length: accepted }, (_, index) => String(index + 1)));
  });

  it('hands out again what was in hand, and what finished behind it', async () => {
    const path = newFile();
    await using child = inChild(
      path,
      `for (const text of ['1', '2', '3', '4']) await bus.publish('t', message(text, text));
      let done = 0;
      const { promise, resolve } = Promise.withResolvers();
      const handle = async ({ key }) => {
        if (key === '2') await new Promise(() => {});
        done += 1;
        if (done === 3) resolve();
        return { kind: 'done' };
      };
      void bus.consume('t', 'g', handle, new AbortController().signal);
      await promise;
      await new Promise(setImmediate);
      await bus.publish('other', message('a', 'carries the offsets to the disk'));`,
    );
    expect(await child.line()).toBe('ready');
    await child.kill();
    await using bus = openInProcessBus({ path });
    const listener = listen(bus, 't', 'g');
    await listener.until((heard) => heard.length === 3);
    await listener.stop();
    expect(listener.texts()).toEqual(['2', '3', '4']);
  });
});

describe('the file of the in-process bus', () => {
  it('belongs to one process: a second one is told whose it is and what to do', async () => {
    const path = newFile();
    await using child = inChild(path, '');
    await child.line();
    expect(() => openInProcessBus({ path })).toThrow(
      `The message bus in ${path} belongs to process ${child.pid}: stop that process, or run all services in it.`,
    );
  });

  it('belongs to one bus of a process, and is free when that is closed', async () => {
    const path = newFile();
    const bus = openInProcessBus({ path });
    expect(() => openInProcessBus({ path })).toThrow(`belongs to process ${process.pid}`);
    await bus[Symbol.asyncDispose]();
    await using next = openInProcessBus({ path });
    await next.publish('t', message('a', '1'));
  });

  it('syncs each transaction to the disk', () => {
    using owned = openOwned(newFile());
    expect(owned.database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(owned.database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  it('keeps as the offset of a group the end of what it has finished without a gap', async () => {
    const path = newFile();
    const bus = openInProcessBus({ path });
    const listener = listen(bus, 't', 'g', ({ key }) => (key === 'c' ? RETRY : DONE));
    for (const key of ['a', 'b', 'c', 'd', 'e']) await bus.publish('t', message(key, key));
    await listener.until((heard) => new Set(heard.map(({ key }) => key)).size === 5);
    await bus[Symbol.asyncDispose]();
    expect(offsets(path)).toEqual({ g: 2 });
    expect(kept(path, 't')).toEqual([3, 4, 5]);
  });

  it('forgets what all groups have finished, and numbers on', async () => {
    const path = newFile();
    const bus = openInProcessBus({ path });
    const [one, two] = [listen(bus, 't', 'one'), listen(bus, 't', 'two', ({ key }) => (key === 'b' ? RETRY : DONE))];
    await publishAll(bus, 't', 'a', ['1', '2', '3']);
    await publishAll(bus, 't', 'b', ['4']);
    await Promise.all([one, two].map((each) => each.until((heard) => heard.length >= 4)));
    await bus[Symbol.asyncDispose]();
    expect(kept(path, 't')).toEqual([4]);
    const next = openInProcessBus({ path });
    const last = listen(next, 't', 'two');
    await last.until((heard) => heard.length === 1);
    await last.stop();
    await next[Symbol.asyncDispose]();
    expect(kept(path, 't')).toEqual([]);
    const emptied = openInProcessBus({ path });
    await emptied.publish('t', message('a', '5'));
    const again = listen(emptied, 't', 'one');
    await again.until((heard) => heard.length === 1);
    await emptied[Symbol.asyncDispose]();
    expect(again.texts()).toEqual(['5']);
    expect(kept(path, 't')).toEqual([5]);
  });

  it('keeps the latest messages of a topic that nobody reads, and all dead letters', async () => {
    const path = newFile();
    const bus = openInProcessBus({ path, retainedMax: 3 });
    const texts = Array.from({ length: 9 }, (_, index) => String(index + 1));
    for (const topic of ['t', DEAD_LETTER_TOPIC]) await publishAll(bus, topic, 'a', texts);
    await bus[Symbol.asyncDispose]();
    expect(kept(path, 't')).toEqual([7, 8, 9]);
    expect(kept(path, DEAD_LETTER_TOPIC)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
