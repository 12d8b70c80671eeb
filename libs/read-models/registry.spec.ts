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

  it('declare each index once', () => {
    for (const { indexes } of all) expect(new Set(indexes.map((index) => index.join())).size).toBe(indexes.length);
  });
});
