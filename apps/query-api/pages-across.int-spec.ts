import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Query } from '#libs/kernel/ports.js';
import { storedInMemory } from './past-documents.js';
import { findAcross } from './pages-across.js';

interface Line {
  readonly list: string;
  readonly name: string | null;
}

const COLLECTION = { name: 'lines@1', indexes: [['list', 'name']] };
const lists = ['one', 'two', 'three'];

const documents = fc
  .array(fc.record({ list: fc.constantFrom(...lists), name: fc.option(fc.constantFrom('a', 'b', 'Ä', '😀', 'ﬁ')) }), { maxLength: 25 })
  .map((lines) => new Map(lines.map((line, index) => [`k${index}`, line])));

describe('several lists that are read as one', () => {
  it('come in the order in which a store gives them all, page by page, whatever the size of the page', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (lines, limit, descending) => {
        await using store = await storedInMemory(COLLECTION, lines);
        const find = (query: Query) => store.find<Line>(COLLECTION, query);
        const sort = { field: 'name', descending };
        const whole = (await find({ sort, limit: 100 })).items.map(({ key }) => key);
        const read: string[] = [];
        for (let cursor: string | undefined, pages = 0; ; pages += 1) {
          const parts = lists.map((list) => ({ find, where: { list } }));
          const page = await findAcross(parts, { sort, limit, ...(cursor === undefined ? {} : { cursor }) });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          read.push(...page.items.map(({ key }) => key));
          expect(pages).toBeLessThanOrEqual(30);
          if (page.next === undefined) break;
          expect(page.next).toMatch(/^[A-Za-z0-9_-]{1,2048}$/);
          cursor = page.next;
        }
        expect(read).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('leave nothing out and give nothing twice where something comes in between', async () => {
    const at = (name: string, list = 'one'): Line => ({ list, name });
    await using store = await storedInMemory(
      COLLECTION,
      new Map([
        ['b', at('b')],
        ['d', at('d', 'two')],
        ['f', at('f')],
      ]),
    );
    const find = (query: Query) => store.find<Line>(COLLECTION, query);
    const parts = lists.map((list) => ({ find, where: { list } }));
    const sort = { field: 'name' };
    const { next } = await findAcross(parts, { sort, limit: 2 });
    const puts = ['a', 'e'].map((name) => ({ key: name, position: '0', document: at(name) }));
    await store.commit(COLLECTION, { puts });
    const rest = await findAcross(parts, { sort, limit: 2, cursor: next! });
    expect(rest.items.map(({ key }) => key)).toEqual(['e', 'f']);
    // One of the lists has gone meanwhile, and there is one list left: its pages go on where they were.
    expect((await findAcross(parts.slice(0, 1), { sort, limit: 9, cursor: next! })).items.map(({ key }) => key)).toEqual(['e', 'f']);
  });

  it('narrow a condition on the field that they are sorted by, and refuse what is no cursor', async () => {
    await using store = await storedInMemory(COLLECTION, new Map(['a', 'b', 'c', 'd'].map((name) => [name, { list: 'one', name }])));
    const find = (query: Query) => store.find<Line>(COLLECTION, query);
    const parts = lists.map((list) => ({ find, where: { list, name: { lt: 'd' } } }));
    const first = await findAcross(parts, { sort: { field: 'name' }, limit: 1 });
    const rest = await findAcross(parts, { sort: { field: 'name' }, limit: 5, cursor: first.next! });
    expect([...first.items, ...rest.items].map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    for (const cursor of ['across_', 'across_e30', 'bm9uZQ']) {
      await expect(findAcross(parts, { sort: { field: 'name' }, cursor })).rejects.toMatchObject({ code: 'INVALID_QUERY' });
    }
  });
});
