import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { urlWithoutSecrets } from '#libs/kernel/secrets.js';
import { IN_MEMORY } from '#libs/sqlite/file.js';
import { patiently } from '#libs/sqlite/patience.js';
import { BUSY_MS_MAX } from './sqlite/database.js';
import { openSqliteReadStore } from './sqlite.js';

const ALLOWED = 'sqlite:<file>, for example sqlite:./data/read.db, or mongodb://<host>:<port>/<database>';

/**
 * The read store that a URL names: `sqlite:<file>`, folders made where they are missing; `sqlite::memory:`, gone when it is closed;
 * `mongodb://…` and `mongodb+srv://…`, a replica set.
 * @throws Error for another URL, with what is allowed · Unavailable where the engine does not answer
 */
export const openReadStore = async (url: string): Promise<Opened<ReadStore>> => {
  const [, scheme, path = ''] = /^([a-z+-]+):(.*)$/s.exec(url) ?? [];
  switch (scheme) {
    case 'sqlite':
      if (path === '' || path.startsWith('//') || (path.startsWith(':') && path !== IN_MEMORY))
        throw new Error(`The read store URL ${JSON.stringify(url)} names no file: use ${ALLOWED}.`);
      return patiently(BUSY_MS_MAX, () => openSqliteReadStore({ path }));
    case 'mongodb':
    case 'mongodb+srv': {
      // Loaded where it is asked for: the driver costs memory and a moment.
      const { openMongoReadStore } = await import('./mongodb.js');
      return openMongoReadStore(url);
    }
    default:
      throw new Error(`The read store URL ${JSON.stringify(urlWithoutSecrets(url))} is not understood: use ${ALLOWED}.`);
  }
};
