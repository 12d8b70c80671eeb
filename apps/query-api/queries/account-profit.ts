import { costToServe } from '#libs/read-models/cost-to-serve/cost-to-serve.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type AsOf } from '../answers.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type OrderProfit, orderProfits, type ProfitFigures, profitFigures } from '../questions/profit.js';

/** What an account earns, and each of its orders. */
export interface AccountProfit extends ProfitFigures {
  readonly accountId: string;
  /** The latest {@link ORDERS_TOLD_MAX} orders with a margin, the latest first. */
  readonly latest: readonly OrderProfit[];
}

export type AccountProfitAnswer = AccountProfit & { readonly asOf: AsOf };

/** Orders that the answer tells one by one. */
export const ORDERS_TOLD_MAX = 200;

/** Which orders earn something and which do not, and what is left once the account was served. */
export const accountProfit = question({
  name: 'AccountProfit',
  path: '/v1/accounts/{id}/profit',
  summary: 'What each order earned, what the account earns once it was served, and how many loss-making orders came in a row',
  read: { orders: orderBook, costs: costToServe },
  answer: async ({ orders, costs, id, spokenFor, sources, moment }): Promise<AccountProfit> => {
    const sold = (await Promise.all(spokenFor.map((accountId) => orders.all({ accountId })))).flat();
    const spent = (await Promise.all(spokenFor.map((accountId) => costs.all({ accountId })))).flat();
    if (sold.length + spent.length === 0) await demandAccount(sources.store, id, moment);
    return { accountId: id, ...profitFigures(sold, spent), latest: orderProfits(sold).slice(0, ORDERS_TOLD_MAX) };
  },
});
