import pLimit from 'p-limit';
import { categoryOf, idOf, type RecordedEvent } from '#libs/kernel/message.js';
import { type MessageBus } from '#libs/kernel/ports.js';
import { COORDINATION } from './coordinated-changes.js';
import { encodeEvent, encodeWithoutData, EVENTS_TOPIC, isCarried } from './event-message.js';

/** Keys whose events are on their way to the bus at once; each has one event there at a time. */
export const PUBLISHING_MAX = 64;

/** Hears of an event that was published without its data, because the bus would not have taken it whole. */
export type OnCut = (event: RecordedEvent) => void;

/** How far publishing came: so many of the events, counted from the first, are durable; and what stopped it, if something did. */
export interface PublishedPrefix {
  readonly prefix: number;
  readonly failure?: { readonly error: unknown };
}

/**
 * Publishes events: those of one key one after the other, keys side by side. When one is not taken, those in hand are finished and
 * nothing more is begun: publish again what is not in the prefix, some of it for the second time, with the same ids.
 */
export const publishEvents = async (
  bus: Pick<MessageBus, 'publish'>,
  events: readonly RecordedEvent[],
  onCut: OnCut = () => undefined,
): Promise<PublishedPrefix> => {
  const limit = pLimit(PUBLISHING_MAX);
  const durable = new Set<RecordedEvent>();
  let failure: PublishedPrefix['failure'];
  const publishLane = async (lane: readonly RecordedEvent[]): Promise<void> => {
    try {
      for (const event of lane) {
        if (failure) return;
        // How changes are kept whole is nobody's business but the workers': their effects stand in the streams that they are on.
        if (categoryOf(event.stream) !== COORDINATION) await publishEvent(bus, event, onCut);
        durable.add(event);
      }
    } catch (error) {
      failure ??= { error };
    }
  };
  const lanes = Map.groupBy(events, ({ stream }) => idOf(stream));
  await Promise.all([...lanes.values()].map((lane) => limit(publishLane, lane)));
  const missing = events.findIndex((event) => !durable.has(event));
  return { prefix: missing === -1 ? events.length : missing, ...(failure && { failure }) };
};

const publishEvent = async (bus: Pick<MessageBus, 'publish'>, event: RecordedEvent, onCut: OnCut): Promise<void> => {
  const whole = encodeEvent(event);
  if (isCarried(whole)) {
    try {
      return await bus.publish(EVENTS_TOPIC, whole);
    } catch (error) {
      // This bus takes less than every engine should; anything else is the caller's.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  await bus.publish(EVENTS_TOPIC, encodeWithoutData(event));
  onCut(event);
};
