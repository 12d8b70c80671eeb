import { integer, number } from './fields.js';

/**
 * Authority by the line of command: `head` reports to nobody, `second` to one of these, `others` to anybody else. Discounts in percent;
 * credit as days after the invoice.
 */
export const authorityFields = {
  discountPercentMax: { head: number(100, 0, 100), second: number(30, 0, 100), others: number(15, 0, 100) },
  paymentDaysMax: { head: integer(365, 0, 365), second: integer(90, 0, 365), others: integer(30, 0, 365) },
};

/** Whoever stands nearer to the head may go further. */
export const authorityOrder = [
  ['/discountPercentMax/others', '/discountPercentMax/second'],
  ['/discountPercentMax/second', '/discountPercentMax/head'],
  ['/paymentDaysMax/others', '/paymentDaysMax/second'],
  ['/paymentDaysMax/second', '/paymentDaysMax/head'],
] as const;
