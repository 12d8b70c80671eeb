import { type MessageBus, type Opened } from '#libs/kernel/ports.js';
import { urlWithoutSecrets } from '#libs/kernel/secrets.js';
import { openInProcessBus } from './in-process.js';
import { KAFKA_URLS } from './kafka/address.js';
import { type KafkaBusOptions, openKafkaBus } from './kafka.js';

const ALLOWED = `in-process:<file>, for example in-process:./data/bus.db, or ${KAFKA_URLS}`;

/** Which topics there should be, where the bus has brokers; and who hears what happens on it. */
export type MessageBusOptions = Pick<KafkaBusOptions, 'topics' | 'observer' | 'log'>;

/**
 * The message bus that a URL names: `in-process:<file>`, folders made where they are missing; `kafka://<brokers>`, which opens also
 * while no broker answers.
 * @throws Error for another URL, with what is allowed; or when another process has the file
 */
export const openMessageBus = async (url: string, options: MessageBusOptions = {}): Promise<Opened<MessageBus>> => {
  const [, scheme, path = ''] = /^([a-z+-]+):(.*)$/s.exec(url) ?? [];
  switch (scheme) {
    case 'in-process':
      if (path === '' || path.startsWith('//'))
        throw new Error(`The message bus URL ${JSON.stringify(url)} names no file: use ${ALLOWED}.`);
      return openInProcessBus({ path, ...(options.observer && { observer: options.observer }) });
    case 'kafka':
    case 'kafka+tls':
      return openKafkaBus(url, options);
    default:
      throw new Error(`The message bus URL ${JSON.stringify(urlWithoutSecrets(url))} is not understood: use ${ALLOWED}.`);
  }
};
