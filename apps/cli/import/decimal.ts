/** Digits on either side of the point; longer numbers are no amounts. */
const DIGITS_MAX = 30;
const DECIMAL = new RegExp(String.raw`^([+-]?)(?=\.?\d)(\d{0,${DIGITS_MAX}})(?:\.(\d{0,${DIGITS_MAX}}))?$`);

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
