import { type Filter, type Sort } from './driver.js';
import { type Scalar } from '#libs/kernel/ports.js';
import { type Place } from '../cursor.js';
import { type Bound, type Question } from '../question.js';
import { pathOf, type StoredRecord } from './records.js';

type RecordFilter = Filter<StoredRecord>;

/** Kinds in the order in which they sort, each with the filter for all of it. */
const KINDS: readonly { readonly type: string; readonly all: object }[] = [
  { type: 'object', all: { $eq: null } },
  { type: 'number', all: { $gte: -Infinity } },
  { type: 'string', all: { $gte: '' } },
  { type: 'boolean', all: { $gte: false } },
];

/** Nothing lies beyond null, or before it. */
const NOTHING: RecordFilter = { _id: { $in: [] } };

/**
 * What a question finds, and in which order. Each alternative walks one range of one index and has the conditions in it, so that the
 * server can merge them in order and reads nothing that lies before the page.
 */
export const filterOf = ({ bounds, field, descending, after }: Question): { readonly filter: RecordFilter; readonly sort: Sort } => {
  const conditions = bounds.map((bound) => matching(bound));
  const alternatives = behind(field, descending, after).map((range) => all([...conditions, ...range]));
  const path = pathOf(field);
  const direction = descending ? -1 : 1;
  return {
    filter: alternatives.length === 1 ? alternatives[0]! : { $or: alternatives },
    sort:
      path === '_id'
        ? [['_id', direction]]
        : [
            [path, direction],
            ['_id', direction],
          ],
  };
};

/** Side by side where each has a path of its own: not every server that speaks the protocol looks for an index behind `$and`. */
const all = (filters: readonly RecordFilter[]): RecordFilter => {
  const paths = new Set(filters.flatMap((filter) => Object.keys(filter)));
  return paths.size === filters.length ? (Object.assign({}, ...filters) as RecordFilter) : { $and: [...filters] };
};

/** Ranges meet values of their own kind only, which is the server's own rule. */
const matching = ({ field, operator, value }: Bound): RecordFilter => {
  if (value === null && (operator === 'gt' || operator === 'lt')) return NOTHING;
  return { [pathOf(field)]: { [value === null ? '$eq' : `$${operator}`]: value } };
};

/** The ranges behind a place: the rest of its ties, of its kind, and the kinds behind that. */
const behind = (field: string, descending: boolean, after: Place | undefined): readonly (readonly RecordFilter[])[] => {
  if (after === undefined) return [[]];
  const beyond = descending ? '$lt' : '$gt';
  const keys = { _id: { [beyond]: after.key } } as RecordFilter;
  if (field === 'key') return [[keys]];
  const path = pathOf(field);
  const kind = KINDS.findIndex(({ type }) => type === typeof after.value);
  const others = descending ? KINDS.slice(0, kind) : KINDS.slice(kind + 1);
  return [
    [{ [path]: { $eq: after.value } }, keys],
    ...(after.value === null ? [] : [[{ [path]: { [beyond]: after.value satisfies Scalar } }]]),
    ...others.map((other) => [{ [path]: other.all }]),
  ];
};
