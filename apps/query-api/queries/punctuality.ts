import { id } from '#libs/kernel/kinds.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { type Deliveries, deliveriesOf } from '#libs/read-models/order-book/punctuality.js';
import { type Replies, repliesOf } from '#libs/read-models/silence-radar/replies.js';
import { silenceRadar } from '#libs/read-models/silence-radar/silence-radar.js';
import { type AsOf } from '../answers.js';
import { documentsOf } from '../parts.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** How punctual we are. */
export interface Punctuality {
  readonly deliveries: Deliveries;
  readonly replies: Replies;
}

export type PunctualityAnswer = Punctuality & { readonly asOf: AsOf };

/** On-time rates of deliveries and replies. */
export const punctuality = question({
  name: 'Punctuality',
  path: '/v1/punctuality',
  summary: 'Deliveries and replies in time, with intervals, of an account or of all',
  parameters: { accountId: id },
  read: { orders: orderBook, radar: silenceRadar },
  answer: async ({ orders, radar, parameters: { accountId }, sources, moment, until }): Promise<Punctuality> => {
    const { today } = await reportingOf(sources, moment, until);
    const { replyHours } = await policyInForce(sources.store, 'service-levels', moment, until);
    return {
      deliveries: deliveriesOf(await documentsOf(orders, { sources, moment }, accountId), today),
      replies: repliesOf(await documentsOf(radar, { sources, moment }, accountId), until, replyHours),
    };
  },
});
