import { type EventStoreOptions, openEventStore } from '#libs/event-store/open.js';
import { type EventStore, type MessageBus, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { openReadStore } from '#libs/read-store/open.js';
import { type BusOptions, busOptions } from './bus-options.js';
import { type Configuration, ConfigurationError } from './configuration.js';
import { lateEventStore, lateMessageBus, lateReadStore } from './late-ports.js';
import { type Log } from './log.js';
import { Assignments } from './observed/assignments.js';
import { observedEventStore } from './observed/event-store.js';
import { observedMessageBus } from './observed/message-bus.js';
import { observedReadStore } from './observed/read-store.js';
import { type Telemetry } from './observed/telemetry.js';
import { type PortPlace, PortSlot, type SlotObserver } from './port-slot.js';
import { type Probed } from './readiness.js';

/** Tokens of what every part of a service may ask for. */
export const CONFIGURATION = Symbol('Configuration');
export const LOG = Symbol('Log');
export const TELEMETRY = Symbol('Telemetry');
export const EVENT_STORE = Symbol('EventStore');
export const MESSAGE_BUS = Symbol('MessageBus');
export const READ_STORE = Symbol('ReadStore');

/** How far the projections of this process have come; only where some run in it. */
export const PROGRESS = Symbol('Progress');

/** Which ports a service stands on. An embedded log has one writing process; all others read. */
export interface PortNeeds {
  readonly eventStore?: 'writer' | 'reader';
  /** What turns events of earlier shapes into those that this program knows, while they are read. */
  readonly upcasters?: Upcasters;
  readonly messageBus?: true;
  readonly readStore?: true;
}

/** How the ports are opened. */
export interface Openers {
  readonly openEventStore: typeof openEventStore;
  readonly openMessageBus: (url: string, options: BusOptions) => Promise<Opened<MessageBus>>;
  readonly openReadStore: typeof openReadStore;
}

const BY_URL: Openers = { openEventStore, openMessageBus, openReadStore };

/** The ports of a service, which open while it runs already. */
export interface Ports {
  readonly providers: readonly { readonly provide: symbol; readonly useValue: object }[];
  /** By the name that health and metrics give them. */
  readonly engines: ReadonlyMap<string, Probed>;
  readonly assignments: Assignments;
  /** In the order in which they were opened. */
  readonly slots: readonly AsyncDisposable[];
  /** Resolves when each was tried once. @throws PortRefused where one of them will never open */
  readonly attempted: Promise<unknown>;
  /** Resolves when all are open, however late. @throws PortRefused */
  readonly opened: Promise<unknown>;
}

/** Begins to open the ports that are needed, by their URLs where not by other `openers`. */
export const openPorts = (
  configuration: Configuration,
  { needs, openers }: { readonly needs: PortNeeds; readonly openers?: Partial<Openers> | undefined },
  telemetry: Telemetry,
  log: Log,
): Ports => {
  const { metrics } = telemetry;
  const away = new Set<string>();
  const observer: SlotObserver = {
    waiting: (engine, reason, pauseMs) => {
      away.add(engine);
      log.warn({ engine, reason, pauseMs }, 'an engine is away: waits for it');
    },
    // News only where somebody was told of the opposite.
    opened: (engine) => log[away.delete(engine) ? 'info' : 'debug']({ engine }, 'opened'),
  };
  const by = { ...BY_URL, ...openers };
  const assignments = new Assignments((topic, partitions) => metrics.set('rapport_bus_assigned_partitions', { topic }, partitions));
  const providers: { provide: symbol; useValue: object }[] = [];
  const engines = new Map<string, Probed>();
  const slots: PortSlot<unknown>[] = [];
  const open = <Port>(token: symbol, place: PortPlace<Port>, portOf: (slot: PortSlot<Port>) => Port & Probed): void => {
    const slot = new PortSlot(place, observer);
    const port = portOf(slot);
    slots.push(slot);
    engines.set(place.name, port);
    providers.push({ provide: token, useValue: port as object });
  };
  const { eventStore, messageBus, readStore, upcasters = {} } = needs;
  if (eventStore) {
    open<EventStore>(EVENT_STORE, eventStorePlace(configuration, { writer: eventStore === 'writer', upcasters }, by), (slot) =>
      observedEventStore(lateEventStore(slot), telemetry),
    );
  }
  if (messageBus) {
    open<MessageBus>(MESSAGE_BUS, messageBusPlace(configuration, busOptions(configuration, log, metrics), by), (slot) =>
      observedMessageBus(lateMessageBus(slot), telemetry, assignments),
    );
  }
  if (readStore)
    open<ReadStore>(READ_STORE, readStorePlace(configuration, by), (slot) => observedReadStore(lateReadStore(slot), telemetry));
  const attempted = Promise.all(slots.map((slot) => slot.attempted));
  const opened = Promise.all(slots.map((slot) => slot.opened));
  for (const promise of [attempted, opened]) promise.catch(() => undefined);
  return { providers, engines, assignments, slots, attempted, opened };
};

const eventStorePlace = ({ eventStoreUrl }: Configuration, options: EventStoreOptions, by: Openers): PortPlace<EventStore> => ({
  name: 'event-store',
  variable: 'EVENT_STORE_URL',
  isEngine: !eventStoreUrl.startsWith('sqlite:'),
  open: () => by.openEventStore(eventStoreUrl, options),
});

const messageBusPlace = ({ messageBusUrl }: Configuration, options: BusOptions, by: Openers): PortPlace<MessageBus> => ({
  name: 'message-bus',
  variable: 'MESSAGE_BUS_URL',
  isEngine: !messageBusUrl.startsWith('in-process:'),
  open: () => by.openMessageBus(messageBusUrl, options),
});

const readStorePlace = ({ readStoreUrl }: Configuration, by: Openers): PortPlace<ReadStore> => ({
  name: 'read-store',
  variable: 'READ_STORE_URL',
  isEngine: !readStoreUrl.startsWith('sqlite:'),
  open: () => by.openReadStore(readStoreUrl),
});

/** A read store that is gone when it is closed, for documents that are searched once. */
export const openReadStoreInMemory = (): Promise<Opened<ReadStore>> => openReadStore('sqlite::memory:');

/**
 * For services that are one half of a conversation over the bus.
 * @throws ConfigurationError for a bus that ends at the border of this process
 */
export const requireSharedBus = ({ messageBusUrl }: Configuration, service: string): void => {
  if (!messageBusUrl.startsWith('in-process:')) return;
  throw new ConfigurationError(
    `MESSAGE_BUS_URL is "${messageBusUrl}", a bus within one process: ${service} alone would speak to nobody. `
      + 'Set it to kafka://<host>:<port>, as npm run start:services does, or start everything in one process with npm start.',
  );
};
