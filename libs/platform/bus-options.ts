import { DEAD_LETTER_TOPIC } from '#libs/kernel/ports.js';
import { type Configuration } from './configuration.js';
import { withoutSecrets } from '#libs/kernel/secrets.js';
import { type Log } from './log.js';
import { type Metrics } from './metrics/metrics.js';

/** Every topic that the services use; those that are missing are made. Their names are the runtime's, which this library does not know. */
export const TOPICS = ['rapport.commands.v1', 'rapport.outcomes.v1', 'rapport.events.v1', DEAD_LETTER_TOPIC] as const;

/** Topics that a consumer may read from the first message on, or a person after a holiday: brokers keep a week unless told. */
const KEPT: ReadonlySet<string> = new Set(['rapport.events.v1', DEAD_LETTER_TOPIC]);

/** Kafka's word for keeping everything. */
const FOR_EVER_MS = -1;

/** How a topic is made. */
interface TopicSettings {
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  /** Absent: as the broker is set. */
  readonly retentionMs?: number;
}

/** What a bus is told when it is opened; one without brokers has no use for most of it. */
export interface BusOptions {
  readonly topics: Readonly<Record<string, TopicSettings>>;
  readonly observer: {
    warn(text: string): void;
    consumer(state: {
      readonly topic: string;
      readonly state: string;
      readonly partitions: readonly number[];
      readonly reason?: string;
    }): void;
    lag(lag: { readonly topic: string; readonly partition: number; readonly messages: number }): void;
  };
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** As configured; what the bus has to say goes to the log and to the metrics. */
export const busOptions = ({ topicPartitions, topicReplication }: Configuration, log: Log, metrics: Metrics): BusOptions => {
  // One replica may be away without stopping those that write.
  const minInsyncReplicas = Math.max(1, topicReplication - 1);
  const settings = { partitions: topicPartitions, replicationFactor: topicReplication, minInsyncReplicas };
  return {
    topics: Object.fromEntries(TOPICS.map((topic) => [topic, KEPT.has(topic) ? { ...settings, retentionMs: FOR_EVER_MS } : settings])),
    observer: {
      warn: (text) => log.warn({ engine: 'message-bus' }, withoutSecrets(text)),
      consumer: ({ topic, state, partitions, reason }) => {
        const details = { topic, partitions, ...(reason !== undefined && { reason: withoutSecrets(reason) }) };
        if (state === 'crashed') log.warn(details, 'a consumer has crashed and begins again');
        else if (state === 'unreachable') log.warn(details, 'a consumer does not reach its broker and waits for it');
        else log.debug(details, `a consumer is ${state}`);
      },
      lag: ({ topic, partition, messages }) =>
        metrics.set('rapport_bus_consumer_lag_messages', { topic, partition: String(partition) }, messages),
    },
    // The client's own words are detail: what matters comes as an error or by the observer.
    log: (_level, text) => log.debug({ engine: 'message-bus' }, withoutSecrets(text)),
  };
};
