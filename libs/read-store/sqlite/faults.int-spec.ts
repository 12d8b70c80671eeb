import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { newCollection, stored, upTo } from '#libs/kernel/testing/read-store-fixtures.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { typeScriptArguments } from '#libs/kernel/testing/typescript-child.js';
import { openReadStore } from '../open.js';
import { openSqliteReadStore } from '../sqlite.js';
import { BLOCKED_MS_MAX } from './database.js';

const newFile = temporaryFiles('.db');

/** Longer than this the event loop must not stand still; generous, because machines are. */
const STILL_MS_MAX = 20 * BLOCKED_MS_MAX;

describe('a file that another process writes to', () => {
  it('makes a commit wait and then Unavailable, nothing is written, and this process gets on with other work meanwhile', async () => {
    const path = newFile();
    const collection = newCollection();
    await using store = openSqliteReadStore({ path, busyMsMax: 500 });
    await store.commit(collection, { puts: [] });
    using other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const commit = { puts: [stored('a', 1, {})], checkpoint: { expected: undefined, next: upTo(1) } };
    const refused = expect(store.commit(collection, commit)).rejects.toThrow(/other processes were writing to it all the while/);
    let still = 0;
    for (let last = performance.now(), until = last + 400; last < until;) {
      await setTimeout(1);
      still = Math.max(still, performance.now() - last);
      last = performance.now();
    }
    expect(still).toBeLessThan(STILL_MS_MAX);
    await refused;
    await expect(store.load(collection, ['a'])).resolves.toEqual(new Map());
    other.exec('ROLLBACK');
    await expect(store.commit(collection, commit)).resolves.toBe('committed');
  });

  it('lets a commit through as soon as the other is done', async () => {
    const path = newFile();
    const collection = newCollection();
    await using store = openSqliteReadStore({ path });
    using other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const committed = store.commit(collection, { puts: [stored('a', 1, {})] });
    await setTimeout(5 * BLOCKED_MS_MAX);
    other.exec('COMMIT');
    await expect(committed).resolves.toBe('committed');
  });

  it('is opened and read without waiting: readers of tables that are there lock nothing', async () => {
    const path = newFile();
    const collection = newCollection(['n']);
    const put = stored('a', 1, { n: 1 });
    await using writer = openSqliteReadStore({ path });
    await writer.commit(collection, { puts: [put], checkpoint: { expected: undefined, next: upTo(1) } });
    using other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await using reader = openSqliteReadStore({ path, busyMsMax: 0 });
    await expect(reader.find(collection, { where: { n: 1 } })).resolves.toEqual({ items: [put] });
    await expect(reader.checkpoint(collection)).resolves.toEqual(upTo(1));
    await expect(reader.probe()).resolves.toBeUndefined();
  });
});

describe('a file of the last version', () => {
  it('is taken over: its checkpoints name no log, and move on to one that does', async () => {
    const path = newFile();
    const collection = newCollection();
    {
      using old = new DatabaseSync(path);
      old.exec(`CREATE TABLE collection_checkpoint (collection TEXT NOT NULL PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID`);
      old.prepare('INSERT INTO collection_checkpoint VALUES (?, ?)').run(collection.name, upTo(7).position);
    }
    await using store = await openReadStore(`sqlite:${path}`);
    await expect(store.checkpoint(collection)).resolves.toEqual(upTo(7, ''));
    const checkpoint = { expected: upTo(7, ''), next: upTo(8) };
    await expect(store.commit(collection, { puts: [], checkpoint })).resolves.toBe('committed');
    await using again = await openReadStore(`sqlite:${path}`);
    await expect(again.checkpoint(collection)).resolves.toEqual(upTo(8));
  });
});

/** Commits document after document for as long as it can, then says what it is told, and by the probe. */
const WRITER = `
  import { openSqliteReadStore } from '#libs/read-store/sqlite.js';
  const store = openSqliteReadStore({ path: process.argv[1]! });
  const collection = { name: 'a@1', indexes: [] };
  const commit = (n: number) => store.commit(collection, { puts: [{ key: String(n), position: '1', document: { text: 'x'.repeat(10_000) } }] });
  let n = 0;
  const told = async (what: Promise<unknown>) => console.log(await what.then(() => 'well', (error: Error) => error.name + ' ' + error.message));
  try {
    for (;;) { await commit(n + 1); n += 1; }
  } catch (error) { console.log('failed', (error as Error).name, (error as Error).message); }
  await told(store.probe());
  await told(commit(0));
  console.log('readable', (await store.load(collection, Array.from({ length: n }, (_, index) => String(index + 1)))).size === n);
  console.log('committed', n);
`;

describe('a file that cannot be trusted', () => {
  it('is not written any more after a COMMIT has failed: the probe says why and which, reading goes on, nothing acknowledged is lost', async () => {
    const path = newFile();
    // No file may grow beyond 1,000 blocks: the write-ahead log meets the limit inside a COMMIT.
    const limited = ['-c', 'ulimit -f 1000; exec "$0" "$@"', process.execPath, ...typeScriptArguments(WRITER, path)];
    const child = spawn('sh', limited, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = await Array.fromAsync(createInterface({ input: child.stdout }));
    expect(lines[0]).toMatch(/^failed Unavailable Read store .*\.db/);
    expect(lines[1]).toMatch(/^Unavailable Read store .*\.db is not written any more \(.*\): check the disk, then restart the process/);
    expect(lines[2]).toBe(lines[1]);
    expect(lines[3]).toBe('readable true');
    const committed = Number(lines[4]?.split(' ')[1]);
    expect(committed).toBeGreaterThan(10);
    await using store = openSqliteReadStore({ path });
    const keys = Array.from({ length: committed }, (_, index) => String(index + 1));
    expect((await store.load({ name: 'a@1', indexes: [] }, keys)).size).toBe(committed);
  });

  it('is refused when it is opened, where it is no database', () => {
    const path = newFile();
    writeFileSync(path, 'x'.repeat(10_000));
    const open = () => openSqliteReadStore({ path });
    expect(open).toThrow(InvariantBroken);
    expect(open).toThrow(`Read store ${path} is damaged`);
    expect(open).toThrow(/move it away with its -wal and -shm; read models are folded anew/);
  });

  it('is written no more once a damaged page is met, and the probe says so', async () => {
    const path = newFile();
    const collection = newCollection();
    const puts = Array.from({ length: 200 }, (_, n) => stored(`k${n}`, 1, { text: 'x'.repeat(1_000) }));
    await (async () => {
      await using store = openSqliteReadStore({ path });
      await store.commit(collection, { puts });
    })();
    const bytes = readFileSync(path);
    // Past the schema and the checkpoints, whatever page: all of them.
    bytes.fill(0xff, 6 * 4_096);
    writeFileSync(path, bytes);
    await using store = openSqliteReadStore({ path });
    const keys = puts.map(({ key }) => key);
    await expect(store.load(collection, keys)).rejects.toThrow(InvariantBroken);
    await expect(store.probe()).rejects.toThrow(Unavailable);
    await expect(store.probe()).rejects.toThrow(`Read store ${path} is not written any more`);
    await expect(store.commit(collection, { puts: [stored('new', 1, {})] })).rejects.toThrow(Unavailable);
  });
});
