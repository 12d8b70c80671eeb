import { type Connections } from './connections.js';
import { type Faults } from './faults.js';
import { type Log } from './log.js';
import { type Publisher } from './publisher.js';
import { type Writer } from './writer.js';

/** What the calls work with. */
export interface Services {
  readonly log: Log;
  readonly writer: Writer;
  readonly publisher: Publisher;
  readonly faults: Faults;
  readonly connections: Pick<Connections, 'drop'>;
  /** Events that wait for one live subscriber before it is called too slow. */
  readonly liveEventsMax: number;
}
