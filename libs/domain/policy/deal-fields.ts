import { days, type Field, integer, number, share, word } from './fields.js';

/** Names of a list in a document: at most so many, each so long. */
const NAMES_MAX = 100;
const NAME_LENGTH_MAX = 100;

/** Distinct names, of product lines say. */
const names: Field<readonly string[]> = {
  default: [],
  allowed: `a list of up to ${NAMES_MAX} distinct names`,
  accepts: (value) =>
    Array.isArray(value)
    && value.length <= NAMES_MAX
    && new Set(value).size === value.length
    && value.every((name) => typeof name === 'string' && name.trim() !== '' && name.length <= NAME_LENGTH_MAX),
};

/** How an account is grown: by taking share from others, or by growing with its market. */
export const PLAYS = ['share-take', 'growth-ride'] as const;
export type Play = (typeof PLAYS)[number];

/**
 * The usual share of a wallet; by how much of the wallet a share may fall while sales rise before that is a masked loss; and the play in
 * each kind of market.
 */
const walletFields = {
  benchmark: { low: share(0.15), high: share(0.25) },
  maskedLossTolerance: share(0),
  play: { growing: word('growth-ride', PLAYS), stagnant: word('share-take', PLAYS), shrinking: word('share-take', PLAYS) },
};

/**
 * An opportunity that matters for fewer months is tactical; from how many losses on a reason is one that repeats itself; and which share of
 * the open ones may be tactical before the net is cast too wide.
 */
const opportunityFields = {
  tacticalBelowMonths: integer(12, 1, 120),
  repeatedLossesMin: integer(2, 2, 100),
  tacticalShareMax: share(0.5),
};

/**
 * Which orders we want: of these product lines and no others of the second list, from an amount on (in the reporting currency), with a
 * margin of at least that share, and with no higher discount.
 */
const orderWishFields = {
  wantedCategories: names,
  unwantedCategories: names,
  netMin: number(0, 0, 1_000_000_000),
  marginShareMin: number(0, -1, 1),
  discountPercentMax: number(100, 0, 100),
};

/** Until how many days after a delivery each of three words with the customer is due. */
const afterSaleFields = { firstTouchDays: days(7), secondTouchDays: days(30), thirdTouchDays: days(90) };

/** The policies about wallets, deals and orders. */
export const dealPolicies = {
  wallet: walletFields,
  opportunities: opportunityFields,
  'order-wishes': orderWishFields,
  'after-sale': afterSaleFields,
};

/** Fields of which the first must not be above the second. */
export const dealOrders = {
  wallet: [['/benchmark/low', '/benchmark/high']],
  'after-sale': [
    ['/firstTouchDays', '/secondTouchDays'],
    ['/secondTouchDays', '/thirdTouchDays'],
  ],
} as const;
