import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type EventStore, type Opened } from '#libs/kernel/ports.js';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './sqlite.js';

/** Options of every engine; those that one engine has no use for change nothing there. */
export type EventStoreOptions = SqliteEventStoreOptions;

/**
 * Opens the event store that a URL names: `sqlite:<file>` (its folder is created), `sqlite::memory:`.
 * @throws Error for a URL that names no engine · Unavailable when the engine cannot be opened now
 */
export const openEventStore = async (url: string, options: EventStoreOptions): Promise<Opened<EventStore>> => {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  switch (scheme) {
    case 'sqlite:': {
      const file = url.slice(scheme.length);
      if (file === '') throw wrongUrl(url, 'names no file: write sqlite:<file>, for example sqlite:./data/events.sqlite');
      if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
      return openSqliteEventStore(file, options);
    }
    case 'esdb:':
    case 'esdb+discover:':
      throw wrongUrl(url, 'asks for EventStoreDB, which this version has no adapter for yet: write sqlite:<file>');
    default:
      throw wrongUrl(url, 'names no event store: write sqlite:<file>');
  }
};

/** Without the credentials that a URL may carry: the text ends up in logs. */
const wrongUrl = (url: string, what: string): Error =>
  new Error(`EVENT_STORE_URL is "${url.replace(/\/\/[^/]*@/, '//***@')}", which ${what}.`);
