import currencies from 'currency-codes';

/**
 * What the library does not have yet, from the amendments of ISO 4217: 176 (Caribbean guilder, in force since 2025-03-31). An entry that
 * the library has is refused, so that none outlives its reason.
 */
const AMENDED: Readonly<Record<string, number>> = { XCG: 2 };

/** Units that no minor unit is booked of: metals, bond units, special drawing rights and other baskets, tests, and "no currency". */
const NOT_MONEY = new Set('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '));

/** `libs/analytics/currencies.ts`: the currencies of ISO 4217 as a table, since pure libraries know no package. */
export const renderCurrencies = (): string => {
  const digits = new Map(currencies.data.filter(({ code }) => !NOT_MONEY.has(code)).map((entry) => [entry.code, entry.digits]));
  for (const [code, amended] of Object.entries(AMENDED)) {
    if (digits.has(code)) throw new Error(`currency-codes knows ${code} by now: take it out of AMENDED.`);
    digits.set(code, amended);
  }
  const lines = [...digits].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([code, after]) => `  ${code}: ${after},`);
  return `/**
 * Digits after the point by currency code (ISO 4217, list one). Generated from the package currency-codes: do not edit, run
 * \`npm run jest -- libs/quality/docs-freshness\`. A table and not \`Intl\`: CLDR gives the digits that people print (HUF 0, IQD 0), not
 * those that are booked, and stored sums must not change with the release of Node.
 */
export const CURRENCY_DIGITS: Readonly<Record<string, number>> = {
${lines.join('\n')}
};
`;
};
