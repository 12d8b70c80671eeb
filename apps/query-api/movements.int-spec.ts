import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Collection } from '#libs/kernel/ports.js';
import { collections } from '#libs/read-models/registry.js';
import { Progress } from '#libs/runtime/progress.js';
import { openReadStore } from '#libs/read-store/open.js';
import { movementsOf } from './movements.js';

const [ours, other] = collections as [Collection, Collection];

describe('movements', () => {
  it('of projections in other processes are seen in their checkpoints', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rapport-movements-'));
    await using readStore = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
    const end = new AbortController();
    const heard: string[] = [];
    const told = new EventTarget();
    const movement = async (collection: Collection): Promise<void> => {
      while (!heard.includes(collection.name)) await once(told, 'movement');
    };
    movementsOf(readStore).onMove((name) => {
      heard.push(name);
      told.dispatchEvent(new Event('movement'));
    }, end.signal);
    // The first look tells all: what moved while nobody looked is not known.
    await movement(collections.at(-1)!);
    expect(new Set(heard)).toEqual(new Set(collections.map(({ name }) => name)));
    heard.length = 0;
    await readStore.commit(ours, { puts: [], checkpoint: { expected: undefined, next: { log: 'log-1', position: '1' } } });
    await movement(ours);
    expect(heard).toEqual([ours.name]);
    end.abort();
    await rm(folder, { recursive: true });
  });

  it('of projections in this process are told by them, until nobody listens', () => {
    const progress = new Progress();
    const end = new AbortController();
    const heard: string[] = [];
    const advance = ({ name }: Collection): void =>
      progress.advance({ collection: name, position: '1', recordedAt: undefined, applied: 1, parked: 0, parkedStreams: 0, batches: 1 });
    movementsOf({ checkpoint: () => Promise.reject(new Error('not asked')) }, progress).onMove((name) => heard.push(name), end.signal);
    advance(ours);
    end.abort();
    advance(other);
    expect(heard).toEqual([ours.name]);
  });
});
