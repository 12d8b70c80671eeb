import { described, optional } from '#libs/kernel/fields.js';
import { flag, integer, oneOf, percent, period, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { category, competitor, money, moneyAboveZero, moneyFromZero } from '../kinds.js';
import { ESTIMATE_METHODS, MARKET_REGIMES, THREATS } from '../values.js';

const interval = record(
  'ConfidenceInterval',
  { low: moneyFromZero, high: moneyFromZero, level: percent },
  { low: { amount: '1000.00', currency: 'EUR' }, high: { amount: '1600.00', currency: 'EUR' }, level: 80 },
  { low: { amount: '0', currency: 'EUR' }, high: { amount: '2000.00', currency: 'EUR' }, level: 95 },
);
const estimate = {
  category: optional(category, 'Everything that it buys of what we could sell, where it is left out.'),
  period,
  amount: described(moneyAboveZero, 'All that the account spends on it in the period, whoever sells it.'),
  method: oneOf(ESTIMATE_METHODS),
  interval: optional(interval, 'The bounds within which it is believed, with the confidence in percent.'),
};
const spend = {
  competitor,
  category: optional(category, 'All categories together where it is left out.'),
  period,
  amount: moneyFromZero,
};
const sighting = {
  competitor,
  category: optional(category),
  offer: optional(text(2_000, 'Two years of service with each pump')),
  threat: optional(oneOf(THREATS)),
  holdsAccount: optional(flag, 'It is a main supplier there already.'),
  rank: optional(integer(1, 100, 1, 2), 'Its place among the suppliers of the account, the first has the most.'),
};
const regime = {
  regime: oneOf(MARKET_REGIMES),
  growthPercent: optional(integer(-100, 1_000, 5, -3), 'Of their market, a year.'),
  ownSharePercent: optional(integer(0, 100, 12), 'The share of that market that is the account’s own.'),
};
const of = when('category', ' on {category}');

/** What can have happened. Stored contract. */
export const walletEvents = {
  WalletEstimated: event(
    'Wallet estimated',
    `{amount}${of} in {period} (by {method})${when('interval', ', {intervalLow} to {intervalHigh} at {intervalLevel} %')}${when('previous', ', instead of {previous}')}`,
    { ...estimate, previous: optional(money, 'The estimate that held until then.') },
    'The latest estimate of a category and a period holds; those before stay as its history.',
  ),
  CompetitorSpendRecorded: event('Competitor spend recorded', `{amount} with {competitor}${of} in {period}`, spend),
  CompetitorSighted: event(
    'Competitor sighted',
    `{competitor}${when('category', ' for {category}')}${when('threat', ', {threat} threat')}${when('offer', ': {offer}')}`,
    sighting,
  ),
  MarketRegimeSet: event(
    'Market regime set',
    `{Regime} market${when('growthPercent', ', {growthPercent} % a year')}${when('ownSharePercent', '; {ownSharePercent} % of it is theirs')}`,
    regime,
  ),
};

/** What may be asked. */
export const walletCommands = {
  EstimateWallet: command('What the account spends on a category in a period; a later estimate replaces it.', estimate),
  RecordCompetitorSpend: command('What of it goes to a competitor; a later amount replaces it.', spend),
  SightCompetitor: command('A competitor tries to win the account, or holds it.', sighting),
  SetMarketRegime: command('Whether the market of the account grows: it decides how we grow there.', regime),
};

export type WalletEvents = MessagesOf<typeof walletEvents>;
export type WalletCommands = MessagesOf<typeof walletCommands>;
