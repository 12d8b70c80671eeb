import { type MessageBus, type Opened } from '#libs/kernel/ports.js';
import { openInProcessBus } from './in-process.js';

const ALLOWED = 'in-process:<file>, for example in-process:./data/bus.db';

/**
 * The message bus that a URL names: `in-process:<file>`, folders made where they are missing.
 * @throws Error for another URL, with what is allowed; or when another process has the file
 */
export const openMessageBus = async (url: string): Promise<Opened<MessageBus>> => {
  const [, scheme, path = ''] = /^([a-z+-]+):(.*)$/s.exec(url) ?? [];
  switch (scheme) {
    case 'in-process':
      if (path === '' || path.startsWith('//'))
        throw new Error(`The message bus URL ${JSON.stringify(url)} names no file: use ${ALLOWED}.`);
      return openInProcessBus({ path });
    case 'kafka':
      throw new Error(`MESSAGE_BUS_URL asks for kafka://, which is not in this version yet: use ${ALLOWED}.`);
    default:
      throw new Error(`The message bus URL ${JSON.stringify(withoutSecret(url))} is not understood: use ${ALLOWED}.`);
  }
};

/** `//user:secret@host` must not reach a log. */
const withoutSecret = (url: string): string => url.replace(/\/\/[^/]*@/, '//…@');
