import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { events, expectStream } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { openSqliteEventStore } from '../sqlite.js';
import { openLog, requireSqliteVersion } from './schema.js';

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
    ['has the version of a later program', 'PRAGMA user_version = 9', 'has schema version 9, this program reads version 1'],
    ['belongs to another program', 'CREATE TABLE customers (id)', 'has schema version 0, this program reads version 1'],
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

function row(verb: string, position: number | string, version: number): string {
  return `${verb} INTO events VALUES (${position}, 'account-1', ${version}, 'id', 'Type', '{}', '{}')`;
}
