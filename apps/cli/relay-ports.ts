import { openEventStore } from '#libs/event-store/open.js';
import { type EventStore, type MessageBus } from '#libs/kernel/ports.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { configurationIn, missingLog } from './embedded.js';
import { EXIT, Failure, messageOf } from './failure.js';

/** The log and the bus, opened for this command alone. */
export interface RelayPorts extends AsyncDisposable {
  readonly store: EventStore;
  readonly bus: MessageBus;
}

/** Opens the log, for reading, and the bus that the environment names; the embedded log in a data folder. */
export type OpenRelayPorts = (dataDir: string) => Promise<RelayPorts>;

export const openRelayPorts: OpenRelayPorts = async (dataDir) => {
  const { eventStoreUrl, messageBusUrl } = configurationIn(dataDir);
  if (messageBusUrl.startsWith('in-process:')) {
    throw new Failure(
      EXIT.usage,
      `MESSAGE_BUS_URL is "${messageBusUrl}", a bus within one process: nobody would hear what this command publishes.`,
      'Set EVENT_STORE_URL and MESSAGE_BUS_URL as the relay has them, for example MESSAGE_BUS_URL=kafka://localhost:9092.',
    );
  }
  const missing = missingLog(dataDir);
  if (missing !== undefined)
    throw new Failure(
      EXIT.notFound,
      `There is no log in ${dataDir}: ${missing} is not there.`,
      'Check --data-dir, DATA_DIR and EVENT_STORE_URL.',
    );
  const stack = new AsyncDisposableStack();
  try {
    const store = stack.use(await openEventStore(eventStoreUrl, { writer: false }));
    const bus = stack.use(await openMessageBus(messageBusUrl));
    return { store, bus, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw new Failure(EXIT.unavailable, messageOf(error), 'Check EVENT_STORE_URL and MESSAGE_BUS_URL, and that the engines run.');
  }
};
