import { DateTime, IANAZone } from 'luxon';
import { isDay, parseInstant } from '#libs/kernel/calendar.js';

/** What stands for what in a date of another form, with luxon's name of it. Letters beside these mean nothing. */
const TOKENS: Readonly<Record<string, string>> = {
  YYYY: 'yyyy',
  YY: 'yy',
  MMMM: 'MMMM',
  MMM: 'MMM',
  MM: 'MM',
  M: 'M',
  DD: 'dd',
  D: 'd',
  HH: 'HH',
  H: 'H',
  hh: 'hh',
  h: 'h',
  mm: 'mm',
  ss: 'ss',
  A: 'a',
};

const TOKEN = /[A-Za-z]+/g;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** Why a text is no form of a date, or nothing where it is one. */
export const formatProblem = (format: string, withTime: boolean): string | undefined => {
  const tokens = format.match(TOKEN) ?? [];
  const unknown = tokens.find((token) => !Object.hasOwn(TOKENS, token));
  if (unknown !== undefined) return `"${unknown}" means nothing in a date; there are ${Object.keys(TOKENS).join(', ')}`;
  const missing = ['Y', 'M', 'D'].find((letter) => !tokens.some((token) => token.startsWith(letter)));
  if (missing !== undefined) return `it has no ${missing === 'Y' ? 'year (YYYY)' : missing === 'M' ? 'month (MM)' : 'day (DD)'}`;
  if (!withTime && tokens.some((token) => /^[Hhms]/.test(token))) return 'a day has no time: make the column an instant';
  return undefined;
};

/** Whether there is a time zone of that name in the IANA database, `Europe/London`. */
export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

/** A text by a form, `24.12.2026` by `DD.MM.YYYY`, as a day; `undefined` for what is none. Two digits of a year are 1961 to 2060. */
export const dayBy = (text: string, format: string): string | undefined => {
  const read = byFormat(text, format);
  return read.isValid ? (read.toISODate() ?? undefined) : undefined;
};

/** What a wall clock of a zone showed, or why it never did. */
export type Moment = { readonly instant: string } | { readonly problem: 'form' | 'skipped' };

/**
 * A date-time as an instant with milliseconds. An offset in an ISO text wins; else it is what the clocks of the zone showed. An hour that
 * came twice is the first of the two, so that the same file always says the same.
 */
export const momentOf = (text: string, { format, zone = 'UTC' }: { readonly format?: string; readonly zone?: string }): Moment => {
  const offset = format === undefined ? isoWithOffset(text, zone) : undefined;
  if (offset !== undefined) return { instant: offset };
  const wall = format === undefined ? byIso(text) : byFormat(text, format);
  if (wall?.isValid !== true) return { problem: 'form' };
  if (zone === 'UTC') return { instant: wall.toISO()! };
  const there = wall.setZone(zone, { keepLocalTime: true });
  if (there.hour !== wall.hour || there.minute !== wall.minute) return { problem: 'skipped' };
  const [first] = there.getPossibleOffsets().toSorted((a, b) => a.toMillis() - b.toMillis());
  return { instant: (first ?? there).toUTC().toISO()! };
};

/** A day (its first moment in the zone) or a date-time (in the zone unless it says otherwise) as an instant with milliseconds. */
export const toInstant = (text: string, zone?: string): string | undefined => {
  const moment = momentOf(text, zone === undefined ? {} : { zone });
  if ('instant' in moment) return moment.instant;
  // Where clocks went forward at midnight, a day begins at one.
  return isDay(text) ? DateTime.fromISO(text, { zone }).startOf('day').toUTC().toISO()! : undefined;
};

/** Said in the text itself, or in UTC, where no library is needed. */
const isoWithOffset = (text: string, zone: string): string | undefined => {
  if (isDay(text)) return zone === 'UTC' ? `${text}T00:00:00.000Z` : undefined;
  const [, day, minutes, seconds = ':00', offset = zone === 'UTC' ? 'Z' : undefined] = DATE_TIME.exec(text) ?? [];
  return day === undefined || offset === undefined ? undefined : parseInstant(`${day}T${minutes}${seconds}${offset}`);
};

const byIso = (text: string): DateTime | undefined => {
  if (isDay(text)) return DateTime.fromISO(text, { zone: 'UTC' });
  const [, day, minutes, seconds = ':00'] = DATE_TIME.exec(text) ?? [];
  const instant = day === undefined ? undefined : parseInstant(`${day}T${minutes}${seconds}Z`);
  return instant === undefined ? undefined : DateTime.fromISO(instant, { zone: 'UTC' });
};

const byFormat = (text: string, format: string): DateTime =>
  DateTime.fromFormatParser(text, parserOf(format), { zone: 'UTC', locale: 'en' });

type Parser = ReturnType<typeof DateTime.buildFormatParser>;
const parsers = new Map<string, Parser>();

/** Built once; a mapping has few of them. */
const parserOf = (format: string): Parser => {
  const known =
    parsers.get(format)
    ?? DateTime.buildFormatParser(
      format.replaceAll(TOKEN, (token) => TOKENS[token] ?? token),
      { locale: 'en' },
    );
  parsers.set(format, known);
  return known;
};
