import { type Position } from '#libs/kernel/message.js';
import { type EventFilter, type LogPage } from '#libs/kernel/ports.js';

/** Bytes of pages that wait for one follower; beyond, it goes on by itself, from where it is. */
export const WAITING_BYTES_MAX = 4 * 1_048_576;

/** Bytes of the last pages, which are kept for those who are about to join: they are never quite as far as the others. */
export const KEPT_BYTES_MAX = 256 * 1_024;

/** What an event, or a page without any, is counted as beside its data. */
const OVERHEAD_BYTES = 1_024;

/** A subscription of the engine. */
export interface Subscription {
  readonly pages: AsyncIterator<LogPage>;
  /** Ends it. */
  readonly ending: AbortController;
}

/** A page in the line of pages; everything up to `position` came before `next`. */
interface Link {
  readonly position: Position;
  readonly page: LogPage | undefined;
  /** Bytes that came until here. */
  readonly bytes: number;
  next: Link | undefined;
}

/** Where one follower is in the line. */
export class Place {
  wake: () => void = () => undefined;

  /** `link` is absent once too much waited for it. */
  constructor(
    readonly hub: Hub,
    public link: Link | undefined,
    private position: Position,
  ) {}

  /** More waited for it than may: it has to go on by itself. */
  get isLost(): boolean {
    return this.link === undefined;
  }

  /**
   * The next page, once there is one; `undefined` when it is lost, or the subscription has ended, or `signal` aborts.
   * @throws what the subscription has ended with
   */
  async next(signal: AbortSignal): Promise<LogPage | undefined> {
    while (!signal.aborted) {
      const { link } = this;
      if (link === undefined) return undefined;
      if (link.next !== undefined) {
        this.link = link.next;
        const page = this.fresh(link.next.page!);
        if (page !== undefined) return page;
      } else if (this.hub.end !== undefined) {
        if ('error' in this.hub.end) throw this.hub.end.error;
        return undefined;
      } else await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return undefined;
  }

  /** What is new in a page: the follower may have seen part of it before it joined. */
  private fresh(page: LogPage): LogPage | undefined {
    const { position } = this;
    if (page.position <= position) return undefined;
    this.position = page.position;
    const [first] = page.events;
    return first === undefined || first.position > position
      ? page
      : { ...page, events: page.events.filter((event) => event.position > position) };
  }
}

/** One subscription and those who follow by it. Pages form a line; each follower is somewhere in it. */
export class Hub {
  /** How the subscription has ended: by itself, or with an error. */
  end: { readonly error?: unknown } | undefined;
  private readonly places = new Set<Place>();
  private readonly running: Promise<void>;
  private oldest: Link;
  private newest: Link;

  /** Takes a subscription over that has come to `position`. `over` is called when nobody can join any more. */
  constructor(
    private readonly subscription: Subscription,
    position: Position,
    private readonly over: () => void,
  ) {
    this.oldest = this.newest = { position, page: undefined, bytes: 0, next: undefined };
    this.running = this.run();
  }

  /** Lets a follower in that has come to `position`, unless the line begins later. */
  join(position: Position): Place | undefined {
    if (position < this.oldest.position) return undefined;
    let link = this.oldest;
    while (link.next !== undefined && link.next.position <= position) link = link.next;
    const place = new Place(this, link, position);
    this.places.add(place);
    return place;
  }

  standsOn(subscription: Subscription): boolean {
    return this.subscription === subscription;
  }

  /** The last one who leaves ends the subscription; resolves when it has. */
  async leave(place: Place): Promise<void> {
    if (!this.places.delete(place) || this.places.size > 0) return;
    this.over();
    this.subscription.ending.abort();
    await this.running;
  }

  /** Never rejects: who follows is told what went wrong. */
  private async run(): Promise<void> {
    const { pages } = this.subscription;
    try {
      for (let { value, done } = await pages.next(); !done; { value, done } = await pages.next()) this.add(value as LogPage);
      this.end = {};
    } catch (error) {
      this.end = { error };
    }
    this.over();
    for (const { wake } of this.places) wake();
  }

  private add(page: LogPage): void {
    const link = { position: page.position, page, bytes: this.newest.bytes + bytesOf(page), next: undefined };
    this.newest.next = link;
    this.newest = link;
    while (this.oldest.next !== undefined && link.bytes - this.oldest.bytes > KEPT_BYTES_MAX) this.oldest = this.oldest.next;
    for (const place of this.places) {
      if (place.link !== undefined && link.bytes - place.link.bytes > WAITING_BYTES_MAX) place.link = undefined;
      place.wake();
    }
  }
}

const bytesOf = ({ events }: LogPage): number =>
  events.reduce((bytes, { data }) => bytes + OVERHEAD_BYTES + JSON.stringify(data).length, OVERHEAD_BYTES);

/** The subscriptions that are shared, one a filter. */
export class Hubs {
  private readonly hubs = new Map<string, Hub>();

  /**
   * A place for a follower that has handed out everything up to `page`, in a subscription that is shared already. Where there is none, its
   * own becomes that as soon as it has caught up, and is not its own any more. Absent: not yet.
   */
  join(filter: EventFilter | undefined, subscription: Subscription, page: LogPage): Place | undefined {
    const key = JSON.stringify([filter?.streamPrefixes, filter?.types]);
    const hub = this.hubs.get(key);
    if (hub !== undefined) return hub.join(page.position);
    if (page.position < page.head) return undefined;
    const begun: Hub = new Hub(subscription, page.position, () => {
      if (this.hubs.get(key) === begun) this.hubs.delete(key);
    });
    this.hubs.set(key, begun);
    return begun.join(page.position);
  }
}
