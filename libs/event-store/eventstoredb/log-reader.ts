import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventFilter } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { GAP_EVENTS_MAX, LOOK_MS_MAX, LOOK_PAGE_EVENTS, PAGE_MS_MAX } from './bounds.js';
import { type Connections } from './connections.js';
import { type Place, type WireEvent } from './driver.js';
import { toStoreError } from './errors.js';
import { fromWireEvent, isEventOfLog } from './events.js';
import { matches } from './filter.js';
import { type Patience } from './limits.js';
import { FIRST_PAGE, nextPage } from './pages.js';
import { toPosition } from './position.js';

/** What lies between a position and the end of the log, as far as it was examined. */
export interface Gap {
  /** Up to here nothing matches. */
  readonly position: Position | undefined;
  /** An event behind it does. */
  readonly isMatchNext: boolean;
  /** There is more that was not examined. */
  readonly isOpen: boolean;
}

/** Forwards, a page begins with the last event of the one before: one of two goes on. */
const SMALLEST_PAGE = 2;

/** How a look reads: a few events first, because mostly they tell. */
const LOOK = { size: LOOK_PAGE_EVENTS, patience: { silenceMs: LOOK_MS_MAX, totalMs: PAGE_MS_MAX } };

/** Reads the whole log, `$all`, in pages, each to its end. The server filters subscriptions only: here it is done on this side. */
export class LogReader {
  private known: Position | undefined;
  private looking: Promise<Position | undefined> | undefined;

  constructor(
    private readonly connections: Connections,
    private readonly upcasters: Upcasters,
    private readonly where: string,
  ) {}

  /** The events before a position, the last one first. */
  async *backwards(before: Place | undefined, filter: EventFilter | undefined, limit: number): AsyncGenerator<RecordedEvent> {
    const end = before && toPosition(before);
    let left = limit;
    for await (const page of this.pages(before ?? 'end', 'backwards', { size: Math.min(FIRST_PAGE, Math.max(SMALLEST_PAGE, limit)) })) {
      for (const event of page) {
        if (left <= 0) return;
        if ((end !== undefined && toPosition(event.place) >= end) || !matches(filter, event)) continue;
        left -= 1;
        yield fromWireEvent(this.upcasters, event);
      }
      if (left <= 0) return;
    }
  }

  /** The position of the last event; `undefined` while there is none. Asks the server, whatever is known. */
  async head(): Promise<Position | undefined> {
    let found = this.known;
    try {
      for await (const page of this.pages('end', 'backwards', LOOK)) {
        const last = page.find(isEventOfLog);
        if (last !== undefined) found = toPosition(last.place);
        // Everything new was a system event: what was the end still is.
        if (last !== undefined || (this.known !== undefined && toPosition(page.at(-1)!.place) <= this.known)) break;
      }
    } catch (error) {
      throw toStoreError(error, 'Looking for the end of the log', this.where);
    }
    if (found !== undefined && (this.known === undefined || found > this.known)) this.known = found;
    return this.known;
  }

  /** As {@link head}, but followers who ask at once share one look, and may learn what it was a moment ago. */
  sharedHead(): Promise<Position | undefined> {
    this.looking ??= this.head().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /** Examines what follows a position up to another one, at most {@link GAP_EVENTS_MAX} events. */
  async gap(after: Place | undefined, head: Position, filter: EventFilter | undefined): Promise<Gap> {
    const start = after && toPosition(after);
    let position = start;
    let examined = 0;
    try {
      for await (const page of this.pages(after ?? 'start', 'forwards', LOOK)) {
        for (const event of page) {
          const at = toPosition(event.place);
          if (start !== undefined && at <= start) continue;
          if (at > head) return { position: head, isMatchNext: false, isOpen: false };
          if (matches(filter, event)) return { position, isMatchNext: true, isOpen: true };
          position = at;
        }
        examined += page.length;
        if (examined >= GAP_EVENTS_MAX) break;
      }
    } catch (error) {
      throw toStoreError(error, 'Looking through the log', this.where);
    }
    return { position, isMatchNext: false, isOpen: position === undefined || position < head };
  }

  /**
   * Where to subscribe in order to be brought everything behind a place. A server of the 23.10 line leaves out the first event at or
   * behind it, which is right behind an event and may be one too many behind a checkpoint that only says how far was searched.
   */
  async subscribableAt(place: Place): Promise<Place | undefined> {
    if (place.prepare === place.commit) return place;
    const before = await this.page(place, 'backwards', 2);
    return before.find((event) => event.place.commit < place.commit)?.place;
  }

  /** Pages of everything there is, system events too, until the log ends. Forwards, a page begins with the last event of the one before. */
  private async *pages(
    from: Place | 'start' | 'end',
    direction: 'forwards' | 'backwards',
    { size: firstSize, patience }: { size: number; patience?: Patience },
  ): AsyncGenerator<readonly WireEvent[]> {
    let [place, size] = [from, firstSize];
    for (;;) {
      const askedAt = performance.now();
      const page = await this.page(place, direction, size, patience);
      const ms = performance.now() - askedAt;
      if (page.length > 0) yield page;
      if (page.length < size) return;
      place = page.at(-1)!.place;
      size = Math.max(SMALLEST_PAGE, nextPage(size, page, ms));
    }
  }

  private async page(place: Place | 'start' | 'end', direction: 'forwards' | 'backwards', size: number, patience?: Patience) {
    try {
      return await this.connections.call((driver) => driver.readLog(place, direction, size, patience));
    } catch (error) {
      throw toStoreError(error, 'Reading the log', this.where);
    }
  }
}
