import { ratioOf } from './money.js';

/**
 * Return on investment, (returned − spent) ÷ spent: 0 where it came back, −1 where nothing did. Both are whole minor units of one
 * currency. `undefined` where nothing was spent. Undiscounted (Farris et al. 2010, "Marketing Metrics", return on investment).
 */
export const returnOnInvestment = (spent: bigint, returned: bigint): number | undefined => ratioOf(returned - spent, spent);

/**
 * How a whole is split among its parts: each part's share, 0–1, in the order of the parts. Nothing has no shares. @throws RangeError for
 * a part below zero
 */
export const splitOf = <Part extends string>(parts: Readonly<Partial<Record<Part, number>>>): Readonly<Partial<Record<Part, number>>> => {
  const entries = Object.entries<number | undefined>(parts).map(([part, value = 0]) => [part, value] as const);
  const wrong = entries.find(([, value]) => !(value >= 0));
  if (wrong) throw new RangeError(`A part of a whole is zero or above, ${wrong[0]} is ${wrong[1]}: check what is given.`);
  const whole = entries.reduce((sum, [, value]) => sum + value, 0);
  return (whole === 0 ? {} : Object.fromEntries(entries.map(([part, value]) => [part, value / whole]))) as Partial<Record<Part, number>>;
};
