import { type Collection, type Condition, type Page, PAGE_SIZE_MAX, type Query, type Scalar, type Stored } from '#libs/kernel/ports.js';
import { decodeCursor, encodeCursor, fingerprintOf, type Place } from './cursor.js';
import { fieldsOf, scalarAt } from './document.js';

/** How a field is compared with a value of its own kind. */
export type Operator = 'eq' | 'gte' | 'gt' | 'lte' | 'lt';

/** One comparison that a document must meet. */
export interface Bound {
  readonly field: string;
  readonly operator: Operator;
  readonly value: Scalar;
}

/** A query that has been looked through: every adapter refuses the same, and puts what is left into its engine's words. */
export interface Question {
  readonly bounds: readonly Bound[];
  readonly field: string;
  readonly descending: boolean;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after: Place | undefined;
  readonly fingerprint: string;
}

const PAGE_SIZE_DEFAULT = 100;
const OPERATORS: ReadonlySet<string> = new Set<Operator>(['gte', 'gt', 'lte', 'lt']);

/**
 * Looks a query through.
 * @throws RangeError for a field that no index declares, an operator that is none, a value that does not compare, a limit out of
 *   bounds, or a cursor that is none or belongs to another query
 */
export const questionOf = (collection: Collection, query: Query): Question => {
  const { where = {}, sort, cursor } = query;
  const declared = declaredIn(collection);
  const fingerprint = fingerprintOf(collection.name, query);
  return {
    bounds: Object.entries(where).flatMap(([field, condition]) => boundsOf(declared(field), condition)),
    field: declared(sort?.field ?? 'key'),
    descending: sort?.descending ?? false,
    limit: limitOf(query),
    after: cursor === undefined ? undefined : decodeCursor(fingerprint, cursor),
    fingerprint,
  };
};

/** The page that rows make up: `rows` are those behind the place, one more than the limit where there are more. */
export const pageOf = <Document>({ limit, field, fingerprint }: Question, rows: readonly Stored<Document>[]): Page<Document> => {
  const last = rows[limit - 1];
  if (rows.length <= limit || last === undefined) return { items: rows };
  const value = field === 'key' ? null : scalarAt(last.document, field);
  return { items: rows.slice(0, limit), next: encodeCursor(fingerprint, { value, key: last.key }) };
};

const declaredIn = (collection: Collection) => {
  const fields = fieldsOf(collection);
  return (field: string): string => {
    if (fields.has(field)) return field;
    throw new RangeError(
      `${collection.name} has no index with ${JSON.stringify(field)}: use one of ${[...fields].join(', ')}, or declare an index.`,
    );
  };
};

const boundsOf = (field: string, condition: Condition): readonly Bound[] => {
  if (typeof condition !== 'object' || condition === null) return [boundOf(field, 'eq', condition)];
  return Object.entries(condition).map(([name, value]) => {
    if (!OPERATORS.has(name)) throw new RangeError(`${JSON.stringify(name)} is not a bound: use ${[...OPERATORS].join(', ')}.`);
    return boundOf(field, name as Operator, value);
  });
};

const boundOf = (field: string, operator: Operator, value: Scalar | undefined): Bound => {
  if (typeof value === 'string') return { field, operator, value: value.toWellFormed() };
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return { field, operator, value: value as Scalar };
  throw new RangeError(`${String(value)} is not comparable: use text, a finite number, true, false or null.`);
};

const limitOf = ({ limit = PAGE_SIZE_DEFAULT }: Query): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= PAGE_SIZE_MAX) return limit;
  throw new RangeError(`A page of ${limit} documents cannot be had: ask for 1 to ${PAGE_SIZE_MAX}.`);
};
