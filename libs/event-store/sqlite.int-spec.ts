import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type ReadAllOptions } from '#libs/kernel/ports.js';
import { eventStoreContract } from '#libs/kernel/testing/event-store-contract.js';
import { collect, event, events, eventsOf, expectStream } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { openSqliteEventStore } from './sqlite.js';
import { LogReader, PAGE_ROWS_MAX } from './sqlite/log-reader.js';
import { openLog } from './sqlite/schema.js';

const newFile = temporaryFiles('.sqlite');

const shared = newFile();
let opened = 0;
eventStoreContract('SQLite', {
  open: (options) => openSqliteEventStore((opened += 1) === 1 ? shared : newFile(), { writer: true, ...options }),
  openAgain: () => openSqliteEventStore(shared, { writer: false }),
  openAnother: () => openSqliteEventStore(newFile(), { writer: true }),
});
eventStoreContract('SQLite in memory', {
  open: (options) => openSqliteEventStore(':memory:', { writer: true, ...options }),
  openAnother: () => openSqliteEventStore(':memory:', { writer: true }),
});

describe('a log in a SQLite file', () => {
  it('goes on where it was when it is opened again, and still knows what it wrote', async () => {
    const file = newFile();
    const given = events(2);
    const first = await openSqliteEventStore(file, { writer: true });
    const answer = await first.append('account-1', 0, given);
    await first[Symbol.asyncDispose]();

    await using second = await openSqliteEventStore(file, { writer: true });
    await expect(second.append('account-1', 0, given)).resolves.toStrictEqual(answer);
    await expect(second.append('account-1', 2, events(1))).resolves.toStrictEqual({ version: 3, position: '0000000000000003' });
  });

  it('leaves one whole file behind when it is closed', async () => {
    const file = newFile();
    const store = await openSqliteEventStore(file, { writer: true });
    await store.append('account-1', 0, events(1));
    expect(existsSync(`${file}-wal`)).toBe(true);
    await store[Symbol.asyncDispose]();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('shows a reader that has it open too what is committed, and wakes its followers', async () => {
    const file = newFile();
    await using writer = await openSqliteEventStore(file, { writer: true });
    await using reader = await openSqliteEventStore(file, { writer: false });
    const { signal } = new AbortController();
    const seen = collect(eventsOf(reader.follow(undefined, undefined, signal)), 30);
    const given = events(30);
    for (const [version, each] of given.entries()) {
      await writer.append('account-1', version, [each]);
      if (version % 10 === 9) await expectStream(reader, 'account-1', given.slice(0, version + 1));
    }
    await expect(seen).resolves.toStrictEqual(await collect(writer.read('account-1')));
  });

  it('refuses to append where it is open for reading only, and says what to do', async () => {
    const file = newFile();
    await using reader = await openSqliteEventStore(file, { writer: false });
    const text = `${file} is open for reading only: open it as the writer, or send commands to the process that is.`;
    await expect(reader.append('account-1', 0, events(1))).rejects.toThrow(text);
  });

  it('keeps the event loop alive while a filter passes over a long log', async () => {
    const file = newFile();
    await using store = await openSqliteEventStore(file, { writer: true });
    const length = 3 * PAGE_ROWS_MAX;
    using other = new DatabaseSync(file);
    other.exec(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${length})
      INSERT INTO events SELECT i, 'account-1', i, 'id', iif(i IN (1, ${length}), 'Rare', 'Common'), '{}', '{}' FROM n;
    `);
    const turnsDuring = async (options: ReadAllOptions) => {
      let turns = 0;
      let counter = setImmediate(function count() {
        turns += 1;
        counter = setImmediate(count);
      });
      const found = await collect(store.readAll({ filter: { types: ['Rare'] }, ...options }));
      clearImmediate(counter);
      return { turns, versions: found.map(({ version }) => version) };
    };
    const forwards = await turnsDuring({});
    expect(forwards.versions).toEqual([1, length]);
    expect(forwards.turns).toBeGreaterThanOrEqual(2);
    const backwards = await turnsDuring({ direction: 'backwards' });
    expect(backwards.versions).toEqual([length, 1]);
    expect(backwards.turns).toBeGreaterThanOrEqual(2);
  });

  it('reads large events in pages that end before they fill the memory', async () => {
    const file = newFile();
    await using store = await openSqliteEventStore(file, { writer: true });
    const given = Array.from({ length: 12 }, (_, number) => event({ data: { number, text: 'x'.repeat(1_000_000) } }));
    for (const [version, each] of given.entries()) await store.append('account-1', version, [each]);
    await expectStream(store, 'account-1', given);
    const backwards = await collect(store.readAll({ direction: 'backwards' }));
    expect(backwards.map(({ version }) => version)).toEqual(given.map((_, index) => 12 - index));

    using db = await openLog(file, false);
    const pages = await collect(new LogReader(db, file, {}).stream('account-1', {}));
    expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
  });

  it('shows in its place the event whose text was damaged behind its back, and names it to whoever takes its data', async () => {
    const file = newFile();
    await using store = await openSqliteEventStore(file, { writer: true });
    await store.append('account-1', 0, events(3));
    using other = new DatabaseSync(file);
    other.exec("DROP TRIGGER events_are_not_changed; UPDATE events SET data = '{\"numb' WHERE version = 2");
    const signal = new AbortController().signal;
    const found = [
      await collect(store.read('account-1')),
      await collect(store.readAll()),
      await collect(eventsOf(store.follow(undefined, undefined, signal)), 3),
    ];
    for (const [first, second, third] of found) {
      expect([first, third].map((each) => each!.data)).toEqual([{ number: 0 }, { number: 2 }]);
      expect(() => second!.data).toThrow(InvariantBroken);
      expect(() => second!.data).toThrow('Event 2 of account-1 (InteractionRecorded) has no JSON data and metadata');
    }
  });

  it('refuses a position that is not its own', async () => {
    await using store = await openSqliteEventStore(':memory:', { writer: true });
    await expect(collect(store.readAll({ after: '12/7' }))).rejects.toThrow('"12/7" is no position of an embedded log');
    await expect(collect(store.follow('', undefined, new AbortController().signal))).rejects.toThrow(RangeError);
  });
});
