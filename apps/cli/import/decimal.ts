/** Digits on either side of the point; longer numbers are no amounts. */
const DIGITS_MAX = 30;
const DECIMAL = new RegExp(String.raw`^([+-]?)(?=\.?\d)(\d{0,${DIGITS_MAX}})(?:\.(\d{0,${DIGITS_MAX}}))?$`);

/** How numbers are written somewhere: what stands before the decimals, and what groups the digits before it. */
export interface Marks {
  /** `.` unless told. */
  readonly decimal?: string | undefined;
  /** Nothing unless told. */
  readonly thousands?: string | undefined;
}

/**
 * Writes a number of another country with a point and without grouping: `1.234,50` by `,` and `.` is `1234.50`.
 * @returns `undefined` where a group has not three digits: half of those texts are numbers with the other meaning of the mark
 */
export const withPoint = (text: string, { decimal = '.', thousands }: Marks): string | undefined => {
  if (thousands === undefined && decimal === '.') return text;
  const [, sign, body] = /^([+-]?)\s*(.*)$/.exec(text) as unknown as [string, string, string];
  const [whole = '', ...fractions] = body.split(decimal);
  if (fractions.length > 1 || (decimal !== '.' && body.includes('.') && thousands !== '.')) return undefined;
  const digits = thousands === undefined ? whole : ungrouped(whole, thousands);
  if (digits === undefined || !/^\d*$/.test(digits)) return undefined;
  return `${sign}${digits}${fractions.length === 0 ? '' : `.${fractions[0]}`}`;
};

const ungrouped = (whole: string, mark: string): string | undefined => {
  // Spreadsheets group by a blank that does not break, people by one that does.
  const groups = (mark === ' ' ? whole.replaceAll(/[\u00A0\u202F]/g, ' ') : whole).split(mark);
  const [first = '', ...rest] = groups;
  if (rest.length === 0) return first;
  return /^\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group)) ? groups.join('') : undefined;
};

/**
 * Rounds a decimal text to `places` digits after the point: to the nearest, halves away from zero. Exact, no floats.
 * @returns `undefined` for a text that is not a plain decimal (no exponent, no thousands separators)
 */
export const roundDecimal = (text: string, places: number): string | undefined => {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  const scaled = (fraction[places] ?? '0') >= '5' ? kept + 1n : kept;
  const digits = scaled.toString().padStart(places + 1, '0');
  const cut = digits.length - places;
  return (sign === '-' && scaled !== 0n ? '-' : '') + digits.slice(0, cut) + (places === 0 ? '' : `.${digits.slice(cut)}`);
};

/** Writes a decimal text in its plain form (`+007.50` is `7.50`) without rounding it. */
export const plainDecimal = (text: string): string | undefined =>
  roundDecimal(text, text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

/** Negative, 0 or positive as the first number is below, at or above the second. Exact for decimals; both are numbers. */
export const compareDecimals = (left: string, right: string): number => {
  const [a, b] = [roundDecimal(left, DIGITS_MAX), roundDecimal(right, DIGITS_MAX)];
  // Numbers with an exponent are floats in the first place.
  if (a === undefined || b === undefined) return Number(left) - Number(right);
  const difference = BigInt(a.replace('.', '')) - BigInt(b.replace('.', ''));
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
};

/** The same number with the other sign, or without one. The text is a plain decimal. */
export const withSign = (text: string, sign: 'negated' | 'none'): string => {
  const size = text.replace(/^[+-]/, '');
  return sign === 'none' || text.startsWith('-') || !/[1-9]/.test(size) ? size : `-${size}`;
};
