import { LRUCache } from 'lru-cache';

/**
 * The entries used last, up to so many. They are counted as sizes, because a `max` of lru-cache takes the room of all of them at once:
 * milliseconds and megabytes for a handler that decides one command.
 */
export const latest = <Value extends object | true>(entriesMax: number): LRUCache<string, Value> =>
  new LRUCache({ maxSize: entriesMax, sizeCalculation: () => 1 });
