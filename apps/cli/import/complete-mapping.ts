import { isJson, type Json } from './checks.js';
import { type Column } from './columns.js';
import { type FileMapping, type Mapping } from './mapping.js';

/** What a file may say for all of its columns. */
type OfFile = FileMapping & { readonly decimal?: string; readonly thousands?: string };

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'number', 'decimal', 'money']);

/** Writes columns in full that are given in short: `text` is `{ type: text }`, `money EUR` is `{ type: money, currency: EUR }`. */
export const spelledOut = (mapping: unknown): unknown => {
  if (!isJson(mapping) || !Array.isArray(mapping['files'])) return mapping;
  return { ...mapping, files: mapping['files'].map(columnsSpelledOut) };
};

const columnsSpelledOut = (file: unknown): unknown => {
  if (!isJson(file) || !isJson(file['columns'])) return file;
  const columns = Object.entries(file['columns']).map(([name, column]) => [name, columnOf(column)]);
  return { ...file, columns: Object.fromEntries(columns) as Json };
};

const columnOf = (column: unknown): unknown => {
  if (typeof column !== 'string') return column;
  const [type, currency, ...rest] = column.split(' ');
  if (rest.length > 0 || (currency !== undefined && type !== 'money')) return column;
  return currency === undefined ? { type } : { type, currency };
};

/** Enters in every column what its file says of all, and makes a column optional for which an account stands in. */
export const completeMapping = (mapping: Mapping): Mapping => ({ ...mapping, files: mapping.files.map(completeFile) });

const completeFile = ({ decimal, thousands, ...file }: OfFile): FileMapping => {
  const complete = (name: string, column: Column): Column => ({
    ...(NUMBERS.has(column.type) && decimal !== undefined ? { decimal } : {}),
    ...(NUMBERS.has(column.type) && thousands !== undefined ? { thousands } : {}),
    ...(column.type === 'instant' && file.zone !== undefined ? { zone: file.zone } : {}),
    ...column,
    ...(file.noAccount?.column === name ? { optional: true } : {}),
  });
  return { ...file, columns: Object.fromEntries(Object.entries(file.columns).map(([name, column]) => [name, complete(name, column)])) };
};
