import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { versionOf } from './events.js';

describe('a version', () => {
  it.each([
    [0n, 1],
    [41n, 42],
    [9_007_199_254_740_990n, 9_007_199_254_740_991],
  ])('of revision %d is %d', (revision, version) => {
    expect(versionOf('account-1', revision)).toBe(version);
  });

  it.each([9_007_199_254_740_991n, 9_223_372_036_854_775_807n])('of revision %d would be cut silently: it is refused', (revision) => {
    expect(() => versionOf('account-1', revision)).toThrow(InvariantBroken);
  });
});
