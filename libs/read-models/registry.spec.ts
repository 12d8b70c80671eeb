import { describe, expect, it } from '@jest/globals';
import { collectionOf } from '#libs/kernel/projection.js';
import { collections, readModels } from './registry.js';

const all = Object.values(readModels).flat();

describe('the read models', () => {
  it('are each folded by exactly one service and have a collection of their own', () => {
    const names = all.map(collectionOf);
    expect(new Set(names).size).toBe(names.length);
    expect(
      Object.values(collections)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names.toSorted());
  });

  it('that gather many streams can tell them anew, or show what amends them', () => {
    const mute = all.filter(({ gathers, amendments, difference }) => gathers === 'many-streams' && !amendments && !difference);
    expect(mute.map(({ name }) => name)).toEqual([]);
  });

  it('declare each index once', () => {
    for (const { indexes } of all) expect(new Set(indexes.map((index) => index.join())).size).toBe(indexes.length);
  });
});
