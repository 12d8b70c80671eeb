import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Collection, type Query, type ReadStore } from '#libs/kernel/ports.js';
import { startChild } from '#libs/kernel/testing/child.js';
import { readStoreContract } from '#libs/kernel/testing/read-store-contract.js';
import { newCollection, stored } from '#libs/kernel/testing/read-store-fixtures.js';
import { questionOf } from './question.js';
import { openDatabase } from './sqlite/database.js';
import { columnsIn } from './sqlite/columns.js';
import { statementsOf } from './sqlite/statements.js';
import { Table } from './sqlite/table.js';
import { openSqliteReadStore } from './sqlite.js';

const folder = mkdtempSync(join(tmpdir(), 'read-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${(files += 1)}`, 'read.db');

readStoreContract('sqlite', async () => openSqliteReadStore({ path: newFile() }));
readStoreContract('sqlite in memory', async () => openSqliteReadStore({ path: ':memory:' }));

const inChild = (path: string, work: string) =>
  startChild(`
    import { openSqliteReadStore } from '#libs/read-store/sqlite.js';
    const store = openSqliteReadStore({ path: ${JSON.stringify(path)} });
    ${work}`);

/** Moves a shared checkpoint on by one, again and again; how often it was this one that moved it. Runs here and, as text, in the child. */
const countTo = async (store: ReadStore, shared: Collection, rounds: number) => {
  let won = 0;
  for (let round = 0; round < rounds; round += 1) {
    const expected = await store.checkpoint(shared);
    const checkpoint = { expected, next: { log: 'log-1', position: String(Number(expected?.position ?? 0) + 1) } };
    won += (await store.commit(shared, { puts: [], checkpoint })) === 'committed' ? 1 : 0;
  }
  return won;
};

/** A table as versions before made it: no field has a column. */
const makeOld = (path: string, name: string): void => {
  using database = openDatabase(path);
  database.exec(`CREATE TABLE "${name}" (key TEXT NOT NULL PRIMARY KEY, position TEXT NOT NULL, document TEXT NOT NULL) STRICT`);
};

describe('fields of documents in columns of their own', () => {
  const collection: Collection = { name: 'fields@1', indexes: [['n'], ['in.n', 'n']] };
  const numbers = [1, -0, 1.5, 2 ** 53, -1e300, Number.NaN, Number.POSITIVE_INFINITY];
  const texts = ['', 'a', '7', 'ä', '\u{1F600}', '\uD800', 'a\uDC00b', '\u0000', new Date(0)];
  const values: readonly unknown[] = [...numbers, ...texts, true, false, null, undefined, [], [1], {}, { n: 1 }];
  const puts = values.flatMap((n, index) => [stored(`own ${index}`, 1, { n }), stored(`within ${index}`, 1, { in: { n } })]);

  it('are what the document says, and are looked up in it where the table has none', async () => {
    const path = newFile();
    await using store = openSqliteReadStore({ path });
    await store.commit(collection, { puts });
    using database = new DatabaseSync(path);
    const inColumns = columnsIn(database, collection);
    const inDocument = columnsIn(database, { name: 'no table at all' });
    for (const field of ['n', 'in.n']) {
      const [column, looked] = [inColumns.valueOf(field), inDocument.valueOf(field)];
      expect(column).toBe(`"$.${field}"`);
      const different = `NOT (${column} IS ${looked} AND typeof(${column}) = typeof(${looked}))`;
      expect(database.prepare(`SELECT key, ${column} AS value FROM "fields@1" WHERE ${different}`).all()).toEqual([]);
    }
    expect(database.prepare('SELECT count(*) AS n FROM "fields@1" WHERE "$.n" IS NOT NULL').get()).toEqual({ n: 16 });
  });

  it('follow a document that changes, and one that keeps them; an older one changes nothing', async () => {
    await using store = openSqliteReadStore({ path: newFile() });
    const found = async (n: number) =>
      (await store.find<{ say: string }>(collection, { where: { n } })).items.map(({ document }) => document.say);
    for (const [position, n, say] of [
      [2, 1, 'first'],
      [3, 1, 'same field'],
      [1, 1, 'older, same field'],
      [1, 2, 'older, other field'],
      [3, 2, 'as old'],
    ] as const)
      await store.commit(collection, { puts: [stored('a', position, { n, say })] });
    expect([await found(1), await found(2)]).toEqual([['same field'], []]);
    await store.commit(collection, { puts: [stored('a', 4, { n: 2, say: 'other field' })] });
    expect([await found(1), await found(2)]).toEqual([[], ['other field']]);
  });

  it('are none in a table of before, which is read and written as it is', async () => {
    const path = newFile();
    makeOld(path, collection.name);
    await using store = openSqliteReadStore({ path });
    await store.commit(collection, { puts });
    await store.commit(collection, { puts: [stored('own 0', 2, { n: 3, in: { n: 1 } })] });
    await expect(store.find(collection, { where: { 'in.n': 1 }, sort: { field: 'n', descending: true } })).resolves.toEqual({
      items: [stored('own 0', 2, { n: 3, in: { n: 1 } }), stored('within 0', 1, { in: { n: 1 } })],
    });
    using database = new DatabaseSync(path);
    expect(columnsIn(database, collection).fields).toEqual([]);
  });

  it('are written by nobody who does not know of them', async () => {
    const path = newFile();
    await using store = openSqliteReadStore({ path });
    await store.commit(collection, { puts });
    using database = new DatabaseSync(path);
    const before = database.prepare('INSERT INTO "fields@1" (key, position, document) VALUES (?, ?, ?)');
    expect(() => before.run('x', '9', '{"n":1}')).toThrow(/NOT NULL constraint failed/);
  });
});

describe('queries of the SQLite read store', () => {
  const accounts: Collection = { name: 'account-timeline@1', indexes: [['owner', 'stage.current'], ['score']] };
  const place = { value: 7, key: 'k' };

  it.each<[string, Query, string]>([
    ['equality', { where: { score: 7 } }, 'score'],
    ['a range', { where: { score: { gte: 1, lt: 9 } } }, 'score'],
    ['equality on the first field of an index', { where: { owner: 'kim' } }, 'owner,stage.current'],
    ['the order', { sort: { field: 'score' } }, 'score'],
    ['the order, descending', { sort: { field: 'score', descending: true } }, 'score'],
    ['equality and the order together', { where: { owner: 'kim' }, sort: { field: 'stage.current' } }, 'owner,stage.current'],
  ])('serves %s from the declared index, on the first page and on later ones, also in a table of before', async (_, query, index) => {
    for (const make of [() => undefined, makeOld]) {
      const path = newFile();
      make(path, accounts.name);
      await using store = openSqliteReadStore({ path });
      await store.checkpoint(accounts);
      using database = new DatabaseSync(path);
      for (const after of [undefined, place, { ...place, value: null }]) {
        const statements = statementsOf(accounts, columnsIn(database, accounts), { ...questionOf(accounts, query), after });
        for (const { text, parameters } of statements) {
          const plan = database
            .prepare(`EXPLAIN QUERY PLAN ${text}`)
            .all(...parameters, 10)
            .map(({ detail }) => String(detail));
          expect(plan[0]).toContain(`USING INDEX account-timeline@1:${index}`);
          if (query.sort) expect(plan).toHaveLength(1);
        }
      }
    }
  });
});

describe('a load of the SQLite read store', () => {
  it('sees one moment, also where another connection commits while its keys are looked up', () => {
    const path = newFile();
    using reading = openDatabase(path);
    using writing = openDatabase(path);
    const collection: Collection = { name: 'moments@1', indexes: [] };
    const [here, there] = [reading, writing].map((database) => new Table(database, collection, true)) as [Table, Table];
    const writeBoth = (position: string) =>
      there.write({ puts: ['a', 'b'].map((key) => ({ key, position, document: {}, text: '{}' })), deletes: [] });
    writeBoth('1');
    const keys = (function* () {
      yield 'a';
      writeBoth('2');
      yield 'b';
    })();
    const found = here.load(keys as unknown as readonly string[]);
    expect([...found.values()].map(({ position }) => position)).toEqual(['1', '1']);
    expect(here.load(['a', 'b']).get('b')?.position).toBe('2');
  });
});

describe('names in the SQLite read store', () => {
  it.each(['', 'A@1', 'a"; DROP TABLE x; --', 'a@1.5', 'collection_checkpoint', 'sqlite_schema', 'a'.repeat(65)])(
    'refuses the collection name %j',
    async (name) => {
      await using store = openSqliteReadStore({ path: newFile() });
      await expect(store.commit({ name, indexes: [] }, { puts: [] })).rejects.toThrow(/does not name a collection/);
    },
  );

  it.each(['', "x') --", 'a"b', '$.a', 'a..b', 'a[0]', 'a b', 'a'.repeat(201)])('refuses the field name %j', async (field) => {
    await using store = openSqliteReadStore({ path: newFile() });
    await expect(store.find({ name: 'a@1', indexes: [[field]] }, {})).rejects.toThrow(/does not name a field/);
  });

  it('makes an index that is declared later, over the documents that are there', async () => {
    await using store = openSqliteReadStore({ path: newFile() });
    await store.commit({ name: 'a@1', indexes: [] }, { puts: [stored('a', 1, { n: 1 }), stored('b', 1, { n: 2 })] });
    await expect(store.find({ name: 'a@1', indexes: [['n']] }, { where: { n: 2 } })).resolves.toEqual({
      items: [stored('b', 1, { n: 2 })],
    });
  });
});

describe('the file of the SQLite read store', () => {
  it('syncs each commit to the disk', () => {
    using database = openDatabase(newFile());
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  it('takes one commit that it cannot write out of those of the same turn', async () => {
    await using store = openSqliteReadStore({ path: newFile() });
    const collection = newCollection(['n']);
    // An index over documents that were there before it reads them, and SQLite reads none that is too deep.
    await store.commit({ ...collection, indexes: [] }, { puts: [] });
    const tooDeep = JSON.parse(`${'{"a":'.repeat(1_001)}1${'}'.repeat(1_001)}`) as object;
    const answers = await Promise.allSettled(
      [{ n: 1 }, tooDeep, { n: 2 }].map((document, index) => store.commit(collection, { puts: [stored(`${index}`, 1, document)] })),
    );
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([...(await store.load(collection, ['0', '1', '2'])).keys()]).toEqual(['0', '2']);
  });

  it('is shared by processes: of all that move one checkpoint at once, each move is won by one', async () => {
    const path = newFile();
    const collection = newCollection();
    await using store = openSqliteReadStore({ path });
    await using child = inChild(path, `console.log('open'); console.log(await (${countTo})(store, ${JSON.stringify(collection)}, 100));`);
    await child.line();
    const [ours, theirs] = await Promise.all([countTo(store, collection, 100), child.line()]);
    await expect(store.checkpoint(collection)).resolves.toEqual({ log: 'log-1', position: String(ours + Number(theirs)) });
  });

  it('has all that it committed after kill -9', async () => {
    const path = newFile();
    const collection = newCollection();
    await using child = inChild(
      path,
      `for (let n = 1; ; n += 1) {
        await store.commit(${JSON.stringify(collection)}, { puts: [{ key: String(n), position: '1', document: {} }] });
        console.log(n);
      }`,
    );
    let committed = 0;
    while (committed < 20) committed = Number(await child.line());
    await child.kill();
    await using store = openSqliteReadStore({ path });
    const keys = Array.from({ length: committed }, (_, index) => String(index + 1));
    expect([...(await store.load(collection, keys)).keys()]).toEqual(keys);
  });
});
