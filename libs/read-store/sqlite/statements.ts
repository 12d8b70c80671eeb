import { type Collection } from '#libs/kernel/ports.js';
import { type Place } from '../cursor.js';
import { type Bound, type Operator, type Question } from '../question.js';
import { type Columns, type SqlValue, sqlValueOf } from './columns.js';

/** SQL with the values of its question marks. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly SqlValue[];
}

const OPERATORS: Readonly<Record<Operator, string>> = { eq: 'IS', gte: '>=', gt: '>', lte: '<=', lt: '<' };

/** The collection's table, as an SQL identifier; its name has been checked. */
export const tableOf = ({ name }: Pick<Collection, 'name'>): string => `"${name}"`;

/**
 * Statements whose rows, one statement after the other, are the documents of the question; the last parameter of each is how many to
 * read. Each walks one range of one index: a single "value > ? OR (value = ? AND key > ?)" reads all that lies before the page.
 */
export const statementsOf = (
  collection: Collection,
  { valueOf }: Columns,
  { bounds, field, descending, after }: Question,
): readonly Sql[] => {
  const conditions = bounds.map((bound) => matching(bound, valueOf));
  return behind(valueOf(field), descending ? 'DESC' : 'ASC', after).map(({ range, order }) => {
    const all = [...conditions, ...range];
    const filter = all.length === 0 ? '' : `WHERE ${all.map(({ text }) => text).join(' AND ')}`;
    return {
      text: `SELECT key, position, document FROM ${tableOf(collection)} ${filter} ORDER BY ${order} LIMIT ?`,
      parameters: all.flatMap(({ parameters }) => parameters),
    };
  });
};

/** Only values of one kind compare, as in MongoDB: `gte: 5` finds no text. */
const matching = ({ field, operator, value: scalar }: Bound, valueOf: Columns['valueOf']): Sql => {
  const value = valueOf(field);
  if (scalar === null && operator !== 'eq')
    return operator.endsWith('e') ? matching({ field, operator: 'eq', value: null }, valueOf) : NOTHING;
  const parameter = sqlValueOf(scalar);
  return { text: `${value} ${OPERATORS[operator]} ? AND typeof(${value}) = typeof(?)`, parameters: [parameter, parameter] };
};

/** Nothing lies beyond null, or before it. */
const NOTHING: Sql = { text: 'FALSE', parameters: [] };

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
  const parameter = sqlValueOf(after.value);
  const ties = { range: [{ text: `${value} IS ?`, parameters: [parameter] }, keys], order: byKey };
  const others = { range: [{ text: `${value} ${operator} ?`, parameters: [parameter] }], order };
  const present = { range: [{ text: `${value} >= ?`, parameters: [-Infinity] }], order };
  const missing = { range: [{ text: `${value} IS NULL`, parameters: [] }], order: byKey };
  if (direction === 'ASC') return [ties, after.value === null ? present : others];
  return after.value === null ? [ties] : [ties, others, missing];
};
