import { nearest } from '#libs/kernel/nearest.js';
import { COLUMN_TYPES, toInstant } from './columns.js';
import { TARGETS } from '../wire.js';
import { columnsOf, type Mapping } from './mapping.js';

type Json = { readonly [key: string]: unknown };

/** What is wrong, each with its place: `files[2].commands[0].data.net: …`. */
type Problems = string[];

/** Checks that a JSON value is a mapping; a wrong one is answered with everything that is wrong with it. */
export const checkMapping = (value: unknown): { readonly mapping: Mapping } | { readonly problems: readonly string[] } => {
  const problems: Problems = [];
  const mapping = record(value, 'mapping', ['name', 'description', 'files', '$schema'], problems);
  if (mapping !== undefined) {
    matches(mapping.name, 'name', /^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and dashes', problems);
    if (mapping.description !== undefined) text(mapping.description, 'description', problems);
    const files = list(mapping.files, 'files', problems);
    files.forEach((file, index) => checkFile(file, `files[${index}]`, problems));
    for (const property of ['role', 'file']) unique(files, property, problems);
  }
  return problems.length > 0 ? { problems } : { mapping: value as Mapping };
};

const checkFile = (value: unknown, at: string, problems: Problems): void => {
  const file = record(value, at, ['role', 'file', 'delimiter', 'key', 'columns', 'commands'], problems);
  if (file === undefined) return;
  matches(file.role, `${at}.role`, /^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and dashes', problems);
  matches(file.file, `${at}.file`, /^[^/\\]+$/, 'the name of a file, without a folder', problems);
  if (file.delimiter !== undefined) matches(file.delimiter, `${at}.delimiter`, /^[^"\r\n]$/, 'one character', problems);
  const columns = checkColumns(file.columns, `${at}.columns`, problems);
  list(file.key, `${at}.key`, problems).forEach((name, index) => {
    const place = `${at}.key[${index}]`;
    known(name, place, columns, problems);
    if (columns.get(String(name))?.optional === true)
      problems.push(`${place}: column ${String(name)} is optional; a key needs a value in every row`);
  });
  list(file.commands, `${at}.commands`, problems).forEach((command, index) =>
    checkCommand(command, `${at}.commands[${index}]`, columns, problems),
  );
};

type Columns = ReadonlyMap<string, Json>;

const checkColumns = (value: unknown, at: string, problems: Problems): Columns => {
  const columns = record(value, at, undefined, problems) ?? {};
  for (const [name, column] of Object.entries(columns)) checkColumn(column, `${at}.${name}`, problems);
  return new Map(Object.entries(columns).map(([name, column]) => [name, isJson(column) ? column : {}]));
};

const checkColumn = (value: unknown, at: string, problems: Problems): void => {
  if (!isJson(value)) {
    problems.push(`${at}: expected an object such as { "type": "text" }`);
    return;
  }
  if (!COLUMN_TYPES.some((type) => type === value.type)) {
    problems.push(`${at}.type: ${show(value.type)} is no column type; there are ${COLUMN_TYPES.join(', ')}`);
    return;
  }
  const own = value.type === 'money' ? ['currency'] : value.type === 'decimal' ? ['scale'] : [];
  record(value, at, ['type', 'optional', ...own], problems);
  if (value.optional !== undefined && typeof value.optional !== 'boolean') problems.push(`${at}.optional: expected true or false`);
  if (value.type === 'money') matches(value.currency, `${at}.currency`, /^[A-Z]{3}$/, 'a currency by ISO 4217 such as USD', problems);
  if (value.scale !== undefined && !(Number.isInteger(value.scale) && Number(value.scale) >= 0 && Number(value.scale) <= 12)) {
    problems.push(`${at}.scale: expected a whole number from 0 to 12`);
  }
};

const checkCommand = (value: unknown, at: string, columns: Columns, problems: Problems): void => {
  const command = record(value, at, ['type', 'target', 'occurredAt', 'when', 'once', 'data'], problems);
  if (command === undefined) return;
  matches(command.type, `${at}.type`, /^[A-Z][A-Za-z]*$/, 'the name of a command such as OpenAccount', problems);
  const target = record(command.target, `${at}.target`, TARGETS, problems);
  if (target !== undefined && Object.keys(target).length !== 1) problems.push(`${at}.target: name one of ${TARGETS.join(', ')}`);
  checkValue(command.target, `${at}.target`, columns, problems);
  if (command.occurredAt === undefined)
    problems.push(`${at}.occurredAt is missing: when did it happen? A day, a date-time or { "$column": … }`);
  else if (typeof command.occurredAt === 'string' && toInstant(command.occurredAt) === undefined) {
    problems.push(`${at}.occurredAt: ${show(command.occurredAt)} is neither a day nor a date-time`);
  } else checkValue(command.occurredAt, `${at}.occurredAt`, columns, problems);
  if (command.when !== undefined) checkWhen(command.when, `${at}.when`, columns, problems);
  if (command.once !== undefined && command.once !== 'per-target') problems.push(`${at}.once: expected "per-target"`);
  if (record(command.data, `${at}.data`, undefined, problems) !== undefined) checkValue(command.data, `${at}.data`, columns, problems);
};

const checkWhen = (value: unknown, at: string, columns: Columns, problems: Problems): void => {
  const when = record(value, at, ['present', 'absent'], problems);
  if (when === undefined) return;
  const entries = Object.entries(when);
  if (entries.length !== 1) problems.push(`${at}: name one of present, absent`);
  for (const [condition, name] of entries) known(name, `${at}.${condition}`, columns, problems);
};

/** Checks the holes of a value, however deep. */
const checkValue = (value: unknown, at: string, columns: Columns, problems: Problems): void => {
  if (Array.isArray(value)) value.forEach((item, index) => checkValue(item, `${at}[${index}]`, columns, problems));
  if (!isJson(value)) return;
  if ('$column' in value) {
    record(value, at, ['$column'], problems);
    known(value.$column, `${at}.$column`, columns, problems);
  } else if ('$template' in value) {
    record(value, at, ['$template'], problems);
    if (text(value.$template, `${at}.$template`, problems)) {
      for (const name of columnsOf(value.$template)) known(name, `${at}.$template`, columns, problems);
    }
  } else {
    for (const [field, inner] of Object.entries(value)) checkValue(inner, `${at}.${field}`, columns, problems);
  }
};

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const record = (value: unknown, at: string, names: readonly string[] | undefined, problems: Problems): Json | undefined => {
  if (!isJson(value)) {
    problems.push(`${at}: expected an object, found ${show(value)}`);
    return undefined;
  }
  for (const name of Object.keys(value)) {
    if (names !== undefined && !names.includes(name)) problems.push(`${at}: unknown property "${name}"; ${perhaps(name, names)}`);
  }
  return value;
};

/** What was meant, or else what there is. */
const perhaps = (name: string, names: readonly string[]): string => {
  const [close] = nearest(name, names);
  return close === undefined ? `there are ${names.join(', ')}` : `did you mean ${close}?`;
};

const list = (value: unknown, at: string, problems: Problems): readonly unknown[] => {
  if (Array.isArray(value) && value.length > 0) return value;
  problems.push(`${at}: expected a list with at least one entry, found ${show(value)}`);
  return [];
};

const text = (value: unknown, at: string, problems: Problems): value is string => {
  if (typeof value === 'string') return true;
  problems.push(`${at}: expected a text, found ${show(value)}`);
  return false;
};

const matches = (value: unknown, at: string, pattern: RegExp, wanted: string, problems: Problems): void => {
  if (typeof value !== 'string' || !pattern.test(value)) problems.push(`${at}: expected ${wanted}, found ${show(value)}`);
};

const known = (name: unknown, at: string, columns: Columns, problems: Problems): void => {
  if (typeof name === 'string' && columns.has(name)) return;
  problems.push(`${at}: no column ${show(name)} is declared; ${perhaps(String(name), [...columns.keys()])}`);
};

const unique = (files: readonly unknown[], property: string, problems: Problems): void => {
  const seen = new Set<unknown>();
  files.forEach((file, index) => {
    const value = isJson(file) ? file[property] : undefined;
    if (value !== undefined && seen.has(value)) problems.push(`files[${index}].${property}: ${show(value)} is taken by an earlier file`);
    seen.add(value);
  });
};
