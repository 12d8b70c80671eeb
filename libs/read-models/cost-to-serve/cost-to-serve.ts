import { idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type Money } from '#libs/domain/values.js';

/** What serving an account cost in a month, as one fact told it. */
export interface CostEntry {
  readonly accountId: string;
  readonly month: string;
  readonly cost: Money;
  /** What it was spent on, in words. */
  readonly what?: string;
}

/** What serving accounts cost, fact by fact: an account's profit is what its orders earned less these. */
export const costToServe: Projection<CostEntry, Pick<CommerceEvents, 'CostToServeRecorded'>> = {
  name: 'cost-to-serve',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId', 'month'], ['month']],
  keys: ({ stream, id }) => [`${idOf(stream)}/${id}`],
  on: {
    CostToServeRecorded: (_, { stream, data: { month, cost, kind: what } }) => ({
      accountId: idOf(stream),
      month,
      cost,
      ...(what === undefined ? {} : { what }),
    }),
  },
};
