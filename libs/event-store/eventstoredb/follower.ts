import { setImmediate as nextTurn } from 'node:timers/promises';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Position } from '#libs/kernel/message.js';
import { type EventFilter, type LogPage } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { EMPTY_PAGE_MS_MIN, LOOK_EVERY_MS, LOOK_SOON_MS, RESUBSCRIPTIONS_MAX, STALL_LOOKS_MIN, STALL_MS_MAX } from './bounds.js';
import { type Connections } from './connections.js';
import { fromWireEvent } from './events.js';
import { matches } from './filter.js';
import { type LogReader } from './log-reader.js';
import { fromPosition, toPosition } from './position.js';
import { type Arrived, LiveSubscription, TooSlow } from './subscription.js';

/** What a follower works with. */
export interface FollowerParts {
  readonly connections: Connections;
  readonly log: LogReader;
  readonly upcasters: Upcasters;
  readonly where: string;
}

/**
 * Follows the log from a position. It subscribes again by itself where the server found it too slow, and determines by positions
 * whether it has caught up: what the subscription leaves out at the end of the log it looks at itself.
 */
export class Follower {
  private head: Position | undefined;
  private lookedAt = performance.now();
  private toldAt = -Infinity;
  /** The position of the last page. */
  private told: Position | undefined;
  /** Looks that found an event next which the subscription has not brought, and when the first of them was. */
  private waits: { readonly since: number; readonly looks: number } | undefined;
  private attempts = 0;
  private readonly from: Position | undefined;

  constructor(
    private readonly parts: FollowerParts,
    private position: Position | undefined,
    private readonly filter: EventFilter | undefined,
    private readonly signal: AbortSignal,
  ) {
    this.from = position;
    this.told = position;
  }

  async *pages(): AsyncGenerator<LogPage> {
    while (!this.signal.aborted) {
      const { connections, log, where } = this.parts;
      const from = this.position === undefined ? undefined : await log.subscribableAt(fromPosition(this.position));
      const subscription = new LiveSubscription(connections, where, from, this.filter);
      const cancel = () => void subscription[Symbol.asyncDispose]();
      this.signal.addEventListener('abort', cancel);
      try {
        yield* this.follow(subscription);
      } catch (error) {
        if (!(error instanceof TooSlow)) throw error;
        if ((this.attempts += 1) > RESUBSCRIPTIONS_MAX)
          throw new Unavailable(`${where} found the follower too slow: ${error.message}`, { cause: error });
      } finally {
        this.signal.removeEventListener('abort', cancel);
        await subscription[Symbol.asyncDispose]();
      }
    }
  }

  private async *follow(subscription: LiveSubscription): AsyncGenerator<LogPage> {
    let isFirst = true;
    let lookAfterMs = 0;
    while (!this.signal.aborted) {
      // What one read of the socket brings arrives one by one: a turn later it makes a page.
      await nextTurn();
      const arrived = subscription.take();
      if (arrived.events.length > 0 || arrived.checkpoint !== undefined) {
        const page = this.pageOf(arrived);
        lookAfterMs = LOOK_SOON_MS;
        if (page !== undefined) yield page;
        continue;
      }
      if (subscription.isSaidToHaveCaughtUp) [subscription.isSaidToHaveCaughtUp, lookAfterMs] = [false, 0];
      const waitMs = this.isBehind() || isFirst ? lookAfterMs : LOOK_EVERY_MS;
      if (waitMs > 0 && (await subscription.wait(waitMs, this.signal))) continue;
      const isFar = await this.look(subscription);
      lookAfterMs = isFar ? LOOK_SOON_MS : LOOK_EVERY_MS;
      const page = this.reached() !== this.told || (isFirst && !this.isBehind()) ? this.page([]) : undefined;
      isFirst = false;
      if (page !== undefined && !this.signal.aborted) yield page;
    }
  }

  private place() {
    return this.position === undefined ? undefined : fromPosition(this.position);
  }

  private isBehind(): boolean {
    return this.head === undefined || this.position === undefined || this.position < this.head;
  }

  /** What arrived is shown from the last position on: a subscription that was renewed may begin before it. */
  private pageOf({ events: arrived, checkpoint }: Arrived): LogPage | undefined {
    const { position } = this;
    const begin = position === undefined ? 0 : arrived.findIndex(({ place }) => toPosition(place) > position);
    const fresh = begin === 0 ? arrived : begin === -1 ? [] : arrived.slice(begin);
    const events = fresh.filter((event) => matches(this.filter, event)).map((event) => fromWireEvent(this.parts.upcasters, event));
    const last = fresh.at(-1);
    for (const place of [last?.place, checkpoint]) if (place !== undefined) this.advance(toPosition(place));
    this.waits = undefined;
    if (events.length > 0) this.attempts = 0;
    this.head = laterOf(this.head, events.at(-1)?.position);
    this.refreshHead();
    const isDue = this.reached() !== this.told && performance.now() - this.toldAt >= EMPTY_PAGE_MS_MIN;
    return events.length > 0 || isDue ? this.page(events) : undefined;
  }

  private advance(position: Position): void {
    if (this.position === undefined || position > this.position) this.position = position;
  }

  private page(events: LogPage['events']): LogPage | undefined {
    const position = this.reached();
    if (position === undefined) return undefined;
    this.toldAt = performance.now();
    this.told = position;
    return { events, position, head: this.head ?? position };
  }

  /**
   * How far a page says that the log was looked through: not beyond its last event, whatever the engine has written behind it. A
   * checkpoint there would say at the next start that the log ends before it, as one does that was restored to an earlier state.
   */
  private reached(): Position | undefined {
    const { from, position, head } = this;
    return position === undefined || head === undefined ? from : laterOf(from, position < head ? position : head);
  }

  /** While events come, the end of the log is asked for beside them: a failure shows in the subscription too. */
  private refreshHead(): void {
    if (performance.now() - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = performance.now();
    void this.learnHead();
  }

  private async learnHead(): Promise<void> {
    try {
      this.head = laterOf(this.head, await this.parts.log.sharedHead());
    } catch {
      // The subscription says so too, if it is more than one look that failed.
    }
  }

  /** Looks where the log ends and passes what the filter leaves out. True: there is more to look at. */
  private async look(subscription: LiveSubscription): Promise<boolean> {
    const { log, where } = this.parts;
    this.lookedAt = performance.now();
    try {
      this.head = laterOf(this.head, await log.sharedHead());
      if (this.head === undefined || !this.isBehind()) return false;
      const { position, isMatchNext, isOpen } = await log.gap(this.place(), this.head, this.filter);
      if (position !== undefined) this.advance(position);
      this.waits = isMatchNext ? { since: this.waits?.since ?? performance.now(), looks: (this.waits?.looks ?? 0) + 1 } : undefined;
      if (this.waits && this.waits.looks >= STALL_LOOKS_MIN && performance.now() - this.waits.since > STALL_MS_MAX) {
        throw new Unavailable(
          `A subscription on ${where} has brought nothing for ${STALL_MS_MAX} ms though there are events: follow again.`,
        );
      }
      return isOpen && !isMatchNext;
    } catch (error) {
      if (error instanceof Unavailable) subscription.blame();
      throw error;
    }
  }
}

const laterOf = (one: Position | undefined, other: Position | undefined): Position | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
