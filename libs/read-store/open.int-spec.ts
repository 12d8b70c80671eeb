import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openReadStore } from './open.js';

const folder = mkdtempSync(join(tmpdir(), 'read-store-open-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openReadStore', () => {
  it('opens a SQLite file in folders that are not there yet', async () => {
    await using store = await openReadStore(`sqlite:${join(folder, 'a', 'b', 'read.db')}`);
    await expect(store.checkpoint({ name: 'a@1', indexes: [] })).resolves.toBeUndefined();
  });

  it('opens a store in memory, which is gone with it', async () => {
    const collection = { name: 'a@1', indexes: [] };
    await using store = await openReadStore('sqlite::memory:');
    await store.commit(collection, { puts: [{ key: 'a', position: '1', document: {} }] });
    await using other = await openReadStore('sqlite::memory:');
    await expect(other.load(collection, ['a'])).resolves.toEqual(new Map());
  });

  it.each([
    ['postgres://kim:secret@localhost/x', /"postgres:\/\/\*\*\*@localhost\/x" is not understood: use sqlite:<file>/],
    ['./data/read.db', /"\.\/data\/read\.db" is not understood/],
    ['', /"" is not understood/],
    ['sqlite:', /"sqlite:" names no file: use sqlite:<file>/],
    ['sqlite://host/read.db', /names no file/],
    ['sqlite::elsewhere:', /names no file/],
  ])('refuses %j with what is allowed', async (url, saying) => {
    await expect(openReadStore(url)).rejects.toThrow(saying);
  });
});
