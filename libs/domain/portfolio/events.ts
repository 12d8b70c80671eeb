import { type Day } from '#libs/kernel/message.js';

/** Stored contract of the company's own stream. */
export type PortfolioEvents = {
  /** From `validOn` on, one unit of `from` is worth `rate` (a decimal above zero) of `to`, until a later one is told. */
  ExchangeRateSet: { readonly from: string; readonly to: string; readonly rate: string; readonly validOn: Day };
};
