import { type Condition, type Query, type Scalar } from '#libs/kernel/ports.js';
import { type Found } from './answers.js';

/** Documents that a page holds unless the query says otherwise: as in the read store. */
const PAGE_SIZE = 100;

/** Answers a read store's query from documents in memory: equality and ranges, one sort field, ties by key, a cursor. */
export const findAmong = <Document extends object>(
  documents: ReadonlyMap<string, Document>,
  { where = {}, sort, limit = PAGE_SIZE, cursor }: Query,
): Found<Document> => {
  const order = ({ key, document }: Found<Document>['items'][number]) =>
    [sort ? (fieldOf(document, sort.field) ?? null) : null, key] as const;
  const direction = sort?.descending ? -1 : 1;
  const found = [...documents]
    .map(([key, document]) => ({ key, document }))
    .filter(({ document }) => Object.entries(where).every(([field, condition]) => holds(fieldOf(document, field) ?? null, condition)))
    .toSorted((left, right) => direction * compare(order(left), order(right)));
  const start = cursor === undefined ? 0 : found.findIndex(({ key }) => key === decode(cursor)) + 1;
  if (cursor !== undefined && start === 0) throw new RangeError('The cursor does not belong to this query: begin again without it.');
  const items = found.slice(start, start + limit);
  return start + limit < found.length ? { items, next: encode(items.at(-1)!.key) } : { items };
};

/** The value at a dotted path of a document. */
const fieldOf = (document: object, path: string): Scalar | undefined =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document) as Scalar | undefined;

const holds = (value: Scalar, condition: Condition): boolean => {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  const { gte, gt, lte, lt } = condition;
  return (
    value !== null
    && (gte === undefined || compareScalars(value, gte) >= 0)
    && (gt === undefined || compareScalars(value, gt) > 0)
    && (lte === undefined || compareScalars(value, lte) <= 0)
    && (lt === undefined || compareScalars(value, lt) < 0)
  );
};

const compare = (left: readonly [Scalar, string], right: readonly [Scalar, string]): number =>
  compareScalars(left[0], right[0]) || compareScalars(left[1], right[1]);

/** `null` comes first; text by code unit. */
const compareScalars = (left: Scalar, right: Scalar): number => {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
};

const encode = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');
const decode = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');
