import { describe, expect, it } from '@jest/globals';
import { sortKeyOf } from './sort-key.js';

const sorted = (...names: readonly string[]): readonly string[] => {
  const keyed = names.map((name) => ({ name, key: Buffer.from(sortKeyOf(name)) }));
  return keyed.toSorted((left, right) => Buffer.compare(left.key, right.key)).map(({ name }) => name);
};

describe('names by their sort keys', () => {
  it.each([
    ['letters before case and accents (D6)', ['albert', 'Álvaro', 'apple', 'Brenda', 'Émile', 'öko', 'Zebra']],
    ['a name before those that begin with it', ['Ann', 'Ann Arbor', 'Anna', 'Annabel']],
    ['names that differ in case or accent only, always in one order', ['EMILE', 'Emile', 'emile', 'Émile', 'émile']],
    ['letters that Unicode does not take apart', ['Lodz', 'Łódź', 'Lodzia', 'Oester', 'Œuvre', 'Ofen', 'Østfold', 'Straße', 'Strasz']],
    ['width and ligatures as if they were plain', ['ﬁlter', 'Ｆilz', 'finance']],
    ['other scripts behind Latin, by their own letters', ['Zebra', 'Ακρόπολη', 'άλφα', 'Борис', 'вера', '한국', 'あさひ']],
    ['nothing at all first', ['', ' ', 'a']],
  ])('sort %s', (_, names) => {
    expect(sorted(...names.toReversed())).toEqual(names);
    expect(sorted(...names)).toEqual(names);
  });

  it("have the same key in whichever of Unicode's forms the accent is written, up to the name itself", () => {
    const [composed, decomposed] = ['Émile', 'E\u0301mile'].map((name) => sortKeyOf(name).split('\u0001')[0]);
    expect(composed).toBe(decomposed);
  });
});
