import { Unavailable } from '#libs/kernel/errors.js';
import {
  type BusMessage,
  type ConsumeOptions,
  DEAD_LETTER_TOPIC,
  type Delivery,
  type Disposition,
  type MessageBus,
  type Opened,
  PROBE_MS_MAX,
} from '#libs/kernel/ports.js';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { deadLetterOf } from './dead-letter.js';
import { RETRY_BACK_OFF } from './hand-out.js';
import { AdminDesk } from './kafka/admin-desk.js';
import { parseKafkaUrl } from './kafka/address.js';
import { openClient } from './kafka/driver.js';
import { inTime, isLoginRefused, pause, reasonOf } from './kafka/failure.js';
import { GroupConsumption } from './kafka/group-consumption.js';
import { TopicPublisher } from './kafka/publisher.js';
import { LAG_PERIOD_MS, OPEN_MS_MAX, RESTART_BACK_OFF } from './kafka/settings.js';
import { provisionTopics } from './kafka/topics.js';
import { type Client, type KafkaAddress, type Patience, type TopicSettings } from './kafka/wire.js';
import { bytesOf, headerBytes, messageBytes } from './message-bytes.js';
import { type BusObserver } from './observer.js';

/** Part of {@link PROBE_MS_MAX} that is left for the answer to be passed on. */
const PROBE_SLACK_MS = 100;

/** Which topics there should be, and who hears what happens. */
export interface KafkaBusOptions {
  readonly topics?: Readonly<Record<string, TopicSettings>>;
  readonly observer?: BusObserver;
  readonly backOff?: BackOff;
  /** What the client says of itself; nothing is printed unless told. */
  readonly log?: (level: 'warn' | 'error', text: string) => void;
}

/**
 * A bus on Kafka. It opens also while no broker answers: publishing is Unavailable then, consumers begin when one does, missing topics
 * are made when one does, and the probe says why.
 * @throws Error for a URL that is not understood, or when a broker that answers meanwhile refuses the login
 */
export const openKafkaBus = async (url: string, options: KafkaBusOptions = {}): Promise<Opened<MessageBus>> => {
  const address = parseKafkaUrl(url);
  const { log = () => undefined } = options;
  // The address, which holds a secret, stays out of all objects that somebody might print.
  const bus = new KafkaBus(address.brokers.join(','), (patience) => openClient({ address, patience, log }), options);
  try {
    await bus.open(address.sasl !== undefined);
  } catch (error) {
    await bus[Symbol.asyncDispose]();
    throw new Error(refusalOf(address, reasonOf(error)), { cause: error });
  }
  return bus;
};

/** What a refused login is told as. */
const refusalOf = ({ brokers, sasl }: KafkaAddress, reason: string): string => {
  const login = sasl === undefined ? 'a client without a login' : `the login of "${sasl.username}" (sasl=${sasl.mechanism})`;
  return (
    `MESSAGE_BUS_URL: Kafka at ${brokers.join(',')} refuses ${login}: ${reason.replace(/\.$/, '')}. `
    + 'Check user, password and sasl=plain|scram-sha-256|scram-sha-512 in the URL, and that the port is one at which the brokers ask for a login.'
  );
};

class KafkaBus implements Opened<MessageBus> {
  private readonly publishers = new Map<string, TopicPublisher>();
  private readonly consumptions = new Map<GroupConsumption, Promise<void>>();
  private readonly desk = new AdminDesk(() => this.client('little'));
  private readonly closing = new AbortController();
  /** What is in hand while the bus closes may still publish. */
  private closed = false;
  private readonly observer: BusObserver;
  private lagTimer: NodeJS.Timeout | undefined;
  private opening = false;
  private provisioned = false;
  private provisioning: unknown;

  constructor(
    private readonly brokers: string,
    private readonly client: (patience: Patience) => Client,
    private readonly options: KafkaBusOptions,
  ) {
    this.observer = options.observer ?? {};
  }

  /**
   * Waits for the topics as long as that is worth it; where there is a login, also for a broker to take it.
   * @throws what the client said of a refused login. One that is refused later is waited for like an outage.
   */
  async open(hasLogin: boolean): Promise<void> {
    this.opening = true;
    await inTime(this.provision(hasLogin), OPEN_MS_MAX, 'the topics').catch((error: unknown) => {
      if (isLoginRefused(error)) throw error;
    });
    this.opening = false;
    if (this.observer.lag) this.lagTimer = setInterval(() => void this.tellLag(), LAG_PERIOD_MS);
  }

  private async provision(hasLogin: boolean): Promise<void> {
    for (let attempt = 1; !this.provisioned && !this.closing.signal.aborted; attempt += 1) {
      try {
        if (hasLogin) await this.desk.ask((admin) => admin.ping());
        await provisionTopics(this.desk, this.options.topics ?? {}, this.observer);
        this.provisioned = true;
      } catch (error) {
        if (this.opening && isLoginRefused(error)) throw error;
        if (attempt === 1) this.observer.warn?.(`${this.name}: topics cannot be made or looked at yet: ${reasonOf(error)}.`);
        this.provisioning = error;
        await pause(backOffMs(attempt, RESTART_BACK_OFF, Math.random()), this.closing.signal);
      }
    }
  }

  async publish(topic: string, message: BusMessage): Promise<void> {
    if (this.closed) throw this.unavailable('it is closed');
    const since = performance.now();
    await this.publisher(topic).publish(message, messageBytes(topic, message));
    this.observer.published?.(topic, performance.now() - since);
  }

  async consume(
    topic: string,
    group: string,
    handle: (delivery: Delivery) => Promise<Disposition>,
    signal: AbortSignal,
    options: ConsumeOptions = {},
  ): Promise<void> {
    if (this.closing.signal.aborted) throw this.unavailable('it is closed');
    const consumption = new GroupConsumption({
      topic,
      group,
      handle,
      options,
      backOff: this.options.backOff ?? RETRY_BACK_OFF,
      observer: this.observer,
      desk: this.desk,
      openClient: () => this.client('endless'),
      bury: async (message, from, disposition) => {
        const letter = deadLetterOf(message, from, disposition);
        await this.publisher(DEAD_LETTER_TOPIC).publish(letter, bytesOf(letter.key) + bytesOf(letter.value) + headerBytes(letter.headers));
      },
    });
    const running = consumption.run(AbortSignal.any([signal, this.closing.signal]));
    this.consumptions.set(consumption, running);
    try {
      await running;
    } finally {
      this.consumptions.delete(consumption);
    }
  }

  async probe(): Promise<void> {
    if (this.closing.signal.aborted) throw this.unavailable('it is closed');
    try {
      await this.desk.ask((admin) => admin.ping(), PROBE_MS_MAX - PROBE_SLACK_MS);
    } catch (error) {
      throw this.unavailable(reasonOf(error), error);
    }
    if (!this.provisioned) throw this.unavailable(`its topics are not there yet: ${reasonOf(this.provisioning ?? 'not asked yet')}`);
  }

  private publisher(topic: string): TopicPublisher {
    const publisher = this.publishers.get(topic) ?? new TopicPublisher(topic, this.brokers, () => this.client('seconds'));
    this.publishers.set(topic, publisher);
    return publisher;
  }

  private async tellLag(): Promise<void> {
    for (const consumption of this.consumptions.keys()) {
      const { topic, group } = consumption;
      const ends = await this.desk.ask((admin) => admin.bounds(topic)).catch(() => undefined);
      if (ends === undefined) return;
      for (const [partition, messages] of consumption.lags(ends)) this.observer.lag?.({ topic, group, partition, messages });
    }
  }

  private get name(): string {
    return `Kafka at ${this.brokers}`;
  }

  private unavailable(reason: string, cause?: unknown): Unavailable {
    return new Unavailable(`${this.name}: ${reason}.`, { cause });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
    clearInterval(this.lagTimer);
    await Promise.allSettled(this.consumptions.values());
    this.closed = true;
    await Promise.all(this.publishers.values().map((publisher) => publisher.close()));
    this.desk.close();
  }
}
