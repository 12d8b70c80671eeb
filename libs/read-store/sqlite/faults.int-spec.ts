import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { newCollection, stored, upTo } from '#libs/kernel/testing/read-store-fixtures.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { typeScriptArguments } from '#libs/kernel/testing/typescript-child.js';
import { openReadStore } from '../open.js';
import { type Collection, type Stored } from '#libs/kernel/ports.js';
import { openSqliteReadStore } from '../sqlite.js';
import { keptBeside } from './store.js';

const newFile = temporaryFiles('.db');

/** Longer than this, in milliseconds, the event loop must not stand still; generous, because machines are busy. */
const STILL_MS_MAX = 250;

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
    await setTimeout(100);
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
});

const documents = Array.from({ length: 200 }, (_, n) => stored(`k${n}`, 1, { text: 'x'.repeat(1_000) }));
const keys = documents.map(({ key }) => key);
const first = { expected: undefined, next: upTo(1) };
const filled = async (path: string, collection: Collection, puts: readonly Stored[] = documents): Promise<void> => {
  await using store = openSqliteReadStore({ path });
  await store.commit(collection, { puts, checkpoint: first });
};
/** Past the schema and the checkpoints, whatever page: all of them. */
const damage = (path: string): void => {
  const bytes = readFileSync(path);
  bytes.fill(0xff, 6 * 4_096);
  const file = openSync(path, 'r+');
  writeSync(file, bytes);
  closeSync(file);
};
const asideOf = (path: string): readonly string[] =>
  readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.damaged-`) && name.endsWith('Z'));

describe('U3: a damaged file of read models', () => {
  it.each([
    ['is no database', (path: string) => writeFileSync(path, 'x'.repeat(10_000))],
    ['is truncated', (path: string) => truncateSync(path, 40_000)],
  ])('is set aside and begun anew when it is opened and %s: everything is folded again', async (_, harm) => {
    const path = newFile();
    const collection = newCollection();
    await filled(path, collection);
    harm(path);
    await using store = openSqliteReadStore({ path });
    await expect(store.checkpoint(collection)).resolves.toBeUndefined();
    await expect(store.probe()).resolves.toBeUndefined();
    const [aside] = asideOf(path);
    expect(store.notices!()).toEqual([expect.stringMatching(/was damaged \(.*\): it is kept as .*, its read models are folded/)]);
    expect(store.notices!()[0]).toContain(aside);
    await expect(store.commit(collection, { puts: documents, checkpoint: first })).resolves.toBe('committed');
  });

  it('is begun anew where a damaged page is met, by whoever meets it, and the others follow', async () => {
    const path = newFile();
    const collection = newCollection();
    await filled(path, collection);
    damage(path);
    await using store = openSqliteReadStore({ path });
    await using other = openSqliteReadStore({ path });
    await expect(other.checkpoint(collection)).resolves.toEqual(upTo(1));
    const met = store.load(collection, keys);
    await expect(met).rejects.toThrow(Unavailable);
    await expect(met).rejects.toThrow(/was damaged and is begun anew/);
    await expect(store.load(collection, keys)).resolves.toEqual(new Map());
    await expect(other.commit(collection, { puts: documents, checkpoint: { expected: upTo(1), next: upTo(2) } })).resolves.toBe('fenced');
    await expect(other.commit(collection, { puts: documents, checkpoint: first })).resolves.toBe('committed');
    expect((await store.load(collection, keys)).size).toBe(200);
    expect(asideOf(path)).toHaveLength(1);
  });

  it('is begun anew where it is removed while it is in use', async () => {
    const path = newFile();
    const collection = newCollection();
    await filled(path, collection);
    await using store = openSqliteReadStore({ path });
    rmSync(path);
    await expect(store.commit(collection, { puts: documents, checkpoint: first })).resolves.toBe('committed');
    await using again = openSqliteReadStore({ path });
    expect((await again.load(collection, keys)).size).toBe(200);
  });

  it('is left as it is, and written no more, where it is damaged again at once: then it is the disk', async () => {
    const path = newFile();
    const collection = newCollection();
    const large = documents.map(({ key }) => stored(key, 1, { text: 'x'.repeat(150_000) }));
    writeFileSync(path, 'x'.repeat(10_000));
    await using store = openSqliteReadStore({ path });
    for (let at = 0; at < large.length; at += 50) await store.commit(collection, { puts: large.slice(at, at + 50) });
    using database = new DatabaseSync(path);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    damage(path);
    await expect(store.load(collection, keys)).rejects.toThrow(InvariantBroken);
    await expect(store.probe()).rejects.toThrow(`Read store ${path} is not written any more`);
    await expect(store.commit(collection, { puts: [stored('new', 1, {})] })).rejects.toThrow(Unavailable);
    expect(asideOf(path)).toHaveLength(1);
  });
});

describe('U3: what stands nowhere else', () => {
  const original = (): Collection => ({ ...newCollection(), original: true });

  it('is kept in a file of its own: it stays where that of the read models is lost', async () => {
    const path = newFile();
    const collection = original();
    await (async () => {
      await using store = openSqliteReadStore({ path });
      await store.commit(newCollection(), { puts: documents, checkpoint: first });
      await store.commit(collection, { puts: [stored('refused', 0, { why: 'so' })] });
    })();
    rmSync(path);
    await using store = openSqliteReadStore({ path });
    await expect(store.load(collection, ['refused'])).resolves.toEqual(new Map([['refused', stored('refused', 0, { why: 'so' })]]));
  });

  it('is brought over from the file where versions before kept it, once, with its checkpoint; what is there already stays', async () => {
    const path = newFile();
    const collection = original();
    const { original: _, ...before } = collection;
    const old = stored('b', 0, { of: 'before' });
    await filled(path, before, [stored('a', 0, { of: 'before' }), old]);
    await filled(keptBeside(path), before, [stored('a', 0, { of: 'now' })]);
    await using store = openSqliteReadStore({ path });
    await expect(store.load(collection, ['a', 'b'])).resolves.toEqual(
      new Map([
        ['a', stored('a', 0, { of: 'now' })],
        ['b', old],
      ]),
    );
    await expect(store.checkpoint(collection)).resolves.toEqual(upTo(1));
    using database = new DatabaseSync(path);
    expect(database.prepare('SELECT count(*) AS n FROM sqlite_schema WHERE name = ?').get(collection.name)).toEqual({ n: 0 });
  });

  it('is refused where it is damaged, with the file and what to do; nothing is begun anew', async () => {
    const path = newFile();
    const collection = original();
    writeFileSync(keptBeside(path), 'x'.repeat(10_000));
    await using store = openSqliteReadStore({ path });
    const asked = store.load(collection, ['a']);
    await expect(asked).rejects.toThrow(InvariantBroken);
    await expect(asked).rejects.toThrow(`Read store ${keptBeside(path)} is damaged`);
    await expect(asked).rejects.toThrow(/bring it back from a backup, or move it away/);
    expect(asideOf(keptBeside(path))).toEqual([]);
  });
});
