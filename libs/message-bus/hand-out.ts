import { type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';

/** Messages of different keys in hand at once, unless told. */
export const IN_FLIGHT_MAX = 64;

/** A message that no retry would help, and why. */
export type Dead = Extract<Disposition, { readonly kind: 'dead' }>;

/** What a lane's messages are: a partition, or a topic that has none. */
export interface LaneSource<Item> {
  /** The message as it is handed out. What it throws ends the whole hand-out. */
  deliver(item: Item, attempt: number): Delivery;
  /** Keeps a dead letter; resolves once it is durable. */
  bury(item: Item, delivery: Delivery, disposition: Dead): Promise<void>;
  /** Done or dead; never called for what is in hand of a lane that was dropped. */
  finished(item: Item): void;
}

/** How messages are handed out. */
export interface HandOutOptions {
  readonly handle: (delivery: Delivery) => Promise<Disposition>;
  readonly backOff: BackOff;
  readonly inFlightMax: number | undefined;
  /** Asked while there is room: adds what there is to a lane, and says whether that was anything. */
  readonly more: () => boolean;
  readonly retried?: ((delivery: Delivery) => void) | undefined;
}

/** The unfinished messages of one key. The first is ready, in hand, backing off, or held by its lane. */
interface Queue<Item> {
  readonly lane: Lane<Item>;
  readonly key: unknown;
  readonly items: Item[];
  /** How often the first was handed out. */
  attempt: number;
}

/** The messages of one partition, a queue a key; those without a key wait for nobody. */
export class Lane<Item> {
  readonly queues = new Map<unknown, Queue<Item>>();
  readonly held: Queue<Item>[] = [];
  dropped = false;
  suspended = false;

  constructor(
    readonly source: LaneSource<Item>,
    private readonly ready: Queue<Item>[],
    private readonly wake: () => void,
  ) {}

  /** Adds the next message of a key (`null`: of none). */
  add(key: string | null, item: Item): void {
    const id = key ?? Symbol('no key');
    const queue = this.queues.get(id);
    if (queue !== undefined) return void queue.items.push(item);
    const begun: Queue<Item> = { lane: this, key: id, items: [item], attempt: 0 };
    this.queues.set(id, begun);
    this.ready.push(begun);
  }

  /** Hands out nothing more for the time being; what is in hand may finish. */
  suspend(): void {
    this.suspended = true;
  }

  resume(): void {
    this.suspended = false;
    this.ready.push(...this.held.splice(0));
    this.wake();
  }

  /** Forgets everything: what is in hand goes on and changes nothing any more. */
  drop(): void {
    this.dropped = true;
    this.queues.clear();
    this.held.length = 0;
  }
}

/**
 * Hands out messages in order per key, a bounded number at a time. Each turn of the event loop hands out as much as there is room
 * for: handlers that never wait must not starve the process.
 */
export class HandOut<Item> {
  /** Resolves when it was stopped and the messages in hand are finished; rejects, then too, with what went wrong. */
  readonly ended: Promise<void>;
  private readonly end: (failure?: { readonly error: unknown }) => void;
  private readonly ready: Queue<Item>[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly inFlightMax: number;
  private inHand = 0;
  private awake = false;
  private stopped = false;
  private failure: { readonly error: unknown } | undefined;

  /** @throws RangeError for a bound of less than one message in hand */
  constructor(private readonly options: HandOutOptions) {
    this.inFlightMax = options.inFlightMax ?? IN_FLIGHT_MAX;
    if (!(this.inFlightMax >= 1)) throw new RangeError(`inFlightMax is ${this.inFlightMax}: allow at least one message in hand.`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    this.end = (failure) => (failure ? reject(failure.error) : resolve());
  }

  /** A new lane, empty. */
  lane(source: LaneSource<Item>): Lane<Item> {
    return new Lane(source, this.ready, () => this.wake());
  }

  /** To be called when there may be something to hand out. */
  wake(): void {
    if (this.awake) return;
    this.awake = true;
    setImmediate(() => {
      this.awake = false;
      this.handOut();
      if (this.stopped && this.inHand === 0) this.end(this.failure);
    });
  }

  /** Hands out nothing more. What is in hand is finished; what backs off is left to the group's next consumer. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.wake();
  }

  /** Stops, and says why. */
  fail(error: unknown): void {
    this.failure ??= { error };
    this.stop();
  }

  private handOut(): void {
    try {
      while (!this.stopped && this.inHand < this.inFlightMax) {
        const queue = this.ready.shift();
        if (queue === undefined) {
          if (!this.options.more()) return;
        } else if (queue.lane.suspended) queue.lane.held.push(queue);
        else if (!queue.lane.dropped) this.start(queue);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  private start(queue: Queue<Item>): void {
    const [item] = queue.items as [Item];
    const delivery = queue.lane.source.deliver(item, queue.attempt + 1);
    queue.attempt += 1;
    this.inHand += 1;
    void this.finish(queue, delivery, this.judge(queue.lane.source, item, delivery));
  }

  /** Never throws: what goes wrong with a message is tried again. */
  private async judge(source: LaneSource<Item>, item: Item, delivery: Delivery): Promise<Disposition> {
    try {
      const disposition = await this.options.handle(delivery);
      if (disposition.kind === 'dead') await source.bury(item, delivery, disposition);
      return disposition;
    } catch {
      return { kind: 'retry' };
    }
  }

  private async finish(queue: Queue<Item>, delivery: Delivery, judged: Promise<Disposition>): Promise<void> {
    const { kind } = await judged;
    this.inHand -= 1;
    if (kind === 'retry') this.options.retried?.(delivery);
    if (!queue.lane.dropped) {
      if (kind === 'retry') this.again(queue);
      else this.goOn(queue);
    }
    this.wake();
  }

  private again(queue: Queue<Item>): void {
    if (this.stopped) return;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        this.ready.push(queue);
        this.wake();
      },
      backOffMs(queue.attempt, this.options.backOff, Math.random()),
    );
    this.timers.add(timer);
  }

  private goOn(queue: Queue<Item>): void {
    const item = queue.items.shift() as Item;
    queue.attempt = 0;
    if (queue.items.length > 0) this.ready.push(queue);
    else queue.lane.queues.delete(queue.key);
    queue.lane.source.finished(item);
  }
}
