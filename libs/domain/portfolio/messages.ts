import { described } from '#libs/kernel/fields.js';
import { day, like, matching } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf } from '#libs/kernel/messages.js';
import { currency } from '../kinds.js';

const rate = matching(
  /^(?!0+(\.0+)?$)\d{1,12}(\.\d{1,12})?$/,
  'a decimal above zero as text, with up to 12 digits before and behind its point, such as "1.0842"',
  '1.0842',
  '160',
);
const exchange = {
  from: like(currency, 'USD', 'GBP'),
  to: like(currency, 'EUR'),
  rate: described(rate, 'What one unit of `from` is worth in `to`, until a later one is told.'),
  validOn: described(day, 'The first day on which it holds.'),
};

/** What can have happened to the company as a whole, `portfolio-company`. Stored contract. */
export const portfolioEvents = {
  ExchangeRateSet: event('Exchange rate set', 'One {from} is {rate} {to} from {validOn} on', exchange),
};

/** What may be asked. */
export const portfolioCommands = {
  SetExchangeRate: command('From a day on; told again for the same day, the rate told last holds.', exchange),
};

export type PortfolioEvents = MessagesOf<typeof portfolioEvents>;
export type PortfolioCommands = MessagesOf<typeof portfolioCommands>;
