import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { openSqliteReadStore } from './sqlite.js';

const ALLOWED = 'sqlite:<file>, for example sqlite:./data/read.db';

/**
 * The read store that a URL names: `sqlite:<file>`, folders made where they are missing.
 * @throws Error for another URL, with what is allowed
 */
export const openReadStore = async (url: string): Promise<Opened<ReadStore>> => {
  const [, scheme, path = ''] = /^([a-z+-]+):(.*)$/s.exec(url) ?? [];
  switch (scheme) {
    case 'sqlite':
      if (path === '' || path.startsWith('//') || path.startsWith(':'))
        throw new Error(`The read store URL ${JSON.stringify(url)} names no file: use ${ALLOWED}.`);
      return openSqliteReadStore({ path });
    case 'mongodb':
    case 'mongodb+srv':
      throw new Error(`READ_STORE_URL asks for ${scheme}://, which is not in this version yet: use ${ALLOWED}.`);
    default:
      throw new Error(`The read store URL ${JSON.stringify(withoutSecret(url))} is not understood: use ${ALLOWED}.`);
  }
};

/** `//user:secret@host` must not reach a log. */
const withoutSecret = (url: string): string => url.replace(/\/\/[^/]*@/, '//…@');
