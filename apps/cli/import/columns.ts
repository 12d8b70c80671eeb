import { minorDigits } from '#libs/analytics/money.js';
import { isDay } from '#libs/kernel/calendar.js';
import { nearest } from '#libs/kernel/nearest.js';
import { type Cell, type Names, type Unreadable } from './cell.js';
import { dayBy, momentOf } from './dates.js';
import { plainDecimal, roundDecimal, withPoint, type Marks } from './decimal.js';
import { slugOf } from './slug.js';

/** What every column may say. */
interface Common {
  /** May be empty. */
  readonly optional?: boolean;
  /** Its name in the header, where it is called otherwise in the mapping. */
  readonly from?: string;
  /** Read in place of an empty text. */
  readonly default?: string;
  /** Texts that say that nothing is there, `-` or `n/a`. */
  readonly empty?: readonly string[];
  /** Other spellings, each with the text that is meant. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** What is read in place of each text; a text that is not in the table is refused. */
  readonly values?: Readonly<Record<string, string>>;
}

/** How the text of a column is read. Surrounding blanks are dropped first; an empty text is allowed only where `optional`. */
export type Column = Common
  & (
    | { readonly type: 'text' | 'boolean' | 'slug' }
    | ({ readonly type: 'integer' | 'number' } & Marks)
    /** By `format` (`DD.MM.YYYY`), else as ISO 8601 writes it. */
    | { readonly type: 'day'; readonly format?: string }
    /** What the clocks of `zone` showed, UTC unless told. */
    | { readonly type: 'instant'; readonly format?: string; readonly zone?: string }
    /** A decimal text; rounded to `scale` digits (halves away from zero) where that is given. */
    | ({ readonly type: 'decimal'; readonly scale?: number } & Marks)
    /** `{ amount, currency }`, the amount rounded to the currency's minor unit, halves away from zero. */
    | ({ readonly type: 'money'; readonly currency: string } & Marks)
    /** A name of one of the mapping's lookups; comes to its id unless it gives the name, as it is spelled there. */
    | { readonly type: 'lookup'; readonly in: string; readonly gives?: 'id' | 'name' }
  );

export type ColumnType = Column['type'];

export const isUnreadable = (value: Cell | Unreadable): value is Unreadable => typeof value === 'object' && 'problem' in value;

type Reader<Type extends ColumnType> = (text: string, column: Extract<Column, { type: Type }>, names: Names) => Cell | Unreadable;

const shown = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;

const wrong = (text: string, wanted: string): Unreadable => ({ problem: `${shown(text)} is not ${wanted}` });

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };

/** Numbers as the CSV world writes them; hexadecimal and the like are not meant. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** How a number is to be written by these marks; the hint says what to do where the file has others. */
const asWritten = ({ decimal = '.', thousands }: Marks): string => {
  const before = decimal === '.' ? 'a point' : JSON.stringify(decimal);
  const groups = thousands === undefined ? 'without thousands separators' : `thousands may be separated by ${JSON.stringify(thousands)}`;
  return `write digits with ${before} before the decimals, ${groups}`;
};

const readers: { readonly [Type in ColumnType]: Reader<Type> } = {
  text: (text) => text,
  integer: (text, marks) => {
    const plain = withPoint(text, marks);
    const isWhole = plain !== undefined && /^[+-]?\d+$/.test(plain) && Number.isSafeInteger(Number(plain));
    return isWhole ? Number(plain) : wrong(text, 'a whole number');
  },
  number: (text, marks) => {
    const plain = withPoint(text, marks);
    const isNumber = plain !== undefined && NUMBER.test(plain) && Number.isFinite(Number(plain));
    return isNumber ? Number(plain) : wrong(text, `a number: ${asWritten(marks)}`);
  },
  decimal: (text, { scale, ...marks }) => {
    const plain = withPoint(text, marks);
    const value = plain === undefined ? undefined : scale === undefined ? plainDecimal(plain) : roundDecimal(plain, scale);
    return value ?? wrong(text, `a decimal: ${asWritten(marks)}`);
  },
  money: (text, { currency, ...marks }) => {
    const plain = withPoint(text, marks);
    const amount = plain === undefined ? undefined : roundDecimal(plain, minorDigits(currency));
    return amount === undefined ? wrong(text, `an amount of money: ${asWritten(marks)}`) : { amount, currency };
  },
  day: (text, { format }) => {
    if (format !== undefined) return dayBy(text, format) ?? wrong(text, `a day of the calendar: the mapping reads ${format}`);
    return isDay(text) ? text : wrong(text, 'a day of the calendar: write YYYY-MM-DD');
  },
  instant: (text, column) => {
    const moment = momentOf(text, column);
    if ('instant' in moment) return moment.instant;
    if (moment.problem === 'skipped') return { problem: `${shown(text)} never was in ${column.zone}: the clocks went forward past it` };
    const written = 'write YYYY-MM-DD HH:MM[:SS], with Z or an offset unless it is UTC, or YYYY-MM-DD';
    return wrong(text, `a date-time: ${column.format === undefined ? written : `the mapping reads ${column.format}`}`);
  },
  boolean: (text) => BOOLEANS[text.toLowerCase()] ?? wrong(text, 'true or false (yes, no, 1, 0)'),
  slug: (text) => slugOf(text) ?? wrong(text, 'a name that an id can be made of: it has no letter from a to z and no digit'),
  lookup: (text, { in: lookup, gives = 'id' }, names) => {
    const found = names.find(lookup, text);
    return 'problem' in found ? found : found[gives];
  },
};

export const COLUMN_TYPES = Object.keys(readers) as readonly ColumnType[];

/** Nobody is known by name. */
const NOBODY: Names = { find: (_lookup, name) => ({ problem: `${shown(name)} cannot be looked up here` }) };

/** Drops blanks, and what the mapping takes for nothing. */
export const textOf = (text: string, { empty }: Column): string => {
  const trimmed = text.trim();
  return empty !== undefined && empty.includes(trimmed) ? '' : trimmed;
};

/** Reads the text of one cell. */
export const readCell = (text: string, column: Column, names: Names = NOBODY): Cell | Unreadable => {
  let given = textOf(text, column) || (column.default ?? '');
  if (given === '') return column.optional === true ? undefined : { problem: 'it is empty, and the mapping needs it' };
  if (column.aliases !== undefined && Object.hasOwn(column.aliases, given)) given = column.aliases[given]!;
  if (column.values !== undefined) {
    if (!Object.hasOwn(column.values, given)) return notInTable(given, Object.keys(column.values));
    given = column.values[given]!;
  }
  return (readers[column.type] as Reader<ColumnType>)(given, column as never, names);
};

const notInTable = (text: string, known: readonly string[]): Unreadable => {
  const [close] = nearest(text, known);
  const hint =
    close === undefined ? `it has ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}` : `did you mean "${close}"?`;
  return { problem: `${shown(text)} is not in the mapping's table of values; ${hint}`, why: 'UNKNOWN_VALUE' };
};
