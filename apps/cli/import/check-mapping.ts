import { checkColumns, checkMarks, checkZone } from './check-columns.js';
import { checkCommand } from './check-commands.js';
import {
  isJson,
  known,
  list,
  matches,
  perhaps,
  Place,
  Problems,
  record,
  show,
  text,
  texts,
  unique,
  type Columns,
  type LineOf,
} from './checks.js';
import { completeMapping, spelledOut } from './complete-mapping.js';
import { ENCODINGS } from './csv-text.js';
import { toInstant } from './dates.js';
import { type Mapping } from './mapping.js';

const NAME = /^[a-z0-9][a-z0-9-]*$/;
const NAME_WANTED = 'a name of small letters, digits and dashes';
const ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * Checks that a value is a mapping. What it says in short or for all columns is entered where it counts; a wrong one is answered with
 * everything that is wrong with it, each with its place, and the line where `lineOf` knows it.
 */
export const checkMapping = (given: unknown, lineOf?: LineOf): { readonly mapping: Mapping } | { readonly problems: readonly string[] } => {
  const problems = new Problems(lineOf);
  const root = new Place();
  const value = spelledOut(given);
  const mapping = record(value, root, ['name', 'description', 'lookups', 'files', '$schema'], problems);
  if (mapping !== undefined) {
    matches(mapping.name, root.to('name'), NAME, NAME_WANTED, problems);
    if (mapping.description !== undefined) text(mapping.description, root.to('description'), problems);
    const files = list(mapping.files, root.to('files'), problems);
    const lookups = mapping.lookups === undefined ? {} : (record(mapping.lookups, root.to('lookups'), undefined, problems) ?? {});
    for (const [name, lookup] of Object.entries(lookups)) checkLookup(lookup, root.to('lookups').to(name), files, problems);
    files.forEach((file, index) => checkFile(file, root.to('files').to(index), Object.keys(lookups), problems));
    unique(files, 'role', root.to('files'), problems);
  }
  return problems.all.length > 0 ? { problems: problems.all } : { mapping: completeMapping(value as Mapping) };
};

const checkLookup = (value: unknown, at: Place, files: readonly unknown[], problems: Problems): void => {
  const lookup = record(value, at, ['file', 'name', 'id', 'aliases'], problems);
  if (lookup === undefined) return;
  const roles = files.map((file) => (isJson(file) ? String(file['role']) : ''));
  if (!roles.includes(String(lookup.file))) {
    problems.add(at.to('file'), `no file has the role ${show(lookup.file)}; ${perhaps(String(lookup.file), roles)}`);
  }
  text(lookup.name, at.to('name'), problems);
  if (lookup.id !== undefined) text(lookup.id, at.to('id'), problems);
  if (lookup.aliases !== undefined) texts(lookup.aliases, at.to('aliases'), problems);
};

const OF_A_FILE = ['role', 'file', 'delimiter', 'encoding', 'zone', 'decimal', 'thousands', 'key', 'columns', 'noAccount', 'commands'];

const checkFile = (value: unknown, at: Place, lookups: readonly string[], problems: Problems): void => {
  const file = record(value, at, OF_A_FILE, problems);
  if (file === undefined) return;
  matches(file.role, at.to('role'), NAME, NAME_WANTED, problems);
  matches(file.file, at.to('file'), /^[^/\\]+$/, 'the name of a file, without a folder', problems);
  if (file.delimiter !== undefined) matches(file.delimiter, at.to('delimiter'), /^[^"\r\n]$/, 'one character', problems);
  if (file.encoding !== undefined && !ENCODINGS.some((name) => name === file.encoding)) {
    problems.add(at.to('encoding'), `${show(file.encoding)} is not among those that are read: ${ENCODINGS.join(', ')}`);
  }
  checkMarks(file, at, problems);
  if (file.zone !== undefined) checkZone(file.zone, at.to('zone'), problems);
  const columns = checkColumns(file.columns, at.to('columns'), lookups, problems);
  const standIn = file.noAccount === undefined ? undefined : checkNoAccount(file.noAccount, at.to('noAccount'), columns, problems);
  list(file.key, at.to('key'), problems).forEach((name, index) => {
    const place = at.to('key').to(index);
    known(name, place, columns, problems);
    const column = columns.get(String(name));
    if (column?.['optional'] === true && column['default'] === undefined && name !== standIn)
      problems.add(place, `column ${String(name)} is optional; a key needs a value in every row`);
  });
  if (file.commands !== undefined && Array.isArray(file.commands) && file.commands.length === 0) return;
  list(file.commands, at.to('commands'), problems).forEach((command, index) =>
    checkCommand(command, at.to('commands').to(index), columns, problems),
  );
};

/** @returns the column that it stands in for */
const checkNoAccount = (value: unknown, at: Place, columns: Columns, problems: Problems): unknown => {
  const account = record(value, at, ['column', 'id', 'name', 'since'], problems);
  if (account === undefined) return undefined;
  known(account.column, at.to('column'), columns, problems);
  matches(account.id, at.to('id'), ID, 'an id of letters, digits, dots, dashes, colons and underscores', problems);
  matches(account.name, at.to('name'), /\S/, 'what the account is called', problems);
  if (typeof account.since !== 'string' || toInstant(account.since) === undefined) {
    problems.add(at.to('since'), `expected the day on which the account is opened, found ${show(account.since)}`);
  }
  return account.column;
};
