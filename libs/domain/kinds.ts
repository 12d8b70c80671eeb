import { CURRENCY_DIGITS } from '#libs/analytics/currencies.js';
import { amountProblem, currencyProblem, isCurrencyCode, nearestCurrencies } from '#libs/analytics/money.js';
import { complain, pointTo } from '#libs/kernel/complaint.js';
import { type Kind, optional } from '#libs/kernel/fields.js';
import { decimal, id, integer, like, listOf, matching, oneOf, record, text } from '#libs/kernel/kinds.js';
import { format, toMinor } from './money.js';
import { CHURN_REASONS, type Credit, MATURITY_ITEMS, type MaturityScores, type Money } from './values.js';

/** Kinds of fields that several facets share. */

/** The id of what a field refers to: the machinery looks it up at the moment that the fact is about (references.ts). */
export const reference = <Value>(what: string, kind: Kind<Value>): Kind<Value> => ({ ...kind, refersTo: what });

/** The id that a message gives to something new. */
export const newId = <Value>(what: string, kind: Kind<Value>): Kind<Value> => ({ ...kind, introduces: what });

/** The id of a person of ours, of an account or of a team, whether there is one or not. */
export const personId = like(id, 'ann', 'bob', 'cyd');
export const accountId = like(id, 'globex', 'acme', 'initech');
export const teamId = like(id, 'north', 'south');

/** A person of ours who was with us when it happened. */
export const employee = reference('employee', personId);

/** The id of a person at the customer, or of somebody else who has a say there, whether it is known or not. */
export const stakeholderId = like(id, 'eve', 'kim', 'sam');

/** A person at the customer who is known to the account, and was there when it happened. */
export const stakeholder = reference('stakeholder', stakeholderId);

/** Somebody at the customer in words. Where they are the id of somebody known, that person must have been there then. */
export const contact = (kind: Kind<string>): Kind<string> => reference('contact', kind);

/** Why: in the words of whoever says so. */
export const reason = text(2_000, 'Agreed with their purchasing director.', 'On second thoughts.');

/** Numbers of orders, deliveries, invoices and returns are the ledger's own and may look like anything. */
export const documentNumber = (...samples: readonly string[]): Kind<string> => text(64, ...samples);

/** The number of an order. */
export const orderNumber = documentNumber('SO/2026-118', '10248', '10249');

const CURRENCY = 'a currency code of ISO 4217 such as EUR';

/** The code of a currency that ISO 4217 books in; a near miss is suggested. */
export const currency: Kind<string> = {
  ...matching(/^[A-Z]{3}$/, CURRENCY, 'EUR', 'JPY'),
  schema: { type: 'string', description: CURRENCY, enum: Object.keys(CURRENCY_DIGITS) },
  check: (value, at) => {
    if (typeof value !== 'string' || nearestCurrencies(value).length === 0) return [complain(at, CURRENCY, value)];
    return isCurrencyCode(value) ? [] : [{ pointer: at, detail: currencyProblem(value) }];
  },
};

const amounts = record(
  'Money',
  { amount: decimal, currency },
  { amount: '1265.50', currency: 'EUR' },
  { amount: '40.00', currency: 'EUR' },
  { amount: '7.25', currency: 'EUR' },
  { amount: '1200', currency: 'JPY' },
);

/** An exact amount of money: whole minor units of a currency, since sums are made in them. */
export const money: Kind<Money> = {
  ...amounts,
  check: (value, at) => {
    const complaints = amounts.check(value, at);
    if (complaints.length > 0) return complaints;
    const wrong = amountProblem((value as Money).amount, (value as Money).currency);
    return wrong ? [{ pointer: pointTo(at, wrong.part), detail: wrong.problem }] : [];
  },
};

const bounded = (bound: string, pattern: string, least: bigint): Kind<Money> => ({
  ...money,
  allowed: `${money.allowed} ${bound}`,
  schema: { allOf: [money.schema, { properties: { amount: { pattern } } }] },
  check: (value, at) => {
    const complaints = money.check(value, at);
    if (complaints.length > 0 || (toMinor(value as Money) ?? 0n) >= least) return complaints;
    const detail = `${format(value as Money)} must be ${bound}: state how much it was, the message says in which direction.`;
    return [{ pointer: pointTo(at, 'amount'), detail }];
  },
});

/** An amount of which there can be none, but not less: an order, a cost. */
export const moneyFromZero = bounded('zero or above', String.raw`^(0|[1-9]\d{0,14})(\.\d{1,6})?$`, 0n);

/** An amount that says nothing at zero: what came back. */
export const moneyAboveZero = bounded('above zero', String.raw`^(?=.*[1-9])(0|[1-9]\d{0,14})(\.\d{1,6})?$`, 1n);

/** The part of the market that an account belongs to. */
export const territory = text(100, 'north', 'west');

/** Whom a fact counts for, decided once and stored with it. */
export const credit: Kind<Credit> = record(
  'Credit',
  { employeeId: optional(personId), teamId: optional(teamId), territory: optional(territory) },
  { employeeId: 'ann', teamId: 'north', territory: 'west' },
  { employeeId: 'ann', teamId: 'north' },
  {},
);

const score = integer(1, 4, 3, 2, 1, 4);

/** The six items of a review of a relationship, 1 to 4 each. */
export const scores: Kind<MaturityScores> = record(
  'Scores',
  Object.fromEntries(MATURITY_ITEMS.map((item) => [item, score])) as { readonly [Item in keyof MaturityScores]: Kind<number> },
  ...[3, 1, 2, 4].map((points) => Object.fromEntries(MATURITY_ITEMS.map((item) => [item, points])) as unknown as MaturityScores),
);

/** What we sell, by the names of our own product lines. */
export const category = text(100, 'pumps', 'valves');

/** A part of the customer that buys for itself. */
export const division = text(100, 'Plant Ulm', 'Plant Linz');

/** Another supplier, by its name. */
export const competitor = text(200, 'Vireo Supply', 'Kappa Parts');

/** Why accounts leave, or may: at least one reason. */
export const churnReasons = listOf(oneOf(CHURN_REASONS), { min: 1 });
