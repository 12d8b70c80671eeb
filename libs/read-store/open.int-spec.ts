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

  it.each([
    ['mongodb://localhost/rapport', /READ_STORE_URL asks for mongodb:\/\/, which is not in this version yet: use sqlite:<file>/],
    ['postgres://kim:secret@localhost/x', /"postgres:\/\/…@localhost\/x" is not understood: use sqlite:<file>/],
    ['./data/read.db', /"\.\/data\/read\.db" is not understood/],
    ['', /"" is not understood/],
    ['sqlite:', /"sqlite:" names no file: use sqlite:<file>/],
    ['sqlite://host/read.db', /names no file/],
    ['sqlite::memory:', /names no file/],
  ])('refuses %j with what is allowed', async (url, saying) => {
    await expect(openReadStore(url)).rejects.toThrow(saying);
  });
});
