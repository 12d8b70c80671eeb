import { isJson, list, matches, perhaps, record, show, text, texts, type Columns, type Place, type Problems } from './checks.js';
import { COLUMN_TYPES, type ColumnType } from './columns.js';
import { formatProblem, isZone } from './dates.js';

/** What columns of each type may say beside what every column may. */
const OWN: Readonly<Record<ColumnType, readonly string[]>> = {
  text: [],
  boolean: [],
  slug: [],
  integer: ['decimal', 'thousands'],
  number: ['decimal', 'thousands'],
  day: ['format'],
  instant: ['format', 'zone'],
  decimal: ['scale', 'decimal', 'thousands'],
  money: ['currency', 'decimal', 'thousands'],
  lookup: ['in', 'gives'],
};

/** Checks the columns of a file. `lookups` are those that the mapping has. */
export const checkColumns = (value: unknown, at: Place, lookups: readonly string[], problems: Problems): Columns => {
  const columns = record(value, at, undefined, problems) ?? {};
  for (const [name, column] of Object.entries(columns)) checkColumn(column, at.to(name), lookups, problems);
  return new Map(Object.entries(columns).map(([name, column]) => [name, isJson(column) ? column : {}]));
};

const checkColumn = (value: unknown, at: Place, lookups: readonly string[], problems: Problems): void => {
  if (!isJson(value)) return problems.add(at, `expected an object such as { "type": "text" }, or the name of a type, found ${show(value)}`);
  const type = COLUMN_TYPES.find((name) => name === value.type);
  if (type === undefined) {
    return problems.add(at.to('type'), `${show(value.type)} is no column type; there are ${COLUMN_TYPES.join(', ')}`);
  }
  record(value, at, ['type', 'optional', ...OWN[type], 'from', 'default', 'empty', 'aliases', 'values'], problems);
  const own = (name: string): boolean => value[name] !== undefined && OWN[type].includes(name);
  if (value.optional !== undefined && typeof value.optional !== 'boolean') problems.add(at.to('optional'), 'expected true or false');
  for (const name of ['from', 'default']) if (value[name] !== undefined) text(value[name], at.to(name), problems);
  if (value.empty !== undefined)
    list(value.empty, at.to('empty'), problems).forEach((each, index) => text(each, at.to('empty').to(index), problems));
  for (const name of ['aliases', 'values']) if (value[name] !== undefined) texts(value[name], at.to(name), problems);
  if (own('gives')) matches(value.gives, at.to('gives'), /^(id|name)$/, '"id" or "name"', problems);
  if (type === 'money') matches(value.currency, at.to('currency'), /^[A-Z]{3}$/, 'a currency by ISO 4217 such as USD', problems);
  if (own('scale') && !(Number.isInteger(value.scale) && Number(value.scale) >= 0 && Number(value.scale) <= 12)) {
    problems.add(at.to('scale'), 'expected a whole number from 0 to 12');
  }
  if (own('format') && text(value.format, at.to('format'), problems)) {
    const problem = formatProblem(value.format, type === 'instant');
    if (problem !== undefined) problems.add(at.to('format'), problem);
  }
  checkMarks(value, at, problems);
  if (own('zone')) checkZone(value.zone, at.to('zone'), problems);
  if (type === 'lookup' && !lookups.includes(String(value.in))) {
    problems.add(
      at.to('in'),
      `no lookup ${show(value.in)} is declared; ${lookups.length === 0 ? 'the mapping has none' : perhaps(String(value.in), lookups)}`,
    );
  }
};

/** Of a column, or of all columns of a file. */
export const checkMarks = (
  { decimal, thousands }: { readonly decimal?: unknown; readonly thousands?: unknown },
  at: Place,
  problems: Problems,
): void => {
  if (decimal !== undefined) matches(decimal, at.to('decimal'), /^[.,]$/, '"." or ","', problems);
  if (thousands !== undefined) matches(thousands, at.to('thousands'), /^[.,' ]$/, `one of "." "," "'" and a blank`, problems);
  if (thousands !== undefined && thousands === (decimal ?? '.')) problems.add(at.to('thousands'), 'it is the decimal mark too');
};

export const checkZone = (value: unknown, at: Place, problems: Problems): void => {
  if (typeof value === 'string' && isZone(value)) return;
  problems.add(at, `${show(value)} is no time zone; write one of the IANA database such as Europe/London or UTC`);
};
