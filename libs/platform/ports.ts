import { type FactoryProvider } from '@nestjs/common';
import { openEventStore } from '#libs/event-store/open.js';
import { type MessageBus, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { openReadStore } from '#libs/read-store/open.js';
import { type Configuration, ConfigurationError } from './configuration.js';
import { Supervisor } from './supervisor.js';

/** Tokens of what every part of a service may ask for. */
export const CONFIGURATION = Symbol('Configuration');
export const LOG = Symbol('Log');
export const EVENT_STORE = Symbol('EventStore');
export const MESSAGE_BUS = Symbol('MessageBus');
export const READ_STORE = Symbol('ReadStore');

/** How far the projections of this process have come; only where some run in it. */
export const PROGRESS = Symbol('Progress');

/** Which ports a service stands on. An embedded log has one writing process; all others read. */
export interface PortNeeds {
  readonly eventStore?: 'writer' | 'reader';
  readonly messageBus?: true;
  readonly readStore?: true;
}

/** Providers of the ports that are needed; the supervisor closes them after everything that uses them has ended. */
export const portProviders = (configuration: Configuration, needs: PortNeeds): readonly FactoryProvider[] => {
  const provide = <Port extends AsyncDisposable>(token: symbol, open: () => Promise<Port>): FactoryProvider => ({
    provide: token,
    inject: [Supervisor],
    useFactory: async (supervisor: Supervisor) => supervisor.keep(await open()),
  });
  const { eventStore, messageBus, readStore } = needs;
  return [
    ...(eventStore ? [provide(EVENT_STORE, () => openEventStore(configuration.eventStoreUrl, { writer: eventStore === 'writer' }))] : []),
    ...(messageBus ? [provide<Opened<MessageBus>>(MESSAGE_BUS, () => openMessageBus(configuration.messageBusUrl))] : []),
    ...(readStore ? [provide(READ_STORE, () => openReadStore(configuration.readStoreUrl))] : []),
  ];
};

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
      + 'Start all services in one process with npm start; a bus between processes is not in this version yet.',
  );
};
