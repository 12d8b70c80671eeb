import { minorDigits } from '#libs/analytics/money.js';
import { isDay, parseInstant } from '#libs/kernel/calendar.js';
import { plainDecimal, roundDecimal } from './decimal.js';

/** How the text of a column is read. Surrounding blanks are dropped first; an empty text is allowed only where `optional`. */
export type Column = { readonly optional?: boolean } & (
  | { readonly type: 'text' | 'integer' | 'number' | 'day' | 'instant' | 'boolean' }
  /** A decimal text; rounded to `scale` digits (halves away from zero) where that is given. */
  | { readonly type: 'decimal'; readonly scale?: number }
  /** `{ amount, currency }`, the amount rounded to the currency's minor unit, halves away from zero. */
  | { readonly type: 'money'; readonly currency: string }
);

export type ColumnType = Column['type'];

/** What a column comes to; `undefined` where an optional one is empty. */
export type Cell = string | number | boolean | { readonly amount: string; readonly currency: string } | undefined;

/** A cell that cannot be read. */
export interface Unreadable {
  readonly problem: string;
}

export const isUnreadable = (value: Cell | Unreadable): value is Unreadable => typeof value === 'object' && 'problem' in value;

type Reader<Type extends ColumnType> = (text: string, column: Extract<Column, { type: Type }>) => Cell | Unreadable;

const wrong = (text: string, wanted: string): Unreadable => ({
  problem: `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}" is not ${wanted}`,
});

const PLAIN = 'digits with a point before the decimals, without thousands separators';
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };

/** Numbers as the CSV world writes them; hexadecimal and the like are not meant. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/i;

const readers: { readonly [Type in ColumnType]: Reader<Type> } = {
  text: (text) => text,
  integer: (text) => (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : wrong(text, 'a whole number')),
  number: (text) => (NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : wrong(text, `a number: write ${PLAIN}`)),
  decimal: (text, { scale }) =>
    (scale === undefined ? plainDecimal(text) : roundDecimal(text, scale)) ?? wrong(text, `a decimal: write ${PLAIN}`),
  money: (text, { currency }) => {
    const amount = roundDecimal(text, minorDigits(currency));
    return amount === undefined ? wrong(text, `an amount of money: write ${PLAIN}`) : { amount, currency };
  },
  day: (text) => (isDay(text) ? text : wrong(text, 'a day of the calendar: write YYYY-MM-DD')),
  instant: (text) =>
    toInstant(text) ?? wrong(text, 'a date-time: write YYYY-MM-DD HH:MM[:SS], with Z or an offset unless it is UTC, or YYYY-MM-DD'),
  boolean: (text) => BOOLEANS[text.toLowerCase()] ?? wrong(text, 'true or false (yes, no, 1, 0)'),
};

export const COLUMN_TYPES = Object.keys(readers) as readonly ColumnType[];

/** Reads the text of one cell. */
export const readCell = (text: string, column: Column): Cell | Unreadable => {
  const trimmed = text.trim();
  if (trimmed === '') return column.optional === true ? undefined : { problem: 'it is empty, and the mapping needs it' };
  return (readers[column.type] as Reader<ColumnType>)(trimmed, column as never);
};

/** A day (its first moment in UTC) or a date-time (UTC unless it says otherwise) as an instant with milliseconds. */
export const toInstant = (text: string): string | undefined => {
  if (isDay(text)) return `${text}T00:00:00.000Z`;
  const [, day, minutes, seconds = ':00', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  return day === undefined ? undefined : parseInstant(`${day}T${minutes}${seconds}${zone}`);
};
