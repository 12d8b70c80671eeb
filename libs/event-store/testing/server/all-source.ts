import { type Filter, PAGE_EVENTS } from './filter.js';
import { type Log, type LogEvent } from './log.js';
import { type LogPosition, serialiseCheckpoint } from './responses.js';
import { type Source } from './subscription.js';

const EVERYTHING: Filter = { matches: () => true, searchWindow: PAGE_EVENTS, checkpointInterval: Infinity };

/**
 * The whole log, as a server of the 23.10 line goes through it. The page begins behind the first event at or after the given position,
 * even where that is the beginning of a page (`prepare: 0`): such a page was looked through before its checkpoint was given out.
 */
export class AllSource implements Source {
  readonly #log: Log;
  readonly #filter: Filter;
  #index: number;
  #next: LogPosition;
  /** Events looked through since the last checkpoint. */
  #considered = 0;

  constructor(log: Log, after: number | 'end' | undefined, filter: Filter = EVERYTHING) {
    this.#log = log;
    this.#filter = filter;
    this.#index = this.#startAt(after);
    this.#next = { commit: this.#index === 0 ? 0 : log.events[this.#index - 1]!.end, prepare: 0 };
  }

  #startAt(after: number | 'end' | undefined): number {
    if (after === 'end') return this.#log.events.length;
    return after === undefined ? 0 : Math.min(this.#log.indexAt(after) + 1, this.#log.events.length);
  }

  isThere(): boolean {
    return true;
  }

  isAtEnd(): boolean {
    return this.#index >= this.#log.events.length;
  }

  page(): readonly Uint8Array[] {
    const { events } = this.#log;
    const { matches, searchWindow, checkpointInterval } = this.#filter;
    const responses: Uint8Array[] = [];
    let position = this.#next;
    const end = Math.min(events.length, this.#index + searchWindow);
    for (; this.#index < end && responses.length < PAGE_EVENTS; this.#index += 1) {
      const event = events[this.#index]!;
      this.#considered += 1;
      this.#next = { commit: event.end, prepare: 0 };
      if (!matches(event)) continue;
      responses.push(event.response);
      position = { commit: event.position, prepare: event.position };
    }
    if (this.isAtEnd() || this.#considered < checkpointInterval) return responses;
    this.#considered %= checkpointInterval;
    return [...responses, serialiseCheckpoint(position)];
  }

  live(event: LogEvent): readonly Uint8Array[] {
    const responses = this.#filter.matches(event) ? [event.response] : [];
    this.#considered += 1;
    if (this.#considered < this.#filter.checkpointInterval) return responses;
    this.#considered = 0;
    return [...responses, serialiseCheckpoint({ commit: event.position, prepare: event.position })];
  }

  endedBy(): undefined {
    return undefined;
  }
}
