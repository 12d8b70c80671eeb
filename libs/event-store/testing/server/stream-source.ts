import { type CallError, streamDeleted } from './errors.js';
import { PAGE_EVENTS } from './filter.js';
import { type Log, type LogEvent } from './log.js';
import { TOMBSTONE_REVISION } from './record.js';
import { viewOf } from './stream-history.js';
import { type Source } from './subscription.js';

/** One stream, which need not be there yet. */
export class StreamSource implements Source {
  readonly #log: Log;
  readonly #stream: string;
  #next: number;

  constructor(log: Log, stream: string, after: number | 'end' | undefined) {
    this.#log = log;
    this.#stream = stream;
    this.#next = after === 'end' ? log.eventsOf(stream).length : (after ?? -1) + 1;
  }

  isThere(): boolean {
    return viewOf(this.#log, this.#stream).kind === 'events';
  }

  isAtEnd(): boolean {
    return !this.isThere() || this.#next >= this.#log.eventsOf(this.#stream).length;
  }

  page(): readonly Uint8Array[] {
    const view = viewOf(this.#log, this.#stream);
    if (view.kind !== 'events') return [];
    const from = Math.max(this.#next, view.first);
    const page = view.events.slice(from, from + PAGE_EVENTS);
    this.#next = from + page.length;
    return page.map(({ response }) => response);
  }

  live(event: LogEvent): readonly Uint8Array[] {
    return event.stream === this.#stream && event.revision >= this.#next ? [event.response] : [];
  }

  endedBy(event: LogEvent): CallError | undefined {
    return event.stream === this.#stream && event.revision === TOMBSTONE_REVISION ? streamDeleted(this.#stream) : undefined;
  }
}
