import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { InvariantBroken, OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { event, events } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { toAppendRequest } from '../append-request.js';
import { type CommittedGroup, GROUP_APPENDS_MAX, GroupCommit, LOCK_WAIT_MS, QUEUE_APPENDS_MAX } from './group-commit.js';
import { openLog } from './schema.js';

const newFile = temporaryFiles('.sqlite');

const request = (stream: string, expected = 0, given = events(1)) => toAppendRequest(stream, expected, given);

const rowsOf = (db: DatabaseSync) => (db.prepare('SELECT count(*) AS rows FROM events').get() as { rows: number }).rows;

const openWriter = async (file: string) => {
  const db = await openLog(file, true);
  const groups: CommittedGroup[] = [];
  return { db, groups, writer: new GroupCommit(db, file, (group) => groups.push(group)) };
};

describe('group commit', () => {
  it('writes what arrives in one turn of the event loop in one transaction', async () => {
    const { groups, writer } = await openWriter(newFile());
    await Promise.all(Array.from({ length: 64 }, (_, number) => writer.append(request(`account-${number}`, 0, events(2)))));
    await writer.append(request('account-64'));
    expect(groups).toEqual([
      { appends: 64, events: 128 },
      { appends: 1, events: 1 },
    ]);
  });

  it('collects what arrives while a commit is under way', async () => {
    const { groups, writer } = await openWriter(newFile());
    const appender = async (stream: string) => {
      for (let version = 0; version < 5; version += 1) await writer.append(request(stream, version));
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => appender(`account-${number}`)));
    expect(groups).toEqual(Array.from({ length: 5 }, () => ({ appends: 20, events: 20 })));
  });

  it('lets each append of a group succeed or conflict on its own, in the order of arrival', async () => {
    const { db, groups, writer } = await openWriter(newFile());
    const again = request('account-1', 0, events(2));
    const outcomes = await Promise.allSettled([
      writer.append(again),
      writer.append(request('account-1')),
      writer.append(request('account-1', 2)),
      writer.append(again),
      writer.append(request('account-2')),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: { version: 2, position: '0000000000000002' } },
      { status: 'rejected', reason: new VersionConflict('account-1', 0, 2) },
      { status: 'fulfilled', value: { version: 3, position: '0000000000000003' } },
      { status: 'fulfilled', value: { version: 2, position: '0000000000000002' } },
      { status: 'fulfilled', value: { version: 1, position: '0000000000000004' } },
    ]);
    expect(groups).toEqual([{ appends: 5, events: 4 }]);
    expect(rowsOf(db)).toBe(4);
  });

  it('refuses what goes beyond the queue, and writes the queue in bounded transactions', async () => {
    const { groups, writer } = await openWriter(':memory:');
    const one = request('account-1');
    const waiting = Array.from({ length: QUEUE_APPENDS_MAX }, () => writer.append(one));
    await expect(writer.append(request('account-2'))).rejects.toThrow(
      new Unavailable('10000 appends wait for the disk, no more are taken in: slow down and try again in a moment.'),
    );
    await Promise.all(waiting);
    expect(groups.map(({ appends }) => appends)).toEqual(Array.from({ length: 10 }, () => GROUP_APPENDS_MAX));
    await expect(writer.append(request('account-2'))).resolves.toMatchObject({ version: 1 });
  });

  it('refuses what would fill the memory, however few appends it is', async () => {
    const { writer } = await openWriter(':memory:');
    const large = request('account-1', 0, [event({ data: { text: 'x'.repeat(1_000_000) } })]);
    const waiting = Array.from({ length: 67 }, () => writer.append(large));
    await expect(writer.append(large)).rejects.toThrow(Unavailable);
    await Promise.all(waiting);
    await expect(writer.append(large)).resolves.toMatchObject({ version: 1 });
  });
});

describe('a disk that refuses', () => {
  it.each([
    ['is full', 'PRAGMA max_page_count = 40', 'PRAGMA max_page_count = 4000', 'the disk or the quota is full: free some space'],
    ['may not be written', 'PRAGMA query_only = ON', 'PRAGMA query_only = OFF', 'the file cannot be written: check its permissions'],
  ])('and %s: nothing of the group is written, and the next one is, once it is mended', async (_, breaking, mending, fix) => {
    const { db, groups, writer } = await openWriter(newFile());
    db.exec(breaking);
    const large = [event({ data: { text: 'x'.repeat(200_000) } })];
    const outcomes = await Promise.allSettled([writer.append(request('account-1')), writer.append(request('account-2', 0, large))]);
    for (const [index, outcome] of outcomes.entries()) {
      const reason = outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined;
      expect(reason).toBeInstanceOf(Unavailable);
      expect(reason).toMatchObject({ message: expect.stringContaining(`The append to account-${index + 1} failed`) });
      expect(reason).toMatchObject({ message: expect.stringContaining(fix) });
    }
    expect(rowsOf(db)).toBe(0);
    expect(groups).toEqual([]);
    expect(() => writer.probe()).toThrow(Unavailable);
    expect(() => writer.probe()).toThrow(fix);

    db.exec(mending);
    expect(() => writer.probe()).not.toThrow();
    await expect(writer.append(request('account-2', 0, large))).resolves.toStrictEqual({ version: 1, position: '0000000000000001' });
  });

  it('because another program holds it: the group waits between turns, and is written when that lets go', async () => {
    const file = newFile();
    const { writer } = await openWriter(file);
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let longest = 0;
    let last = performance.now();
    const turns = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const waiting = writer.append(request('account-1'));
    setTimeout(() => other.exec('ROLLBACK'), 300);
    await expect(waiting).resolves.toMatchObject({ version: 1 });
    clearInterval(turns);
    expect(longest).toBeLessThan(200);
  });

  it('because another program holds it for long: nothing is written, and it is said', async () => {
    const file = newFile();
    const { db, writer } = await openWriter(file);
    using other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const before = performance.now();
    const refused = writer.append(request('account-1'));
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(refused).rejects.toThrow('database is locked; another connection holds the file');
    expect(performance.now() - before).toBeGreaterThanOrEqual(LOCK_WAIT_MS);
    other.exec('ROLLBACK');
    await expect(writer.append(request('account-1'))).resolves.toMatchObject({ version: 1 });
    expect(rowsOf(db)).toBe(1);
  });
});

/** Commits, and reports that it could not: what a fsync that fails looks like when the pages reach the disk all the same. */
class LostAcknowledgement extends DatabaseSync {
  override exec(sql: string): void {
    super.exec(sql);
    if (sql === 'COMMIT') throw new Error('disk I/O error');
  }
}

describe('a file that is damaged', () => {
  it('is written no more, because what is read from it may be wrong', async () => {
    const file = newFile();
    const { writer } = await openWriter(file);
    using other = new DatabaseSync(file);
    other.exec('DROP TABLE events');
    await expect(writer.append(request('account-1'))).rejects.toThrow(InvariantBroken);
    other.exec('CREATE TABLE events (position, stream, version, id, type, data, meta)');
    await expect(writer.append(request('account-1'))).rejects.toThrow('The event store has stopped writing (no such table: events)');
  });
});

describe('a commit of which nobody knows whether it happened', () => {
  it('is answered so, and stops the writer, because nothing may build on it', async () => {
    const file = newFile();
    (await openLog(file, true)).close();
    const db = new LostAcknowledgement(file);
    const writer = new GroupCommit(db, file, () => undefined);
    const given = events(2);

    const first = writer.append(request('account-1', 0, given));
    await expect(first).rejects.toThrow(OutcomeUnknown);
    await expect(first).rejects.toThrow('The append to account-1 may or may not be on disk (disk I/O error): read the stream again first.');

    const next = writer.append(request('account-2'));
    await expect(next).rejects.toThrow(Unavailable);
    await expect(next).rejects.toThrow('has stopped writing (disk I/O error): check the disk and restart the process; reading goes on.');
    expect(() => writer.probe()).toThrow('has stopped writing (disk I/O error)');
    await nextTurn();
    db.close();

    const again = await openWriter(file);
    await expect(again.writer.append(request('account-1', 0, given))).resolves.toStrictEqual({ version: 2, position: '0000000000000002' });
    expect(rowsOf(again.db)).toBe(2);
  });

  it('leaves what still waits unwritten, and says so', async () => {
    const file = newFile();
    (await openLog(file, true)).close();
    const db = new LostAcknowledgement(file);
    const writer = new GroupCommit(db, file, () => undefined);
    const one = request('account-1');
    const outcomes = await Promise.allSettled(Array.from({ length: GROUP_APPENDS_MAX + 1 }, () => writer.append(one)));
    const names = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Error).name : 'written'));
    expect(names.slice(0, GROUP_APPENDS_MAX).every((name) => name === 'OutcomeUnknown')).toBe(true);
    expect(names.at(-1)).toBe('Unavailable');
  });
});
