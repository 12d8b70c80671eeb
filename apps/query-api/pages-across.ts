import { type Condition, type Query, type Scalar, type Stored } from '#libs/kernel/ports.js';
import { type Found } from './answers.js';
import { Problem } from '#libs/platform/problem.js';

/** One of several lists that are answered as one. */
export interface Part<Document> {
  readonly find: (query: Query) => Promise<Found<Document>>;
  readonly where: Conditions;
}

/** How the one list is sorted and paged. */
export interface Across {
  readonly sort: NonNullable<Query['sort']>;
  readonly limit?: number;
  readonly cursor?: string;
}

type Conditions = NonNullable<Query['where']>;
type Item<Document> = Pick<Stored<Document>, 'key' | 'document'>;

/** The sort field's value and the key of the last item of a page. */
interface Place {
  readonly value: Scalar;
  readonly key: string;
}

/** Items of a page unless told; what a store gives too. */
const PAGE_SIZE = 100;

/**
 * A page of several lists in one order. Its cursor names the last item, and each list goes on behind it: nothing is left out or given
 * twice, whatever comes in between.
 * @throws Problem for a cursor that is none
 */
export const findAcross = async <Document extends object>(
  parts: readonly Part<Document>[],
  { sort, ...paging }: Across,
): Promise<Found<Document>> => {
  const { cursor } = paging;
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && !cursor?.startsWith(PREFIX)) return only.find({ where: only.where, sort, ...paging });
  const { limit = PAGE_SIZE } = paging;
  const place = cursor === undefined ? undefined : placeIn(cursor);
  // One more than the page holds tells whether there is another.
  const lists = await Promise.all(parts.map((part) => itemsBehind(part, sort, place, limit + 1)));
  const sorted = lists.flat().toSorted((left, right) => compareItems(left, right, sort));
  const items = sorted.slice(0, limit);
  return { items, ...(sorted.length > limit ? { next: encode(placeOf(items.at(-1)!, sort)) } : {}) };
};

/** The first items of a list behind a place. */
const itemsBehind = async <Document extends object>(
  { find, where }: Part<Document>,
  sort: Across['sort'],
  place: Place | undefined,
  count: number,
): Promise<readonly Item<Document>[]> => {
  const found: Item<Document>[] = [];
  for (const range of rangesBehind(sort, place)) {
    const query = { where: within(where, sort.field, range), sort, limit: count };
    for (let page = await find(query); ; page = await find({ ...query, cursor: page.next })) {
      found.push(...page.items.filter((item) => place === undefined || comparePlaces(placeOf(item, sort), place, sort) > 0));
      if (found.length >= count || page.next === undefined) break;
    }
  }
  return found.slice(0, count);
};

/** Where to look for what is behind a place: from its value on, and where that order ends with them, at what has no value. */
const rangesBehind = ({ descending }: Across['sort'], place: Place | undefined): readonly (Condition | undefined)[] => {
  if (place === undefined) return [undefined];
  if (place.value === null) return [descending ? null : undefined];
  return descending ? [{ lte: place.value }, null] : [{ gte: place.value }];
};

const within = (where: Conditions, field: string, range: Condition | undefined): Conditions => {
  if (range === undefined) return where;
  const asked = where[field];
  if (typeof asked !== 'object' || asked === null) return { [field]: range, ...where };
  return { ...where, [field]: typeof range === 'object' && range !== null ? { ...range, ...asked } : asked };
};

const PREFIX = 'across_';

const encode = ({ value, key }: Place): string => PREFIX + Buffer.from(JSON.stringify([value, key]), 'utf8').toString('base64url');

const placeIn = (cursor: string): Place => {
  const [value, key] = listIn(cursor);
  if (cursor.startsWith(PREFIX) && (value === null || typeof value === 'string') && typeof key === 'string') return { value, key };
  const detail = 'Expected the "next" of the page before: begin again without a cursor.';
  throw new Problem('INVALID_QUERY', `Wrong parameters: cursor. ${detail}`, { errors: [{ pointer: '/cursor', detail }] });
};

const listIn = (cursor: string): readonly unknown[] => {
  try {
    const list: unknown = JSON.parse(Buffer.from(cursor.slice(PREFIX.length), 'base64url').toString('utf8'));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
};

/** Lists are sorted by text, which some documents may lack. */
const placeOf = <Document extends object>({ key, document }: Item<Document>, { field }: Across['sort']): Place => ({
  value: (document as Readonly<Record<string, string | null | undefined>>)[field] ?? null,
  key,
});

const compareItems = <Document extends object>(left: Item<Document>, right: Item<Document>, sort: Across['sort']): number =>
  comparePlaces(placeOf(left, sort), placeOf(right, sort), sort);

/** As a read store sorts: by the field, nothing first, text by code unit of UTF-8; ties by key. */
const comparePlaces = (left: Place, right: Place, { descending }: Across['sort']): number => {
  const order = compare(left.value, right.value) || compare(left.key, right.key);
  return descending ? -order : order;
};

const compare = (left: Scalar, right: Scalar): number => {
  if (left === null || right === null) return Number(right === null) - Number(left === null);
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
};
