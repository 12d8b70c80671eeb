import { type Position } from '#libs/kernel/message.js';
import { type EventFilter, type EventStore, type LogPage } from '#libs/kernel/ports.js';
import { type Hubs, type Place, type Subscription } from './hub.js';

/** One follower: by a subscription of its own until it has caught up with others, then by theirs. */
export class Follow {
  private own: Subscription | undefined;
  private place: Place | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'follow'>,
    private readonly hubs: Hubs,
    private readonly filter: EventFilter | undefined,
    private readonly signal: AbortSignal,
  ) {}

  /** Pages after a position, as {@link EventStore.follow} gives them. */
  async *pages(after: Position | undefined): AsyncGenerator<LogPage> {
    const stop = (): void => {
      this.own?.ending.abort();
      this.place?.wake();
    };
    this.signal.addEventListener('abort', stop);
    try {
      let position = after;
      do {
        await this.leave();
        for await (const page of this.run(position)) {
          ({ position } = page);
          yield page;
        }
      } while (this.place?.isLost && !this.signal.aborted);
    } finally {
      this.signal.removeEventListener('abort', stop);
      await this.leave();
    }
  }

  /** Alone, then with others until they have gone too far ahead. */
  private async *run(after: Position | undefined): AsyncGenerator<LogPage> {
    yield* this.alone(after);
    for (let page = await this.place?.next(this.signal); page !== undefined; page = await this.place?.next(this.signal)) yield page;
  }

  /** Until it ends, or there is a place among others for what comes behind the last page. */
  private async *alone(after: Position | undefined): AsyncGenerator<LogPage> {
    if (this.signal.aborted) return;
    const ending = new AbortController();
    const own = { pages: this.store.follow(after, this.filter, ending.signal)[Symbol.asyncIterator](), ending };
    this.own = own;
    try {
      while (this.place === undefined) {
        const next = await own.pages.next();
        if (next.done) return;
        this.place = this.hubs.join(this.filter, own, next.value);
        if (this.place?.hub.standsOn(own)) this.own = undefined;
        yield next.value;
      }
    } finally {
      if (this.own !== undefined) {
        this.own = undefined;
        ending.abort();
        await own.pages.return?.();
      }
    }
  }

  private async leave(): Promise<void> {
    const { place } = this;
    this.place = undefined;
    await place?.hub.leave(place);
  }
}
