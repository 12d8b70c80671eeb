import { describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/shop.js';
import { checkMapping } from './check-mapping.js';

type Draft = { [key: string]: Draft } & Draft[] & string;

/** What is wrong with the shop after a change. */
const problemsAfter = (change: (draft: Draft) => void): readonly string[] => {
  const draft = structuredClone(SHOP) as unknown as Draft;
  change(draft);
  const checked = checkMapping(draft);
  return 'problems' in checked ? checked.problems : [];
};

const orders = (draft: Draft): Draft => draft['files']![1]!;
const order = (draft: Draft): Draft => orders(draft)['commands']![1]!;
const as = (value: unknown): Draft => value as Draft;

describe('the shape of a mapping', () => {
  it('is accepted as it should be', () => {
    expect(checkMapping(SHOP)).toEqual({ mapping: SHOP });
  });

  it.each<[string, (draft: Draft) => void, string]>([
    [
      'a name with blanks',
      (draft) => (draft['name'] = as('our shop')),
      'name: expected a name of small letters, digits and dashes, found "our shop"',
    ],
    [
      'an unknown property',
      (draft) => (order(draft)['tipe'] = as('x')),
      'files[1].commands[1]: unknown property "tipe"; did you mean type?',
    ],
    ['no files', (draft) => (draft['files'] = as([])), 'files: expected a list with at least one entry, found []'],
    [
      'a path for a file name',
      (draft) => (orders(draft)['file'] = as('a/b.csv')),
      'files[1].file: expected the name of a file, without a folder, found "a/b.csv"',
    ],
    ['a role twice', (draft) => (orders(draft)['role'] = as('customers')), 'files[1].role: "customers" is taken by an earlier file'],
    [
      'a key that no column is',
      (draft) => (orders(draft)['key'] = as(['ordre'])),
      'files[1].key[0]: no column "ordre" is declared; did you mean order?',
    ],
    [
      'a key that may be empty',
      (draft) => (orders(draft)['key'] = as(['lines'])),
      'files[1].key[0]: column lines is optional; a key needs a value in every row',
    ],
    [
      'an unknown column type',
      (draft) => (orders(draft)['columns']!['on'] = as({ type: 'date' })),
      'files[1].columns.on.type: "date" is no column type; there are text, integer, number, decimal, money, day, instant, boolean, slug, lookup',
    ],
    [
      'money without currency',
      (draft) => (orders(draft)['columns']!['net'] = as({ type: 'money' })),
      'files[1].columns.net.currency: expected a currency by ISO 4217 such as USD, found nothing',
    ],
    [
      'a currency for a text',
      (draft) => (orders(draft)['columns']!['order'] = as({ type: 'text', currency: 'USD' })),
      'files[1].columns.order: unknown property "currency"; there are type, optional, from, default, empty, aliases, values',
    ],
    [
      'an unknown column in data',
      (draft) => (order(draft)['data'] = as({ net: { amount: { $column: 'nett' } } })),
      'files[1].commands[1].data.net.amount.$column: no column "nett" is declared; did you mean net?',
    ],
    [
      'an unknown column in a template',
      (draft) => (order(draft)['data'] = as({ a: [{ $template: 'x-{nix}' }] })),
      'files[1].commands[1].data.a[0].$template: no column "nix" is declared; there are order, customer, seller, on, shipped, net, lines',
    ],
    [
      'no target',
      (draft) => (order(draft)['target'] = as({})),
      'files[1].commands[1].target: name one of accountId, employeeId, teamId, portfolio, policy',
    ],
    [
      'no time',
      (draft) => delete (order(draft) as Record<string, unknown>)['occurredAt'],
      'files[1].commands[1].occurredAt is missing: when did it happen? A day, a date-time or { "$column": … }',
    ],
    [
      'a time that is none',
      (draft) => (order(draft)['occurredAt'] = as('1996-02-30')),
      'files[1].commands[1].occurredAt: "1996-02-30" is neither a day nor a date-time',
    ],
    [
      'an unknown condition',
      (draft) => (order(draft)['when'] = as({ empty: 'shipped' })),
      'files[1].commands[1].when: unknown property "empty"; there are present, absent, not, all, any, column, equals, in, matches, above, below, atLeast, atMost',
    ],
    ['a wrong once', (draft) => (order(draft)['once'] = as('per-row')), 'files[1].commands[1].once: expected "per-target"'],
  ])('%s is named with its place', (_what, change, problem) => {
    expect(problemsAfter(change)).toContain(problem);
  });

  it('tells everything that is wrong at once', () => {
    const problems = problemsAfter((draft) => {
      draft['name'] = as('');
      order(draft)['type'] = as('record order');
    });
    expect(problems).toHaveLength(2);
  });

  it.each([null, 7, 'northwind', []])('%j is no mapping', (value) => {
    expect(checkMapping(value)).toEqual({ problems: [expect.stringMatching(/^mapping: expected an object/)] });
  });
});
