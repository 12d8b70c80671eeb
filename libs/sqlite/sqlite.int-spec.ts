import { realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { adviceOn, CommitFailed, isBusy, isDamage } from './errors.js';
import { openFile } from './file.js';
import { GroupWriter } from './group-writer.js';
import { fileItself } from './ownership.js';
import { patiently } from './patience.js';
import { transaction } from './transaction.js';

const newFile = temporaryFiles('.sqlite');

const openTable = (file = newFile()) => openFile(file, { blockedMsMax: 0 }, (db) => db.exec('CREATE TABLE IF NOT EXISTS t (n)'));

const numbersIn = (db: DatabaseSync) =>
  db
    .prepare('SELECT n FROM t ORDER BY n')
    .all()
    .map(({ n }) => n);

/** An error as node:sqlite throws it. */
const sqliteError = (errcode: number) => Object.assign(new Error(`code ${errcode}`), { errcode });

/** Says of every COMMIT that it failed. */
class NoCommit extends DatabaseSync {
  override exec(sql: string): void {
    if (sql === 'COMMIT') throw sqliteError(10);
    super.exec(sql);
  }
}

describe('a transaction', () => {
  it('leaves nothing behind where its work fails, and is over', () => {
    using db = openTable();
    const work = () => {
      db.exec('INSERT INTO t VALUES (1)');
      throw new Error('no more');
    };
    expect(() => transaction(db, 'IMMEDIATE', work)).toThrow('no more');
    expect([db.isTransaction, numbersIn(db)]).toEqual([false, []]);
  });

  it('that cannot be ended is told apart: nobody knows what is on the disk', () => {
    using db = new NoCommit(':memory:');
    expect(() => transaction(db, 'IMMEDIATE', () => 1)).toThrow(CommitFailed);
    expect(() => transaction(db, 'DEFERRED', () => 1)).toThrow('code 10');
    expect(() => transaction(db, 'DEFERRED', () => 1)).not.toThrow(CommitFailed);
    expect(db.isTransaction).toBe(false);
  });
});

describe('an error of SQLite', () => {
  it.each([5, 6, 7, 8, 10, 13, 14])('of code %i may pass and comes with what to do, also with an extended code', (code) => {
    expect(adviceOn(sqliteError(code))).toMatch(/: /);
    expect(adviceOn(sqliteError(code + 256))).toBe(adviceOn(sqliteError(code)));
  });

  it.each([1, 11, 19, 26])('of code %i does not pass', (code) => {
    expect(adviceOn(sqliteError(code))).toBeUndefined();
    expect(isDamage(sqliteError(code))).toBe(code === 11 || code === 26);
  });

  it('is a lock where others are in the way, and never where a commit failed', () => {
    expect([5, 6, 10].map((code) => isBusy(sqliteError(code)))).toEqual([true, true, false]);
    expect(isBusy(new Unavailable('later', { cause: sqliteError(5) }))).toBe(true);
    expect(isBusy(new CommitFailed(sqliteError(5)))).toBe(false);
  });
});

describe('a file', () => {
  it('is waited for between turns while another connection holds it, and not beyond the bound', async () => {
    const file = newFile();
    using db = openTable(file);
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const insert = () => transaction(db, 'IMMEDIATE', () => db.exec('INSERT INTO t VALUES (1)'));
    await expect(patiently(0, insert)).rejects.toThrow('database is locked');
    const waiting = patiently(5_000, insert);
    await nextTurn();
    other.exec('ROLLBACK');
    await waiting;
    expect(numbersIn(db)).toEqual([1]);
  });

  it('is itself under each of its names, also before it exists', () => {
    const file = newFile();
    const [link, second] = [newFile(), newFile()];
    symlinkSync(file, link);
    symlinkSync(link, second);
    const itself = join(realpathSync(dirname(file)), file.slice(dirname(file).length));
    expect([file, link, second].map(fileItself)).toEqual([itself, itself, itself]);
    openTable(second).close();
    expect([file, link, second].map(fileItself)).toEqual([itself, itself, itself]);
  });
});

describe('a group writer', () => {
  const writerTo = (db: DatabaseSync, busyMsMax = 5_000) => {
    const groups: number[] = [];
    const writer = new GroupWriter<number, string>({
      groupMax: 2,
      waitingMax: 5,
      sizeMax: 100,
      busyMsMax,
      write: (numbers) => {
        groups.push(numbers.length);
        return transaction(db, 'IMMEDIATE', () => numbers.map((n) => `${db.prepare('INSERT INTO t VALUES (?)').run(n).changes}`));
      },
      isFinal: isDamage,
      refusal: (error) => error,
      tooMany: (waiting) => `${waiting} wait`,
      stopped: ({ message }) => `stopped by ${message}`,
    });
    return { groups, writer };
  };

  it('answers each request, writes in bounded groups, and takes in as much as it may hold', async () => {
    using db = openTable();
    const { groups, writer } = writerTo(db);
    const answers = Promise.all([1, 2, 3, 4, 5].map((n) => writer.write(n, 1)));
    await expect(writer.write(6, 1)).rejects.toThrow('5 wait');
    expect(await answers).toEqual(['1', '1', '1', '1', '1']);
    expect(groups).toEqual([2, 2, 1]);
    await expect(writer.write(7, 101)).rejects.toThrow('0 wait');
    await expect(writer.write(7, 100)).resolves.toBe('1');
  });

  it('refuses what waits behind a lock with what met it, and goes on afterwards', async () => {
    const file = newFile();
    using db = openTable(file);
    const { groups, writer } = writerTo(db, 0);
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => writer.write(n, 1)));
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
    expect(groups).toEqual([2]);
    other.exec('ROLLBACK');
    await writer.write(6, 1);
    expect(numbersIn(db)).toEqual([6]);
  });

  it('writes nothing after a commit of which nobody knows, and says why', async () => {
    using db = new NoCommit(':memory:');
    db.exec('CREATE TABLE t (n)');
    const { groups, writer } = writerTo(db);
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => writer.write(n, 1)));
    const reasons = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Error).message : 'written'));
    expect(reasons).toEqual(['code 10', 'code 10', 'stopped by code 10']);
    expect(() => writer.requireTrust()).toThrow('stopped by code 10');
    await expect(writer.write(4, 1)).rejects.toThrow('stopped by code 10');
    expect(groups).toEqual([2]);
  });
});
