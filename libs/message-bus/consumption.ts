import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { type BusMessage, type ConsumeOptions, type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { FinishedPrefix } from './finished-prefix.js';

/** Messages of different keys in hand at once, unless told. */
export const IN_FLIGHT_MAX = 64;

/** Keys that one look into the topic fetches. */
export const PAGE_SIZE = 256;

/** Messages looked at beyond the oldest unfinished one. Only their keys are held: values are read when their turn comes. */
export const READ_AHEAD_MAX = 10_000;

/** A topic as one group sees it. */
export interface Source {
  readonly topic: string;
  /** The newest message. */
  last(): number;
  keysAfter(sequence: number, limit: number): readonly { readonly sequence: number; readonly key: string }[];
  read(sequence: number): BusMessage;
  /** Everything up to the sequence is finished. */
  finished(sequence: number): void;
  /** Keeps a dead letter; resolves once it is durable. */
  bury(delivery: Delivery, disposition: Extract<Disposition, { readonly kind: 'dead' }>): Promise<void>;
}

/** The unfinished messages of one key that were looked at. The first is ready, in hand, or backing off. */
interface Queue {
  readonly key: string;
  readonly sequences: number[];
  /** How often the first was handed out. */
  attempt: number;
}

/**
 * Hands out one topic to one group, a queue a key. Each turn of the event loop hands out as much as there is room for: handlers that
 * never wait must not starve the process.
 */
export class Consumption {
  /** Resolves when it was stopped and the messages in hand are finished; rejects, then too, when the topic cannot be read. */
  readonly ended: Promise<void>;
  private readonly end: (failure?: { readonly error: unknown }) => void;
  private readonly queues = new Map<string, Queue>();
  private readonly ready: Queue[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly prefix: FinishedPrefix;
  private readonly inFlightMax: number;
  private looked: number;
  private inHand = 0;
  private awake = false;
  private stopped = false;
  private failure: { readonly error: unknown } | undefined;

  /** @throws RangeError for a bound of less than one message in hand */
  constructor(
    private readonly source: Source,
    from: number,
    private readonly handle: (delivery: Delivery) => Promise<Disposition>,
    private readonly backOff: BackOff,
    { inFlightMax = IN_FLIGHT_MAX }: ConsumeOptions,
  ) {
    if (!(inFlightMax >= 1)) throw new RangeError(`inFlightMax is ${inFlightMax}: allow at least one message in hand.`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    this.end = (failure) => (failure ? reject(failure.error) : resolve());
    this.prefix = new FinishedPrefix(from);
    this.looked = from;
    this.inFlightMax = inFlightMax;
    this.wake();
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

  private handOut(): void {
    try {
      while (!this.stopped && this.inHand < this.inFlightMax) {
        const queue = this.ready.shift();
        if (queue !== undefined) this.start(queue);
        else if (!this.lookAhead()) return;
      }
    } catch (error) {
      this.failure = { error };
      this.stop();
    }
  }

  /** Queues the next page; false when there is none, or the oldest unfinished message is too far behind. */
  private lookAhead(): boolean {
    if (this.looked >= this.source.last() || this.looked - this.prefix.end >= READ_AHEAD_MAX) return false;
    const page = this.source.keysAfter(this.looked, PAGE_SIZE);
    for (const { sequence, key } of page) {
      const queue = this.queues.get(key) ?? this.newQueue(key);
      queue.sequences.push(sequence);
      this.looked = sequence;
    }
    return page.length > 0;
  }

  private newQueue(key: string): Queue {
    const queue = { key, sequences: [], attempt: 0 };
    this.queues.set(key, queue);
    this.ready.push(queue);
    return queue;
  }

  private start(queue: Queue): void {
    const [sequence = 0] = queue.sequences;
    const message = this.source.read(sequence);
    queue.attempt += 1;
    this.inHand += 1;
    void this.finish(queue, sequence, this.judge({ ...message, topic: this.source.topic, attempt: queue.attempt }));
  }

  /** Never throws: what goes wrong with a message is tried again. */
  private async judge(delivery: Delivery): Promise<Disposition> {
    try {
      const disposition = await this.handle(delivery);
      if (disposition.kind === 'dead') await this.source.bury(delivery, disposition);
      return disposition;
    } catch {
      return { kind: 'retry' };
    }
  }

  private async finish(queue: Queue, sequence: number, judged: Promise<Disposition>): Promise<void> {
    const { kind } = await judged;
    this.inHand -= 1;
    if (kind === 'retry') this.again(queue);
    else this.goOn(queue, sequence);
    this.wake();
  }

  private again(queue: Queue): void {
    if (this.stopped) return;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        this.ready.push(queue);
        this.wake();
      },
      backOffMs(queue.attempt, this.backOff, Math.random()),
    );
    this.timers.add(timer);
  }

  private goOn(queue: Queue, sequence: number): void {
    queue.sequences.shift();
    queue.attempt = 0;
    if (queue.sequences.length > 0) this.ready.push(queue);
    else this.queues.delete(queue.key);
    if (this.prefix.finish(sequence)) this.source.finished(this.prefix.end);
  }
}
