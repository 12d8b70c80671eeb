import { type Connections } from './connections.js';
import { type Faults } from './faults.js';
import { type Publisher } from './publisher.js';

/** What can be made to go wrong, and right again. */
export interface Control {
  /** The next `count` appends and deletions are written, and all connections are reset in place of the answer. */
  loseAcknowledgements(count: number): void;
  /** The next `count` appends are written, and the server says that they timed out. */
  timeOut(count: number): void;
  /** Resets all connections; new ones are welcome. */
  dropConnections(): void;
  /** Nothing passes any more, in either direction, on old connections and on new ones, which are accepted. */
  freeze(): void;
  thaw(): void;
  /** Every answer waits so long, in milliseconds, behind the work that it tells of; 0 is at once. */
  answerAfter(ms: number): void;
  /** Every event of a read comes so long, in milliseconds, after the one before; 0 is at once. Subscriptions are not slowed down. */
  trickle(ms: number): void;
  /** Whether the server says that it is ready. */
  setReady(isReady: boolean): void;
  /** Tells all live subscribers that they are too slow. */
  dropSubscribers(): void;
}

export const controlOf = (faults: Faults, connections: Connections, publisher: Publisher): Control => ({
  loseAcknowledgements: (count) => {
    faults.acknowledgementsToLose = count;
  },
  timeOut: (count) => {
    faults.timeoutsToSay = count;
  },
  dropConnections: () => connections.drop(),
  freeze: () => connections.freeze(true),
  thaw: () => connections.freeze(false),
  answerAfter: (ms) => {
    faults.answerAfterMs = ms;
  },
  trickle: (ms) => {
    faults.trickleMs = ms;
  },
  setReady: (isReady) => {
    faults.isReady = isReady;
  },
  dropSubscribers: () => publisher.dropAll(),
});
