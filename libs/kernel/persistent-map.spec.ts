import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PersistentMap } from './persistent-map.js';

describe('PersistentMap', () => {
  it('keeps every version as a copied Map would, in whatever order the versions are read', () => {
    const steps = fc.array(fc.record({ from: fc.nat(), key: fc.nat(5), value: fc.nat(9) }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), (script, order) => {
        const versions = [PersistentMap.empty<number, number>()];
        const copies = [new Map<number, number>()];
        for (const { from, key, value } of script) {
          const base = from % versions.length;
          versions.push(versions[base]!.with(key, value));
          copies.push(new Map(copies[base]).set(key, value));
        }
        for (const pick of order.take(60)) {
          const at = pick % versions.length;
          expect(new Map(versions[at]!.entries())).toEqual(copies[at]);
          expect(versions[at]!.size).toBe(copies[at]!.size);
        }
      }),
    );
  });

  it('makes no family of the maps that grow from one empty start: reading them in turn costs nothing', () => {
    const start = PersistentMap.empty<number, number>();
    const [one, other] = [grow(start), grow(start)];
    let found = 0;
    // 40,000 turns around a distance of 40,000 each would take minutes.
    for (let key = 0; key < 20_000; key += 1) found += Number(one.has(key)) + Number(other.has(key));
    expect(found).toBe(40_000);
    expect(start.size).toBe(0);
  });
});

const grow = (map: PersistentMap<number, number>) => {
  let grown = map;
  for (let key = 0; key < 20_000; key += 1) grown = grown.with(key, key);
  return grown;
};
