import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { collect, events, expectStream } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { openSqliteEventStore } from '../sqlite.js';
import { BUSY_TIMEOUT_MS } from './errors.js';
import { identityOf, openLog, requireSqliteVersion } from './schema.js';

const newFile = temporaryFiles('.sqlite');

const pragma = (db: DatabaseSync, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

describe('the file of a log', () => {
  it('is opened so that an acknowledged append is on disk', async () => {
    using db = await openLog(newFile(), true);
    const settings = ['journal_mode', 'synchronous', 'fullfsync', 'checkpoint_fullfsync'].map((name) => [name, pragma(db, name)]);
    expect(Object.fromEntries(settings)).toEqual({ journal_mode: 'wal', synchronous: 2, fullfsync: 1, checkpoint_fullfsync: 1 });
  });

  it('is not opened where the disk allows no write-ahead log', async () => {
    const file = `file:${newFile()}?vfs=unix-none`;
    await expect(openLog(file, true)).rejects.toThrow(
      `${file} is opened with journal_mode = delete where wal is needed: put it on a local disk that allows it.`,
    );
  });

  it.each(['3.51.2', '3.7.17', '2.99.99'])('is not opened with SQLite %s, which can damage it', (version) => {
    expect(() => requireSqliteVersion(version)).toThrow(`SQLite ${version} can damage a log in WAL mode: use Node.js with SQLite 3.51.3`);
  });

  it.each(['3.51.3', '3.53.4', '3.100.0', '4.0.0'])('is opened with SQLite %s', (version) => {
    expect(() => requireSqliteVersion(version)).not.toThrow();
  });

  it.each([
    ['has the version of a later program', 'PRAGMA user_version = 9', 'has schema version 9, this program reads version 2'],
    ['belongs to another program', 'CREATE TABLE customers (id)', 'has schema version 0, this program reads version 2'],
  ])('is left alone when it %s', async (_, sql, text) => {
    const file = newFile();
    using other = new DatabaseSync(file);
    other.exec(sql);
    await expect(openLog(file, true)).rejects.toThrow(text);
    expect(other.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE name = 'events'").get()).toEqual({ count: 0 });
  });

  it('is left alone when it is no database', async () => {
    const file = newFile();
    writeFileSync(file, 'Dear diary, '.repeat(100));
    await expect(openLog(file, true)).rejects.toThrow(`Opening ${file} failed: file is not a database`);
  });

  it('gets a name from the writer that creates it, another than any other file', async () => {
    const names = await Promise.all([1, 2].map(async () => identityOf(await openLog(newFile(), true))));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['an earlier version with events', 3],
    ['an earlier version without events', 0],
  ])('of %s is named by its next writer, and not by its readers', async (_, count) => {
    const { file, ids } = await fileOfVersionOne(count);
    const version = () => {
      using db = new DatabaseSync(file, { readOnly: true });
      return pragma(db, 'user_version');
    };
    {
      await using reader = await openSqliteEventStore(file, { writer: false });
      expect((await reader.head()).log).toBe(ids[0]);
      await expect(collect(reader.read('account-1'))).resolves.toHaveLength(count);
      expect(version()).toBe(1);
      await using writer = await openSqliteEventStore(file, { writer: true });
      const { log } = await writer.head();
      expect(log).toBe(ids[0] ?? log);
      expect(log).toMatch(/^[0-9a-f-]{36}$/);
      expect(version()).toBe(2);
      await writer.append('account-1', count, events(1));
      expect((await reader.head()).log).toBe(log);
    }
  });

  it('is opened and read by readers while another program holds it for writing', async () => {
    const file = newFile();
    await using store = await openSqliteEventStore(file, { writer: true });
    await store.append('account-1', 0, events(2));
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const before = performance.now();
    await using reader = await openSqliteEventStore(file, { writer: false });
    await expect(collect(reader.readAll())).resolves.toHaveLength(2);
    await expect(reader.probe()).resolves.toBeUndefined();
    expect(performance.now() - before).toBeLessThan(BUSY_TIMEOUT_MS);
    other.exec('ROLLBACK');
  });

  it.each([
    ['a second name', "INSERT INTO log VALUES ('other')", 'A log has one name'],
    ['another name', "UPDATE log SET id = 'other'", 'The name of a log is never changed'],
    ['no name', 'DELETE FROM log', 'The name of a log is never removed'],
  ])('refuses %s', async (_, sql, text) => {
    const file = newFile();
    using db = await openLog(file, true);
    expect(() => db.exec(sql)).toThrow(text);
  });

  it.each([
    ['an UPDATE', "UPDATE events SET data = '{}' WHERE version = 1", 'Events are never changed: append an event that corrects'],
    ['an UPDATE of all', 'UPDATE events SET version = version + 1', 'Events are never changed'],
    ['a DELETE', 'DELETE FROM events WHERE version = 3', 'Events are never removed: append an event that retracts'],
    ['a DELETE of all', 'DELETE FROM events', 'Events are never removed'],
    ['a row in the place of another', row('REPLACE', 3, 4), 'An event is added at the end of the log and of its stream only'],
    ['a row with the version of another', row('REPLACE', 4, 3), 'An event is added at the end'],
    ['a row that leaves a position out', row('INSERT', 5, 4), 'An event is added at the end'],
    ['a row that leaves a version out', row('INSERT', 4, 5), 'An event is added at the end'],
    ['a row that leaves its position to SQLite', row('INSERT', 'NULL', 4), 'An event is added at the end'],
  ])('refuses %s, whichever program asks for it', async (_, sql, text) => {
    const file = newFile();
    const given = events(3);
    await using store = await openSqliteEventStore(file, { writer: true });
    await store.append('account-1', 0, given);
    using other = new DatabaseSync(file);
    expect(() => other.exec(sql)).toThrow(text);
    await expectStream(store, 'account-1', given);
  });
});

/** A file as the first version of the program left it: without a name. */
const fileOfVersionOne = async (count: number): Promise<{ file: string; ids: readonly string[] }> => {
  const file = newFile();
  const given = events(count);
  const store = await openSqliteEventStore(file, { writer: true });
  if (count > 0) await store.append('account-1', 0, given);
  await store[Symbol.asyncDispose]();
  using db = new DatabaseSync(file);
  db.exec('DROP TABLE log; PRAGMA user_version = 1');
  return { file, ids: given.map(({ id }) => id) };
};

function row(verb: string, position: number | string, version: number): string {
  return `${verb} INTO events VALUES (${position}, 'account-1', ${version}, 'id', 'Type', '{}', '{}')`;
}
