import { Module } from '@nestjs/common';
import { upcasters } from '#libs/domain/upcasters.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { type Log } from '#libs/platform/log.js';
import { EVENT_STORE, LOG, MESSAGE_BUS, type PortNeeds, READ_STORE } from '#libs/platform/ports.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { type ParkedStream } from '#libs/runtime/parked-streams.js';
import { runRelay } from '#libs/runtime/relay.js';

/** What the relay stands on. */
export const RELAY_NEEDS: PortNeeds = { eventStore: 'reader', messageBus: true, readStore: true, upcasters };

const start = (store: EventStore, bus: MessageBus, readStore: ReadStore, supervisor: Supervisor, log: Log): void => {
  const observer = {
    cut: ({ id, stream, version }: RecordedEvent) =>
      log.warn({ event: id, stream, version }, 'an event is too large for the bus: published without its data, with a reference to it'),
    parked: ({ stream, fromVersion, error }: ParkedStream) =>
      log.error(
        { stream, fromVersion, reason: error },
        'an event cannot be read: its stream is not published from there on, the others are',
      ),
    replayed: ({ stream, count }: ParkedStream) => log.info({ stream, events: count }, 'a parked stream is published to its end'),
    standsBy: () => log.debug('another relay is in charge: stands by'),
    interrupted: (error: unknown, waitMs: number) => log.warn({ err: error, waitMs }, 'begins again from the checkpoint'),
  };
  supervisor.run('relay', (signal) => runRelay({ store, bus, readStore, now: () => new Date(), observer }, signal));
};

/** Publishes every committed event for other services. */
@Module({
  providers: [{ provide: Symbol('relay'), inject: [EVENT_STORE, MESSAGE_BUS, READ_STORE, Supervisor, LOG], useFactory: start }],
})
export class RelayModule {}
