import { type BackOff } from '#libs/kernel/back-off.js';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import {
  type BusMessage,
  type ConsumeOptions,
  DEAD_LETTER_TOPIC,
  type Delivery,
  type Disposition,
  type MessageBus,
  type Opened,
} from '#libs/kernel/ports.js';
import { CommitFailed } from '#libs/sqlite/errors.js';
import { beginConsumption, type Source } from './consumption.js';
import { deadLetterOf } from './dead-letter.js';
import { RETRY_BACK_OFF } from './hand-out.js';
import { messageBytes } from './message-bytes.js';
import { MessageLog } from './message-log.js';
import { type BusObserver } from './observer.js';
import { requireFree } from '#libs/sqlite/room.js';
import { openOwned, type OwnedFile } from './owned-file.js';
import { type Running, Topic, TOPIC_BOUNDS, type TopicBounds } from './topic.js';

/** Offsets may be this old, in milliseconds, when the process is killed; what was finished since is handed out again. */
export const OFFSET_DELAY_MS = 100;

/** Messages of a topic that one transaction forgets at the most. */
export const FORGET_MAX = 1_000;

/** The one partition of a topic in a file. */
const PARTITIONS = [0];

/** Where the bus keeps its messages, its bounds where they are not the usual ones, and who hears what happens. */
export interface InProcessBusOptions extends Partial<TopicBounds> {
  readonly path: string;
  readonly backOff?: BackOff;
  readonly observer?: BusObserver;
}

/**
 * The bus of a single process, in a SQLite file of its own. A message is durable once publishing it has resolved, and stays until each
 * group of its topic has finished it; publishes of one turn of the event loop share one transaction. A topic is one partition: of
 * several consumers of a group one is in charge, and the next when it has ended. After a failed commit nothing in the file can be
 * relied on: the bus takes no more messages, hands out none, and says so.
 * @throws Error when another process has the file
 */
export const openInProcessBus = ({ path, backOff = RETRY_BACK_OFF, observer = {}, ...bounds }: InProcessBusOptions): Opened<MessageBus> =>
  new InProcessBus(openOwned(path), { ...TOPIC_BOUNDS, ...bounds }, backOff, observer);

interface Publishing {
  readonly topic: Topic;
  readonly sequence: number;
  readonly message: BusMessage;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: Unavailable) => void;
}

class InProcessBus implements Opened<MessageBus> {
  private readonly log: MessageLog;
  private readonly topics = new Map<string, Topic>();
  private readonly unsaved = new Set<Topic>();
  private publishing: Publishing[] = [];
  private timer: NodeJS.Timeout | undefined;
  private state: 'open' | 'closing' | 'closed' = 'open';
  /** Set once a commit has failed; the reason. */
  private distrust: Unavailable | undefined;

  constructor(
    private readonly owned: OwnedFile,
    private readonly bounds: TopicBounds,
    private readonly backOff: BackOff,
    private readonly observer: BusObserver,
  ) {
    this.log = new MessageLog(owned.database);
  }

  async publish(topicName: string, message: BusMessage): Promise<void> {
    this.assertUsable(this.state !== 'closed');
    messageBytes(topicName, message);
    const topic = this.topic(topicName);
    const sequence = topic.accept();
    return new Promise((resolve, reject) => {
      if (this.publishing.length === 0) setImmediate(() => this.save());
      this.publishing.push({ topic, sequence, message, since: performance.now(), resolve, reject });
    });
  }

  async consume(
    topicName: string,
    group: string,
    handle: (delivery: Delivery) => Promise<Disposition>,
    signal: AbortSignal,
    options: ConsumeOptions = {},
  ): Promise<void> {
    this.assertUsable(this.state === 'open');
    const topic = this.topic(topicName);
    // Looked at in the same turn as taken: several may wait for one to leave.
    while (topic.running.has(group) && !signal.aborted) await leaving(topic.running.get(group)!, signal);
    if (signal.aborted || this.state !== 'open') return;
    if (this.distrust) throw this.distrust;
    const { start, among } = topic.admit(group, options);
    const source = this.source(topic, group, (sequence) => among.set(group, sequence));
    const consumption = beginConsumption(source, start, handle, this.backOff, options);
    const stop = () => consumption.stop();
    signal.addEventListener('abort', stop);
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    topic.running.set(group, { consumption, left });
    among.set(group, start);
    options.onAssigned?.(PARTITIONS);
    this.observer.consumer?.({ topic: topicName, group, state: 'assigned', partitions: PARTITIONS });
    try {
      await consumption.ended;
    } finally {
      signal.removeEventListener('abort', stop);
      topic.running.delete(group);
      topic.passing.delete(group);
      this.unsaved.add(topic);
      this.save();
      options.onRevoked?.(PARTITIONS);
      this.observer.consumer?.({ topic: topicName, group, state: 'ended', partitions: [] });
      leave();
    }
  }

  async probe(): Promise<void> {
    this.assertUsable(this.state === 'open');
    requireFree(this.owned.file);
  }

  private assertUsable(open: boolean): void {
    if (this.distrust) throw this.distrust;
    if (!open) throw this.unavailable('it is closed');
  }

  private topic(name: string): Topic {
    const topic =
      this.topics.get(name)
      ?? new Topic(
        name,
        this.read(() => this.log.topic(name)),
        this.bounds,
      );
    this.topics.set(name, topic);
    return topic;
  }

  private source(topic: Topic, group: string, moveOffset: (sequence: number) => void): Source {
    return {
      topic: topic.name,
      last: () => topic.last,
      keysAfter: (sequence, limit) => this.read(() => this.log.keysAfter(topic.name, sequence, limit)),
      read: (sequence) => this.read(() => this.log.read(topic.name, sequence)),
      finished: (sequence) => {
        moveOffset(sequence);
        this.saveSoon(topic);
      },
      bury: (delivery, disposition) => this.publish(DEAD_LETTER_TOPIC, deadLetterOf(delivery, delivery.topic, disposition)),
      retried: ({ attempt }) => this.observer.retried?.(topic.name, group, attempt),
    };
  }

  private saveSoon(topic: Topic): void {
    this.unsaved.add(topic);
    this.timer ??= setTimeout(() => this.save(), OFFSET_DELAY_MS);
  }

  /** One transaction for all that waits: messages, offsets, and what they allow to forget. */
  private save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const published = this.publishing;
    const topics = new Set([...this.unsaved, ...published.map(({ topic }) => topic)]);
    if (topics.size === 0 || this.state === 'closed') return;
    this.publishing = [];
    try {
      if (this.distrust) throw this.distrust;
      this.write(published, [...topics]);
    } catch (error) {
      this.failed(published, error);
      if (this.distrust) return;
    }
    for (const topic of topics) {
      for (const { consumption } of topic.running.values()) consumption.wake();
      if (this.unsaved.has(topic) || topic.first <= topic.forgettable()) this.saveSoon(topic);
    }
  }

  private write(published: readonly Publishing[], topics: readonly Topic[]): void {
    const ends = topics.map((topic) => ({ topic, upTo: Math.min(topic.forgettable(), topic.first - 1 + FORGET_MAX) }));
    const forget = ends.filter(({ topic, upTo }) => upTo >= topic.first);
    this.log.write({
      messages: published.map(({ topic, sequence, message }) => ({ topic: topic.name, sequence, message })),
      offsets: topics.flatMap(({ name, offsets }) => [...offsets].map(([group, offset]) => ({ topic: name, group, offset }))),
      leaving: topics.flatMap(({ name, leaving }) => [...leaving].map((group) => ({ topic: name, group }))),
      forget: forget.map(({ topic, upTo }) => ({ topic: topic.name, upTo })),
    });
    for (const { topic, upTo } of forget) topic.first = upTo + 1;
    this.unsaved.clear();
    for (const topic of topics) topic.leaving.clear();
    for (const { topic, sequence, since, resolve } of published) {
      topic.last = sequence;
      this.observer.published?.(topic.name, performance.now() - since);
      resolve();
    }
  }

  /** What was to be written is refused; after a failed commit so is everything else, and consumers end. */
  private failed(published: readonly Publishing[], error: unknown): void {
    if (error instanceof CommitFailed) {
      this.distrust = this.unavailable(
        'a commit failed, so that what it holds is not certain; it takes no more messages. Check the disk, end this process and start it again',
        error,
      );
      this.observer.warn?.(this.distrust.message);
      for (const { running } of this.topics.values()) for (const { consumption } of running.values()) consumption.fail(this.distrust);
    }
    for (const { topic, reject } of published) {
      topic.accepted = topic.last;
      reject(this.distrust ?? this.unavailable('it cannot be written', error));
    }
  }

  private read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw error instanceof InvariantBroken ? error : this.unavailable('it cannot be read', error);
    }
  }

  private unavailable(reason: string, cause?: unknown): Unavailable {
    return new Unavailable(`Message bus ${this.owned.file}: ${reason}.`, { cause });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.state !== 'open') return;
    this.state = 'closing';
    const running = [...this.topics.values()].flatMap((topic) => topic.running.values().toArray());
    for (const { consumption } of running) consumption.stop();
    await Promise.allSettled(running.map(({ left }) => left));
    this.save();
    this.state = 'closed';
    clearTimeout(this.timer);
    this.owned[Symbol.dispose]();
  }
}

/** Waits until the consumer in charge has left, or nobody wants to take over any more. */
const leaving = async ({ left }: Running, signal: AbortSignal): Promise<void> => {
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
  const stop = () => abort();
  signal.addEventListener('abort', stop);
  await Promise.race([left, aborted]);
  signal.removeEventListener('abort', stop);
};
