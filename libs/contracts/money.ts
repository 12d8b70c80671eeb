import { toMinor } from '#libs/analytics/money.js';
import { type Money as MoneyValue } from '#libs/domain/values.js';
import { decimal, matching, nested } from './kinds.js';
import { type Kind, pointTo, Required } from './validate.js';

/** Money on the wire: `{ "amount": "1265.50", "currency": "EUR" }`. */
export class Money implements MoneyValue {
  @Required(decimal) readonly amount!: string;
  @Required(matching(/^[A-Z]{3}$/, 'a currency code of ISO 4217 such as EUR')) readonly currency!: string;
}

const form = nested(Money);

/** An amount of money that whole minor units of its currency can hold, since sums are made in them. */
export const money: Kind = {
  ...form,
  check: (value, at) => {
    const complaints = form.check(value, at);
    if (complaints.length > 0) return complaints;
    const { amount, currency } = value as Money;
    try {
      toMinor(amount, currency);
      return [];
    } catch (error) {
      return [{ pointer: pointTo(at, 'amount'), detail: (error as RangeError).message }];
    }
  },
};
