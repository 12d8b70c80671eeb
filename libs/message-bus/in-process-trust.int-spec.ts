import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { DONE, listen, message, textOf } from '#libs/kernel/testing/message-bus-fixtures.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { openInProcessBus } from './in-process.js';

const newFile = temporaryFiles('/bus.db');

/** From now on the disk fails where a transaction ends: what was written before may or may not be there. */
const breakCommits = (): void => {
  const { exec } = DatabaseSync.prototype;
  jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function broken(this: DatabaseSync, sql) {
    if (sql === 'COMMIT') throw new Error('disk I/O error');
    return exec.call(this, sql);
  });
};

afterEach(() => {
  jest.restoreAllMocks();
});

describe('after a failed commit the in-process bus', () => {
  it('takes no more messages and says so, also when the disk is well again; consumers end; the file is good for a new start', async () => {
    const path = newFile();
    const warnings: string[] = [];
    const bus = openInProcessBus({ path, observer: { warn: (text) => warnings.push(text) } });
    const listener = listen(bus, 't', 'g');
    await bus.publish('t', message('a', '1'));
    await listener.until((heard) => heard.length === 1);
    breakCommits();
    const saying = /a commit failed, so that what it holds is not certain; it takes no more messages\. Check the disk, end this process/;
    await expect(bus.publish('t', message('a', '2'))).rejects.toThrow(saying);
    await expect(listener.ended).rejects.toThrow(saying);
    jest.restoreAllMocks();
    await expect(bus.publish('t', message('a', '3'))).rejects.toThrow(Unavailable);
    await expect(bus.probe()).rejects.toThrow(saying);
    await expect(bus.consume('t', 'g', async () => DONE, new AbortController().signal)).rejects.toThrow(saying);
    expect(warnings).toEqual([expect.stringMatching(saying)]);
    await bus[Symbol.asyncDispose]();
    await using next = openInProcessBus({ path });
    await next.publish('t', message('a', '4'));
    const again = listen(next, 't', 'g');
    await again.until((heard) => heard.some((one) => textOf(one) === '4'));
    await again.stop();
    expect(again.texts()).not.toContain('3');
  });

  it('hands out nothing to a consumer that waited for its turn meanwhile: it ends with the reason', async () => {
    await using bus = openInProcessBus({ path: newFile() });
    const inCharge = listen(bus, 't', 'g');
    await inCharge.untilPartitions((mine) => mine.length === 1);
    const waiting = listen(bus, 't', 'g');
    breakCommits();
    await expect(bus.publish('t', message('a', '1'))).rejects.toThrow(Unavailable);
    await expect(inCharge.ended).rejects.toThrow('a commit failed');
    await expect(waiting.ended).rejects.toThrow('a commit failed');
    expect(waiting.heard).toEqual([]);
    jest.restoreAllMocks();
  });

  it('is refused, but trusted, where nothing was written', async () => {
    await using bus = openInProcessBus({ path: newFile() });
    const { exec } = DatabaseSync.prototype;
    jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function full(this: DatabaseSync, sql) {
      if (sql === 'BEGIN IMMEDIATE') throw new Error('database or disk is full');
      return exec.call(this, sql);
    });
    await expect(bus.publish('t', message('a', '1'))).rejects.toThrow('it cannot be written');
    jest.restoreAllMocks();
    await bus.probe();
    await bus.publish('t', message('a', '2'));
  });
});

describe('the file of the in-process bus', () => {
  it('is one file by whatever name: a link to it finds the lock', async () => {
    const path = newFile();
    await using bus = openInProcessBus({ path });
    await bus.publish('t', message('a', '1'));
    const link = `${path}-link`;
    symlinkSync(path, link);
    expect(() => openInProcessBus({ path: link })).toThrow(`belongs to process ${process.pid}`);
  });

  it('of version 0.1, which knew no nulls, is taken over with what it holds', async () => {
    const path = newFile();
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE TABLE message (topic TEXT NOT NULL, sequence INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
        headers TEXT NOT NULL, PRIMARY KEY (topic, sequence)) STRICT, WITHOUT ROWID;
      CREATE TABLE group_offset (topic TEXT NOT NULL, group_name TEXT NOT NULL, finished INTEGER NOT NULL,
        PRIMARY KEY (topic, group_name)) STRICT, WITHOUT ROWID;
      INSERT INTO message VALUES ('t', 7, 'a', x'6f6c64', '{"type":"x"}'), ('t', 8, 'a', x'6f6c646572', '{}');
      INSERT INTO group_offset VALUES ('t', 'g', 6)`);
    database.close();
    await using bus = openInProcessBus({ path });
    await bus.publish('t', { key: null, value: null, headers: {} });
    const listener = listen(bus, 't', 'g');
    await listener.until((heard) => heard.length === 3);
    await listener.stop();
    const old = listener.heard.filter(({ key }) => key === 'a');
    expect(old.map((one) => [textOf(one), one.headers])).toEqual([
      ['old', { type: 'x' }],
      ['older', {}],
    ]);
    expect(listener.heard.some(({ key, value }) => key === null && value === null)).toBe(true);
  });
});
