import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { shiftByDays } from '#libs/analytics/calendar.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type Channel } from '#libs/domain/values.js';

/** A delivery, after which the customer wants to hear from us. */
export interface Delivered {
  readonly kind: 'delivery';
  readonly accountId: string;
  readonly deliveryNumber: string;
  readonly orderNumber: string;
  readonly on: Day;
}

/** A word with the customer. */
export interface Word {
  readonly kind: 'word';
  readonly accountId: string;
  readonly interactionId: string;
  readonly channel: Channel;
  readonly on: Day;
}

export type AfterSaleDocument = Delivered | Word;

/** Deliveries and words with the customer, for whether the ones were followed by the others. */
export const afterSale: Projection<
  AfterSaleDocument,
  Pick<CommerceEvents, 'DeliveryRecorded'> & Pick<InteractionEvents, 'InteractionRecorded'>
> = {
  name: 'after-sale',
  version: 1,
  gathers: 'one-stream',
  indexes: [['kind', 'accountId', 'on']],
  keys: ({ stream, type, data }) => [
    type === 'DeliveryRecorded' ? `delivery|${idOf(stream)}|${data.deliveryNumber}` : `word|${idOf(stream)}|${data.interactionId}`,
  ],
  on: {
    DeliveryRecorded: (_, event) => {
      const { deliveryNumber, orderNumber } = event.data;
      return { kind: 'delivery', accountId: idOf(event.stream), deliveryNumber, orderNumber, on: businessDayOf(event) };
    },
    InteractionRecorded: (_, event) => {
      const { interactionId, channel } = event.data;
      return { kind: 'word', accountId: idOf(event.stream), interactionId, channel, on: businessDayOf(event) };
    },
  },
};

/** One of the words that are due after a delivery: between these days, and the interaction that was it. */
export interface Touch {
  readonly from: Day;
  readonly until: Day;
  readonly status: 'done' | 'due' | 'ahead' | 'missed';
  readonly interactionId: string | null;
}

/** The checklist of a delivery: each word is due within its own days, so that one call is not all of them. */
export const touchesAfter = (
  delivery: Pick<Delivered, 'on'>,
  words: readonly Word[],
  dueDays: readonly number[],
  today: Day,
): readonly Touch[] =>
  dueDays.map((days, index) => {
    const from = index === 0 ? delivery.on : shiftByDays(delivery.on, dueDays[index - 1]! + 1);
    const until = shiftByDays(delivery.on, days);
    const word = words.find(({ on }) => on >= from && on <= until);
    const open = today > until ? 'missed' : today < from ? 'ahead' : 'due';
    return { from, until, status: word === undefined ? open : 'done', interactionId: word?.interactionId ?? null };
  });
