import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type EventStore, type Opened } from '#libs/kernel/ports.js';
import { urlWithoutSecrets } from '#libs/kernel/secrets.js';
import { type EventStoreDbOptions, openEventStoreDb } from './eventstoredb.js';
import { withSharedFollow } from './shared-follow.js';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './sqlite.js';

/** Options of every engine; those that one engine has no use for change nothing there. */
export type EventStoreOptions = SqliteEventStoreOptions & EventStoreDbOptions;

const FORMS = 'write sqlite:<file> or esdb://<host>:2113';

/**
 * Opens the event store that a URL names: `sqlite:<file>` (its folder is created), `sqlite::memory:`,
 * `esdb://user:password@host:2113?tlsCAFile=ca.crt`, or a cluster by `esdb+discover://…` or several hosts. Its followers
 * share a subscription where they can.
 * @throws Error for a URL that names no engine, or credentials that it refuses · Unavailable when the engine cannot be opened now
 */
export const openEventStore = async (url: string, options: EventStoreOptions): Promise<Opened<EventStore>> => {
  const scheme = url.slice(0, url.indexOf(':') + 1);
  switch (scheme) {
    case 'sqlite:': {
      const file = url.slice(scheme.length);
      if (file === '') throw wrongUrl(url, 'names no file: write sqlite:<file>, for example sqlite:./data/events.sqlite');
      if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
      return withSharedFollow(await openSqliteEventStore(file, options));
    }
    case 'esdb:':
    case 'esdb+discover:':
      return withSharedFollow(await openEventStoreDb(url, options, (what) => wrongUrl(url, what)));
    default:
      throw wrongUrl(url, `names no event store: ${FORMS}`);
  }
};

const wrongUrl = (url: string, what: string): Error => new Error(`EVENT_STORE_URL is "${urlWithoutSecrets(url)}", which ${what}.`);
