import { amountProblem, currencyProblem, isCurrencyCode } from '#libs/analytics/money.js';
import { type Money as MoneyValue } from '#libs/domain/values.js';
import { decimal, matching, nested } from './kinds.js';
import { type Kind, pointTo, Required } from './validate.js';

/** The code of a currency that ISO 4217 books in; a near miss is suggested. */
const currency: Kind = {
  ...matching(/^[A-Z]{3}$/, 'a currency code of ISO 4217 such as EUR'),
  check: (value, at) =>
    typeof value === 'string' && isCurrencyCode(value)
      ? []
      : [{ pointer: at, detail: currencyProblem(typeof value === 'string' ? value : typeof value) }],
};

/** Money on the wire: `{ "amount": "1265.50", "currency": "EUR" }`. */
export class Money implements MoneyValue {
  @Required(decimal) readonly amount!: string;
  @Required(currency) readonly currency!: string;
}

const form = nested(Money);

/** An exact amount of money: whole minor units of a currency, since sums are made in them. */
export const money: Kind = {
  ...form,
  check: (value, at) => {
    const complaints = form.check(value, at);
    if (complaints.length > 0) return complaints;
    const wrong = amountProblem((value as Money).amount, (value as Money).currency);
    return wrong ? [{ pointer: pointTo(at, wrong.part), detail: wrong.problem }] : [];
  },
};
