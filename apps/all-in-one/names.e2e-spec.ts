import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

const NAMES = ['Zebra', 'apple', 'Álvaro', 'Émile', 'Brenda', 'öko', 'albert'];
const SORTED = ['albert', 'Álvaro', 'apple', 'Brenda', 'Émile', 'öko', 'Zebra'];

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-names-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  for (const [index, name] of NAMES.entries()) await open(`account-${index}`, name);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const open = async (accountId: string, name: string): Promise<void> => {
  const response = await fetch(`${server.url}/v1/commands/OpenAccount`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ accountId, occurredAt: '2025-07-01T08:00:00Z', data: { name } }),
  });
  expect(response.status).toBe(200);
};

interface Answer {
  readonly items: readonly { readonly name: string }[];
  readonly next?: string;
}

/** All names of a list, read two at a time. */
const namesOf = async (parameters: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let cursor = ''; ;) {
    const response = await fetch(`${server.url}/v1/accounts?limit=2&${parameters}${cursor}`);
    const { items, next } = (await response.json()) as Answer;
    found.push(...items.map(({ name }) => name));
    if (next === undefined) return found;
    cursor = `&cursor=${next}`;
  }
};

describe('names sort as people sort them (D6)', () => {
  it.each(['sort=name', '', 'status=open&sort=name', 'sort=name&asOf=2097-01-01', 'asOf=2097-01-01&time=recorded'])(
    'page by page, now and as of a date: %j',
    async (parameters) => expect(await namesOf(parameters)).toEqual(SORTED),
  );

  it.each(['sort=-name', 'sort=-name&asOf=2097-01-01'])('from their end: %j', async (parameters) =>
    expect(await namesOf(parameters)).toEqual(SORTED.toReversed()),
  );

  it('and what they are sorted by stays inside', async () => {
    const response = await fetch(`${server.url}/v1/accounts/account-0`);
    expect(await response.json()).toMatchObject({ name: 'Zebra' });
    expect(await (await fetch(`${server.url}/v1/accounts/account-0`)).text()).not.toContain('nameKey');
  });
});
