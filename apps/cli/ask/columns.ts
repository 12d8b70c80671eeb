import { inWords, spelled } from '../words.js';
import { type AnswerSchema, fieldsOf, isOpen } from './answer-schema.js';

/** A column of a table: a field, or a field of an object within. */
export interface Column {
  /** `stated.stage`. */
  readonly path: string;
  readonly title: string;
  readonly numeric: boolean;
  /** One a row. */
  readonly cells: readonly string[];
}

/** Entries of a list in a cell are told where none is longer than this; beyond, their number is. */
const LIST_LENGTH_MAX = 48;

/** What a row is about comes first. */
const LEADING: readonly string[] = ['accountId', 'name'];

/**
 * The columns that tell these objects: what they are about, then their fields in the order in which the schema declares them, then the
 * fields of objects within, as columns of their own. Fields that no object has are left out; what may be any object at all is one cell.
 */
export const columnsOf = (rows: readonly unknown[], of: AnswerSchema | undefined, within = ''): readonly Column[] => {
  const declared = fieldsOf(of);
  const found = rows.filter(isObject).flatMap((row) => Object.keys(row));
  const columns = [...new Set([...LEADING, ...declared.keys(), ...found])].flatMap((name): readonly Column[] => {
    const values = rows.map((row) => (isObject(row) ? row[name] : undefined));
    const path = `${within}${name}`;
    const given = values.filter((value) => value !== undefined && value !== null);
    if (values.every((value) => value === undefined)) return [];
    if (given.length > 0 && given.every((value) => isObject(value) && !isMoney(value)) && !isOpen(declared.get(name)))
      return columnsOf(values, declared.get(name), `${path}.`);
    return [columnOf(path, values)];
  });
  const isOwn = ({ path }: Column): boolean => !path.slice(within.length).includes('.');
  return [...columns.filter(isOwn), ...columns.filter((column) => !isOwn(column))];
};

const columnOf = (path: string, values: readonly unknown[]): Column => {
  const given = values.filter((value) => value !== undefined && value !== null);
  const leaves = given.flat();
  const numeric = leaves.length > 0 && leaves.every((value) => typeof value === 'number' || isMoney(value));
  const cells = values.map((value) => (value === undefined ? '' : inWords(value)));
  const isLong = leaves.some(isObject) && given.some(Array.isArray) && cells.some(({ length }) => length > LIST_LENGTH_MAX);
  return {
    path,
    title: path.split('.').map(spelled).join(' '),
    numeric: numeric || isLong,
    cells: isLong
      ? values.map((value) => (Array.isArray(value) ? String(value.length) : value === undefined ? '' : inWords(value)))
      : cells,
  };
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isMoney = (value: unknown): boolean => isObject(value) && 'amount' in value && 'currency' in value;
