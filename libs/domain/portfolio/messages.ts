import { described } from '#libs/kernel/fields.js';
import { day, like, matching } from '#libs/kernel/kinds.js';
import { event, type MessagesOf } from '#libs/kernel/messages.js';
import { currency } from '../kinds.js';

const rate = matching(/^\d{1,12}(\.\d{1,12})?$/, 'a decimal above zero as text such as "1.0842"', '1.0842', '160');

/** What can have happened to the company as a whole. Stored contract. */
const portfolioEvents = {
  ExchangeRateSet: event('Exchange rate set', 'One {from} is {rate} {to} from {validOn} on', {
    from: like(currency, 'USD', 'GBP'),
    to: like(currency, 'EUR'),
    rate: described(rate, 'What one unit of `from` is worth in `to`, until a later one is told.'),
    validOn: day,
  }),
};

export type PortfolioEvents = MessagesOf<typeof portfolioEvents>;
