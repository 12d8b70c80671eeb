import { describe, expect, it } from '@jest/globals';
import { type StageBoardLine, stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { QUESTIONS } from './every-question.js';
import { list } from './list.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { valuesOf } from './parameters.js';
import { type Question, question } from './question.js';
import { type Query } from '#libs/kernel/ports.js';

/** What a list asks of its read model for these parameters. */
const findOf = async (asked: Question, parameters: object): Promise<Query> => {
  let seen: Query = {};
  const find = async (query: Query) => {
    seen = query;
    return { items: [] };
  };
  const store = {
    async *read() {
      yield {};
    },
    async *readAll() {},
    head: async () => ({}),
  };
  // What a list asks beside its own documents is not there yet.
  const readStore = { find: async () => ({ items: [] }), load: async () => new Map(), checkpoint: async () => undefined };
  await asked.answer({
    documents: { find, asOf: {} },
    id: 'acme',
    spokenFor: ['acme'],
    parameters,
    until: '2026-03-01T00:00:00.000Z',
    sources: { store, readStore, now: () => new Date(0) },
  } as never);
  return seen;
};

const lines = list({
  name: 'Lines',
  path: '/v1/accounts/{id}/lines',
  summary: 'Lines',
  readModel: stageBoard,
  filters: { stage: oneOf(['value', 'strategic']) },
  parameters: { lateBy: oneOf(['day', 'week']) },
  where: ({ parameters: { lateBy } }) => (lateBy === undefined ? {} : { since: { lt: lateBy } }),
  sort: { by: { name: 'nameKey', since: 'since' }, unless: '-since' },
  item: (line): StageBoardLine => line,
});

describe('a declared list', () => {
  it('takes its filters, its own parameters, the order, and what all lists take', () => {
    expect(Object.keys(lines.parameters)).toEqual(['asOf', 'time', 'limit', 'cursor', 'stage', 'lateBy', 'sort']);
    expect(lines.parameters['sort']!.schema).toMatchObject({ enum: ['name', '-name', 'since', '-since'] });
  });

  it('finds what equals the filters that were given, of the account in its path, in the order that is asked for', async () => {
    expect(await findOf(lines, {})).toEqual({ where: { accountId: 'acme' }, sort: { field: 'since', descending: true } });
    expect(await findOf(lines, { stage: 'value', lateBy: 'week', sort: 'name', limit: 7, cursor: 'c' })).toEqual({
      where: { accountId: 'acme', stage: 'value', since: { lt: 'week' } },
      sort: { field: 'nameKey', descending: false },
      limit: 7,
      cursor: 'c',
    });
  });
});

describe('a declared question', () => {
  it('of now alone takes neither asOf nor time; one without pages neither limit nor cursor', () => {
    const answer = async () => ({});
    const names = (more: object) => Object.keys(question({ name: 'X', path: '/v1/x', summary: 'X', answer, ...more }).parameters);
    expect([names({}), names({ nowOnly: true }), names({ nowOnly: true, paged: true })]).toEqual([
      ['asOf', 'time'],
      [],
      ['limit', 'cursor'],
    ]);
  });

  it('gets its parameters in their normal form, or says each that is wrong with its place and what is allowed', () => {
    expect(valuesOf(lines.parameters, { asOf: '2026-03-01', limit: '20' })).toEqual({ asOf: '2026-03-01', limit: 20 });
    const wrong = () => valuesOf(lines.parameters, { stage: 'big', limmit: '1' });
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'INVALID_QUERY',
        more: {
          errors: [
            { pointer: '/limmit', detail: expect.stringContaining('Did you mean limit?') },
            { pointer: '/stage', detail: 'Expected one of value, strategic, got "big".' },
          ],
        },
      }),
    );
  });
});

describe('every question', () => {
  it('has a name and an address of its own', () => {
    for (const part of [(asked: Question) => asked.name, (asked: Question) => asked.path])
      expect(new Set(QUESTIONS.map(part)).size).toBe(QUESTIONS.length);
  });

  it('filters and sorts by fields that its read model has an index of', async () => {
    for (const asked of QUESTIONS.filter(({ read }) => 'documents' in read)) {
      const given = Object.fromEntries(Object.entries(asked.parameters).map(([name, { samples }]) => [name, samples[0]]));
      for (const sort of asked.parameters['sort']?.samples ?? [undefined]) {
        const query = await findOf(asked, sort === undefined ? given : { ...given, sort });
        const fields = [...Object.keys(query.where ?? {}), query.sort!.field];
        const indexed = new Set(asked.read['documents']!.indexes.flat());
        expect({ name: asked.name, without: fields.filter((field) => !indexed.has(field)) }).toEqual({ name: asked.name, without: [] });
      }
    }
  });
});
