import { clearTimeout, setTimeout } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import { Unavailable } from '#libs/kernel/errors.js';
import { type EventFilter } from '#libs/kernel/ports.js';
import { CONFIRM_MS_MAX } from './bounds.js';
import { type Connections } from './connections.js';
import { type Place, type WireEvent } from './driver.js';
import { failureOf, isConnectionFailure, toStoreError } from './errors.js';
import { toWireFilter } from './filter.js';
import { within } from './limits.js';
import { eventsLike } from './pages.js';

/** What has arrived since the last time: events, and behind them how far the server has searched. */
export interface Arrived {
  readonly events: readonly WireEvent[];
  readonly checkpoint?: Place;
}

/** The server dropped this follower because it fell behind: ordinary life. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** One subscription, taken from rather than pushed: what is not taken stays with the server, but for a few events. */
export class LiveSubscription implements AsyncDisposable {
  /** The server said that it has nothing more: not dependably, so that it only is a reason to look. */
  isSaidToHaveCaughtUp = false;
  private readonly subscription;
  private readonly answered = Promise.withResolvers<void>();
  private isUnconfirmed = false;
  private end: Error | undefined;
  private checkpoint: { readonly place: Place; readonly behind: number } | undefined;
  private taken = 0;
  private wake: () => void = () => undefined;

  constructor(
    connections: Connections,
    private readonly where: string,
    after: Place | undefined,
    filter: EventFilter | undefined,
  ) {
    const wake = () => this.wake();
    this.subscription = connections.subscribe(after ?? 'start', toWireFilter(filter), {
      ready: wake,
      confirmed: () => this.answered.resolve(),
      caughtUp: () => {
        this.isSaidToHaveCaughtUp = true;
        wake();
      },
      // It overtakes the events that wait to be taken: it holds behind them.
      checkpoint: (place) => {
        this.checkpoint = { place, behind: this.taken + this.subscription.waiting };
        wake();
      },
      ended: (error) => {
        this.end ??= error;
        this.answered.resolve();
        wake();
      },
    });
    void within(CONFIRM_MS_MAX, this.answered.promise).catch(() => {
      this.isUnconfirmed = true;
      wake();
    });
  }

  /** @throws TooSlow · Unavailable once it has ended and everything that arrived was taken */
  take(): Arrived {
    const events: WireEvent[] = [];
    let eventsMax = Infinity;
    for (let event = this.subscription.take(); event !== undefined; event = this.subscription.take()) {
      if (events.push(event) === 1) eventsMax = eventsLike(event);
      if (events.length >= eventsMax) break;
    }
    this.taken += events.length;
    if (this.checkpoint !== undefined && this.taken >= this.checkpoint.behind) {
      const { place } = this.checkpoint;
      this.checkpoint = undefined;
      return { events, checkpoint: place };
    }
    if (events.length === 0) this.requireAlive();
    return { events };
  }

  /** Resolves with true when there may be something to take or the signal aborts, with false after so many ms. */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || this.end !== undefined || this.subscription.waiting > 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ms);
    this.wake = () => resolve(true);
    signal.addEventListener('abort', this.wake);
    try {
      const isWoken = await promise;
      // What came in the same packet arrives in this turn of the event loop: together they make one page.
      if (isWoken) await setImmediate();
      return isWoken;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', this.wake);
    }
  }

  /** Its connection is not used for others any more. */
  blame(): void {
    this.subscription.blame();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.answered.resolve();
    await this.subscription.cancel();
  }

  private requireAlive(): void {
    if (this.end !== undefined) {
      if (failureOf(this.end).kind === 'timed-out') throw new TooSlow(this.end.message, { cause: this.end });
      if (isConnectionFailure(this.end)) this.blame();
      throw toStoreError(this.end, 'Following the log', this.where);
    }
    if (this.isUnconfirmed) {
      this.blame();
      throw new Unavailable(`${this.where} did not confirm a subscription within ${CONFIRM_MS_MAX} ms: follow again.`);
    }
  }
}
