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
import { Consumption, type Source } from './consumption.js';
import { deadLetterOf } from './dead-letter.js';
import { MessageLog } from './message-log.js';
import { openOwned, type OwnedFile } from './owned-file.js';
import { Topic, TOPIC_BOUNDS, type TopicBounds } from './topic.js';

/** Offsets may be this old, in milliseconds, when the process is killed; what was finished since is handed out again. */
export const OFFSET_DELAY_MS = 100;

/** Messages of a topic that one transaction forgets at the most. */
export const FORGET_MAX = 1_000;

/** Quick at first, because most retries wait for something short; never longer than a person waits for a sign of life. */
const RETRY_BACK_OFF: BackOff = { baseMs: 10, capMs: 5_000 };

/** Where the bus keeps its messages, and its bounds where they are not the usual ones. */
export interface InProcessBusOptions extends Partial<TopicBounds> {
  readonly path: string;
  readonly backOff?: BackOff;
}

/**
 * The bus of a single process, in a SQLite file of its own. A message is durable once publishing it has resolved, and stays until each
 * group of its topic has finished it; publishes of one turn of the event loop share one transaction. One consumer a group.
 * @throws Error when another process has the file
 */
export const openInProcessBus = ({ path, backOff = RETRY_BACK_OFF, ...bounds }: InProcessBusOptions): Opened<MessageBus> =>
  new InProcessBus(openOwned(path), { ...TOPIC_BOUNDS, ...bounds }, backOff);

interface Publishing {
  readonly topic: Topic;
  readonly sequence: number;
  readonly message: BusMessage;
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

  constructor(
    private readonly owned: OwnedFile,
    private readonly bounds: TopicBounds,
    private readonly backOff: BackOff,
  ) {
    this.log = new MessageLog(owned.database);
  }

  async publish(topicName: string, message: BusMessage): Promise<void> {
    if (this.state === 'closed') throw this.unavailable('it is closed');
    const topic = this.topic(topicName);
    const sequence = topic.accept();
    return new Promise((resolve, reject) => {
      if (this.publishing.length === 0) setImmediate(() => this.save());
      this.publishing.push({ topic, sequence, message, resolve, reject });
    });
  }

  async consume(
    topicName: string,
    group: string,
    handle: (delivery: Delivery) => Promise<Disposition>,
    signal: AbortSignal,
    options: ConsumeOptions = {},
  ): Promise<void> {
    if (this.state !== 'open') throw this.unavailable('it is closed');
    if (signal.aborted) return;
    const topic = this.topic(topicName);
    if (topic.consumptions.has(group))
      throw new Error(`Group ${group} consumes topic ${topicName} already: one consumer a group; raise inFlightMax instead.`);
    const from = topic.offsets.get(group) ?? (options.from === 'latest' ? topic.last : topic.first - 1);
    const consumption = new Consumption(this.source(topic, group), from, handle, this.backOff, options);
    const stop = () => consumption.stop();
    signal.addEventListener('abort', stop);
    topic.consumptions.set(group, consumption);
    topic.offsets.set(group, from);
    try {
      await consumption.ended;
    } finally {
      signal.removeEventListener('abort', stop);
      topic.consumptions.delete(group);
      this.unsaved.add(topic);
      this.save();
    }
  }

  async probe(): Promise<void> {
    if (this.state !== 'open') throw this.unavailable('it is closed');
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

  private source(topic: Topic, group: string): Source {
    return {
      topic: topic.name,
      last: () => topic.last,
      keysAfter: (sequence, limit) => this.read(() => this.log.keysAfter(topic.name, sequence, limit)),
      read: (sequence) => this.read(() => this.log.read(topic.name, sequence)),
      finished: (sequence) => {
        topic.offsets.set(group, sequence);
        this.saveSoon(topic);
      },
      bury: (delivery, disposition) => this.publish(DEAD_LETTER_TOPIC, deadLetterOf(delivery, disposition)),
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
      this.write(published, [...topics]);
      this.unsaved.clear();
      for (const { topic, sequence, resolve } of published) {
        topic.last = sequence;
        resolve();
      }
    } catch (error) {
      for (const { topic, reject } of published) {
        topic.accepted = topic.last;
        reject(this.unavailable('it cannot be written', error));
      }
    }
    for (const topic of topics) {
      for (const consumption of topic.consumptions.values()) consumption.wake();
      if (this.unsaved.has(topic) || topic.first <= topic.forgettable()) this.saveSoon(topic);
    }
  }

  private write(published: readonly Publishing[], topics: readonly Topic[]): void {
    const ends = topics.map((topic) => ({ topic, upTo: Math.min(topic.forgettable(), topic.first - 1 + FORGET_MAX) }));
    const forget = ends.filter(({ topic, upTo }) => upTo >= topic.first);
    this.log.write({
      messages: published.map(({ topic, sequence, message }) => ({ topic: topic.name, sequence, message })),
      offsets: topics.flatMap(({ name, offsets }) => [...offsets].map(([group, offset]) => ({ topic: name, group, offset }))),
      forget: forget.map(({ topic, upTo }) => ({ topic: topic.name, upTo })),
    });
    for (const { topic, upTo } of forget) topic.first = upTo + 1;
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
    const running = [...this.topics.values()].flatMap(({ consumptions }) => consumptions.values().toArray());
    for (const consumption of running) consumption.stop();
    await Promise.allSettled(running.map(({ ended }) => ended));
    this.save();
    this.state = 'closed';
    clearTimeout(this.timer);
    this.owned[Symbol.dispose]();
  }
}
