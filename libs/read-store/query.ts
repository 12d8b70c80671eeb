import { type Collection, type Condition, PAGE_SIZE_MAX, type Query, type Scalar } from '#libs/kernel/ports.js';
import { type Place } from './cursor.js';
import { parameterOf, tableOf, valueOf } from './fields.js';

/** SQL with the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly (string | number | Uint8Array | null)[];
}

const PAGE_SIZE_DEFAULT = 100;
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['gte', '>='],
  ['gt', '>'],
  ['lte', '<='],
  ['lt', '<'],
]);

/** @throws RangeError for a limit out of bounds */
export const limitOf = ({ limit = PAGE_SIZE_DEFAULT }: Query): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= PAGE_SIZE_MAX) return limit;
  throw new RangeError(`A page of ${limit} documents cannot be had: ask for 1 to ${PAGE_SIZE_MAX}.`);
};

/**
 * Statements whose rows, one statement after the other, are the documents of the query behind a place; the last parameter of each is
 * how many to read. Each walks one range of one index: a single "value > ? OR (value = ? AND key > ?)" reads all that lies before the page.
 * @throws RangeError for a field that no index declares, an operator that is none, or a value that does not compare
 */
export const statementsOf = (collection: Collection, { where = {}, sort }: Query, after: Place | undefined): readonly Sql[] => {
  const conditions = Object.entries(where).flatMap(([field, condition]) => matching(declared(collection, field), condition));
  const value = declared(collection, sort?.field ?? 'key');
  return behind(value, sort?.descending ? 'DESC' : 'ASC', after).map(({ range, order }) => {
    const all = [...conditions, ...range];
    const filter = all.length === 0 ? '' : `WHERE ${all.map(({ text }) => text).join(' AND ')}`;
    return {
      text: `SELECT key, position, document FROM ${tableOf(collection)} ${filter} ORDER BY ${order} LIMIT ?`,
      parameters: all.flatMap(({ parameters }) => parameters),
    };
  });
};

const declared = ({ name, indexes }: Collection, field: string): string => {
  if (field === 'key' || indexes.some((index) => index.includes(field))) return valueOf(field);
  const fields = ['key', ...new Set(indexes.flat())].join(', ');
  throw new RangeError(`${name} has no index with ${JSON.stringify(field)}: use one of ${fields}, or declare an index.`);
};

const matching = (value: string, condition: Condition): readonly Sql[] => {
  if (typeof condition !== 'object' || condition === null) return [compare(value, 'IS', condition)];
  return Object.entries(condition).map(([name, bound]) => {
    const operator = OPERATORS.get(name);
    if (operator === undefined) throw new RangeError(`${JSON.stringify(name)} is not a bound: use ${[...OPERATORS.keys()].join(', ')}.`);
    if (bound !== null) return compare(value, operator, bound);
    return operator.endsWith('=') ? compare(value, 'IS', null) : { text: 'FALSE', parameters: [] };
  });
};

/** Only values of one kind compare, as in MongoDB: `gte: 5` finds no text. */
const compare = (value: string, operator: string, scalar: Scalar): Sql => {
  const parameter = parameterOf(scalar);
  return { text: `${value} ${operator} ? AND typeof(${value}) = typeof(?)`, parameters: [parameter, parameter] };
};

interface Range {
  readonly range: readonly Sql[];
  readonly order: string;
}

/** The ranges behind a place, in order: the rest of its ties, then the other values. Missing ones come first, so last when descending. */
const behind = (value: string, direction: 'ASC' | 'DESC', after: Place | undefined): readonly Range[] => {
  const byKey = `key ${direction}`;
  const order = value === 'key' ? byKey : `${value} ${direction}, ${byKey}`;
  if (after === undefined) return [{ range: [], order }];
  const operator = direction === 'ASC' ? '>' : '<';
  const keys = { text: `key ${operator} ?`, parameters: [after.key] };
  if (value === 'key') return [{ range: [keys], order }];
  const parameter = parameterOf(after.value);
  const ties = { range: [{ text: `${value} IS ?`, parameters: [parameter] }, keys], order: byKey };
  const others = { range: [{ text: `${value} ${operator} ?`, parameters: [parameter] }], order };
  const present = { range: [{ text: `${value} >= ?`, parameters: [-Infinity] }], order };
  const missing = { range: [{ text: `${value} IS NULL`, parameters: [] }], order: byKey };
  if (direction === 'ASC') return [ties, after.value === null ? present : others];
  return after.value === null ? [ties] : [ties, others, missing];
};
