import { CHANNELS, type Channel } from '../values.js';
import { addedDays, days, type Field, number, share } from './fields.js';

/** What a contact counts for by its channel: a meeting three times a mail. */
const WEIGHTS: Readonly<Record<Channel, number>> = {
  meeting: 3,
  visit: 3,
  event: 2,
  video: 2,
  call: 2,
  mail: 1,
  message: 1,
  other: 1,
};

const weights = Object.fromEntries(CHANNELS.map((channel) => [channel, { ...number(WEIGHTS[channel], 0, 100), added: true }])) as {
  readonly [C in Channel]: Field<number>;
};

/**
 * One person holds too much: of the revenue, of the contacts, where growth stands still or headroom is left. Contacts of `windowDays` count,
 * each by its channel and half as much with every `contactHalfLifeDays`; an account stands on those without whom less than `contactsKeptMin` is left.
 */
export const hostageFields = {
  revenueShareMin: share(0.15),
  topEmployeeShareMin: share(0.8),
  headroomAbove: share(0.5),
  growthMax: number(0, -1, 10),
  windowDays: days(180),
  contactHalfLifeDays: addedDays(90),
  contactsKeptMin: { ...share(0.5), added: true },
  channelWeights: weights,
} as const;
