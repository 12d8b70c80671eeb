import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { collect } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { openEventStore } from './open.js';

const newFile = temporaryFiles('');

describe('openEventStore', () => {
  it('opens a file in a folder that it creates', async () => {
    const file = join(newFile(), 'data', 'events.sqlite');
    await using store = await openEventStore(`sqlite:${file}`, { writer: true });
    expect(existsSync(file)).toBe(true);
    await expect(collect(store.readAll())).resolves.toEqual([]);
  });

  it('opens a log in memory', async () => {
    await using store = await openEventStore('sqlite::memory:', { writer: true });
    await expect(collect(store.readAll())).resolves.toEqual([]);
    expect(existsSync(':memory:')).toBe(false);
  });

  it.each([
    ['sqlite:', 'EVENT_STORE_URL is "sqlite:", which names no file: write sqlite:<file>, for example sqlite:./data/events.sqlite.'],
    ['postgres://db', 'EVENT_STORE_URL is "postgres://db", which names no event store: write sqlite:<file> or esdb://<host>:2113.'],
    ['./events.sqlite', 'EVENT_STORE_URL is "./events.sqlite", which names no event store: write sqlite:<file> or esdb://<host>:2113.'],
    ['', 'EVENT_STORE_URL is "", which names no event store: write sqlite:<file> or esdb://<host>:2113.'],
    ['esdb://', 'EVENT_STORE_URL is "esdb://", which names no server: write esdb://host:2113?tls=false.'],
    ['esdb+discover://admin:changeit@db:2113?tls=maybe', 'EVENT_STORE_URL is "esdb+discover://***@db:2113?tls=maybe", which has tls=maybe'],
    ['esdb://admin:p@ss@db', 'EVENT_STORE_URL is "esdb://***@db", which names no server'],
    [
      'esdb://admin:changeit@db?timeout=3',
      'EVENT_STORE_URL is "esdb://***@db?timeout=3", which has the option "timeout": allowed are tls,',
    ],
  ])('refuses "%s" and says what is allowed', async (url, text) => {
    await expect(openEventStore(url, { writer: true })).rejects.toThrow(text);
  });
});
