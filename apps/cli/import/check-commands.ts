import { isCommandType, commandTypes } from '#libs/contracts/registry.js';
import { TARGETS } from '../wire.js';
import { isJson, known, list, matches, perhaps, record, show, text, type Columns, type Place, type Problems } from './checks.js';
import { COMPARISONS, patternOf } from './conditions.js';
import { toInstant } from './dates.js';
import { plainDecimal } from './decimal.js';
import { columnsOf } from './mapping.js';

/** Checks one command of a file. */
export const checkCommand = (value: unknown, at: Place, columns: Columns, problems: Problems): void => {
  const command = record(value, at, ['type', 'target', 'occurredAt', 'note', 'when', 'once', 'mayExist', 'data'], problems);
  if (command === undefined) return;
  if (typeof command.type !== 'string' || !isCommandType(command.type)) {
    const hint = /^[A-Z]/.test(String(command.type))
      ? perhaps(String(command.type), commandTypes)
      : 'docs/reference/commands.md lists them';
    problems.add(at.to('type'), `expected the name of a command such as OpenAccount, found ${show(command.type)}; ${hint}`);
  }
  const target = record(command.target, at.to('target'), TARGETS, problems);
  if (target !== undefined && Object.keys(target).length !== 1) problems.add(at.to('target'), `name one of ${TARGETS.join(', ')}`);
  checkValue(command.target, at.to('target'), columns, problems);
  checkMoment(command.occurredAt, at.to('occurredAt'), columns, problems);
  if (command.note !== undefined) checkValue(command.note, at.to('note'), columns, problems);
  if (command.when !== undefined) checkCondition(command.when, at.to('when'), columns, problems);
  if (command.once !== undefined && command.once !== 'per-target') problems.add(at.to('once'), 'expected "per-target"');
  if (command.mayExist !== undefined && typeof command.mayExist !== 'boolean') problems.add(at.to('mayExist'), 'expected true or false');
  const data = record(command.data, at.to('data'), undefined, problems);
  if (data !== undefined) checkValue(data, at.to('data'), columns, problems);
};

const checkMoment = (value: unknown, at: Place, columns: Columns, problems: Problems): void => {
  if (value === undefined) return problems.add(at, ' is missing: when did it happen? A day, a date-time or { "$column": … }');
  if (typeof value === 'string' && toInstant(value) === undefined)
    return problems.add(at, `${show(value)} is neither a day nor a date-time`);
  return checkValue(value, at, columns, problems);
};

const CONDITIONS = ['present', 'absent', 'not', 'all', 'any'];
const COMPARED = ['equals', 'in', 'matches', ...Object.keys(COMPARISONS)];

/** Checks a condition, however deep. */
export const checkCondition = (value: unknown, at: Place, columns: Columns, problems: Problems): void => {
  const when = record(value, at, [...CONDITIONS, 'column', ...COMPARED], problems);
  if (when === undefined) return;
  const kinds = Object.keys(when).filter((name) => CONDITIONS.includes(name));
  if (kinds.length + (when.column === undefined ? 0 : 1) !== 1) {
    return problems.add(at, `name one of ${CONDITIONS.join(', ')}, or a column and what it is compared with (${COMPARED.join(', ')})`);
  }
  const [kind] = kinds;
  if (kind === undefined) return checkComparison(when, at, columns, problems);
  if (kind === 'not') return checkCondition(when.not, at.to(kind), columns, problems);
  if (kind === 'present' || kind === 'absent') return known(when[kind], at.to(kind), columns, problems);
  return list(when[kind], at.to(kind), problems).forEach((each, index) => checkCondition(each, at.to(kind).to(index), columns, problems));
};

const checkComparison = (when: Readonly<Record<string, unknown>>, at: Place, columns: Columns, problems: Problems): void => {
  known(when.column, at.to('column'), columns, problems);
  const names = Object.keys(when).filter((name) => COMPARED.includes(name));
  const bounds = names.filter((name) => Object.hasOwn(COMPARISONS, name));
  if (names.length === 0 || (names.length > 1 && bounds.length < names.length)) {
    problems.add(at, `say what the column is compared with, one of ${COMPARED.join(', ')}`);
  }
  if (when.equals !== undefined) checkScalar(when.equals, at.to('equals'), problems);
  if (when.in !== undefined)
    list(when.in, at.to('in'), problems).forEach((each, index) => checkScalar(each, at.to('in').to(index), problems));
  if (when.matches !== undefined && text(when.matches, at.to('matches'), problems)) checkPattern(when.matches, at.to('matches'), problems);
  const type = columns.get(String(when.column))?.['type'];
  for (const name of bounds) {
    if (plainDecimal(String(when[name])) === undefined) problems.add(at.to(name), `expected a number, found ${show(when[name])}`);
    if (!['integer', 'number', 'decimal', 'money'].includes(String(type))) {
      problems.add(at.to(name), `column ${String(when.column)} is no number: make it integer, number, decimal or money`);
    }
  }
};

const checkScalar = (value: unknown, at: Place, problems: Problems): void => {
  if (!['string', 'number', 'boolean'].includes(typeof value))
    problems.add(at, `expected a text as it stands in the file, found ${show(value)}`);
};

const checkPattern = (source: string, at: Place, problems: Problems): void => {
  try {
    patternOf(source);
  } catch (error) {
    problems.add(at, `${show(source)} is no regular expression: ${(error as Error).message}`);
  }
};

/** Checks the holes of a value, however deep. */
const checkValue = (value: unknown, at: Place, columns: Columns, problems: Problems): void => {
  if (Array.isArray(value)) value.forEach((item, index) => checkValue(item, at.to(index), columns, problems));
  if (!isJson(value)) return;
  if ('$column' in value) {
    record(value, at, ['$column', 'sign'], problems);
    known(value.$column, at.to('$column'), columns, problems);
    if (value.sign !== undefined) checkSign(value, at.to('sign'), columns, problems);
  } else if ('$template' in value) {
    record(value, at, ['$template', 'slug'], problems);
    if (value.slug !== undefined && typeof value.slug !== 'boolean') problems.add(at.to('slug'), 'expected true or false');
    if (text(value.$template, at.to('$template'), problems)) {
      for (const name of columnsOf(value.$template)) known(name, at.to('$template'), columns, problems);
    }
  } else {
    for (const [field, inner] of Object.entries(value)) checkValue(inner, at.to(field), columns, problems);
  }
};

const checkSign = ({ $column, sign }: Readonly<Record<string, unknown>>, at: Place, columns: Columns, problems: Problems): void => {
  matches(sign, at, /^(negated|none)$/, '"negated" or "none"', problems);
  const type = String(columns.get(String($column))?.['type']);
  if (!['integer', 'number', 'decimal', 'money'].includes(type)) problems.add(at, `column ${String($column)} is no number and has no sign`);
};
