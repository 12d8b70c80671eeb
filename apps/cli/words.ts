/** Turns what the server sends into words. It knows no event by name: a new one is told as well as an old one. */

/** Fields that say why, not what. */
const REASONS: ReadonlySet<string> = new Set(['reason', 'rationale', 'override']);

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What is told in the place of a value that is not there. */
export const NOTHING = '–';

type Data = Readonly<Record<string, unknown>>;

/** `orderNumber` as `order number`, `OrderRecorded` as `order recorded`. */
export const spelled = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();

/** `Order recorded: order number 10248, net 440.00 USD`. */
export const whatOf = (type: string, data: object): string => {
  const title = spelled(type);
  const facts = Object.entries(data).filter(([name, value]) => !REASONS.has(name) && !isEmpty(value));
  const told = facts.map(([name, value]) => fact(name, value)).join(', ');
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}${told === '' ? '' : `: ${told}`}`;
};

/** Why it was done, as far as anybody said: reasons in the data, the note, the evidence it rests on. */
export const whyOf = (data: object, meta: { readonly note?: string; readonly evidence?: readonly string[] }): string =>
  [
    ...Object.entries(data as Data).flatMap(([name, value]) =>
      REASONS.has(name) && !isEmpty(value) ? [name === 'override' ? fact(name, value) : inWords(value)] : [],
    ),
    ...(meta.note === undefined ? [] : [`“${meta.note}”`]),
    ...(meta.evidence === undefined || meta.evidence.length === 0 ? [] : [`rests on ${meta.evidence.join(', ')}`]),
  ].join('; ');

/** A value in words: money as `440.00 USD`, moments in UTC, lists with commas, objects by their fields. */
export const inWords = (value: unknown): string => {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return INSTANT.test(value) ? moment(value) : value;
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : rounded(value));
  if (typeof value !== 'object') return String(value);
  const { amount, currency } = value as { readonly amount?: unknown; readonly currency?: unknown };
  if (typeof amount === 'string' && typeof currency === 'string') return `${amount} ${currency}`;
  return Object.entries(value)
    .filter(([, inner]) => !isEmpty(inner))
    .map(([name, inner]) => fact(name, inner))
    .join(', ');
};

/** Fractions as people read them; all of their digits are in the JSON. */
const rounded = (value: number): number => Number(Math.abs(value) < 0.001 ? value.toPrecision(3) : value.toFixed(4));

const fact = (name: string, value: unknown): string => {
  const words = inWords(value);
  const grouped = typeof value === 'object' && value !== null && Object.keys(value).length > 1 && !('currency' in value);
  return `${spelled(name)} ${grouped ? `(${words})` : words}`;
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** A date-time of the server as people read it, in UTC; a day where it is the first moment of one. */
export const moment = (instant: string | undefined): string => {
  if (instant === undefined) return '';
  return instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : instant.slice(0, 19).replace('T', ' ');
};

/** A count with its noun, `1 row`, `830 rows`; thousands are grouped. */
export const count = (number: number, noun: string): string => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
