import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type MessageBus } from '#libs/kernel/ports.js';
import { decodeFailureOf } from '#libs/kernel/undecodable.js';
import { type ParkedStream, type ParkedStreams } from './parked-streams.js';
import { type OnCut, publishEvents } from './publish-events.js';
import { replayParked } from './replay-parked.js';

/** The events that can be published now. One that cannot be read parks its stream, with all later events of it. */
export const publishable = (events: readonly RecordedEvent[], parked: ParkedStreams): readonly RecordedEvent[] =>
  events.filter((event) => {
    if (parked.holds(event)) return false;
    const failure = decodeFailureOf(event);
    if (failure !== undefined) parked.park(event, failure);
    return failure === undefined;
  });

interface Unpublished {
  readonly store: Pick<EventStore, 'read'>;
  readonly bus: Pick<MessageBus, 'publish'>;
  readonly parked: ParkedStreams;
  readonly checkpoint: Position | undefined;
  readonly observer: { readonly cut?: OnCut; replayed?(stream: ParkedStream): void };
}

/** Publishes what waits in parked streams, in order, as far as it can be read by now. @throws what the bus throws */
export const replayUnpublished = ({ store, bus, parked, checkpoint, observer }: Unpublished): Promise<void> => {
  const apply = async (events: readonly RecordedEvent[]): Promise<void> => {
    const { failure } = await publishEvents(bus, publishable(events, parked), observer.cut);
    if (failure) throw failure.error;
  };
  return replayParked({ store, parked, checkpoint, apply, observer });
};
