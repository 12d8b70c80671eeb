/** What the adapter needs of a Kafka client, in the adapter's own words; driver.ts gives it. */

/** Where the brokers are and how to speak to them. Holds a secret: never to be printed. */
export interface KafkaAddress {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** `true`, or with the certificates to trust instead of the machine's. */
  readonly tls?: true | { readonly ca: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** How a topic is made where it is missing. */
export interface TopicSettings {
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Replicas that must have a message before it counts as durable. */
  readonly minInsyncReplicas?: number;
  readonly maxMessageBytes?: number;
  readonly retentionMs?: number;
}

/** A record to send. */
export interface OutgoingRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | Buffer[]>>;
}

/** A header as it was fetched; one may have no value at all. */
export type FetchedHeader = string | Buffer | null | undefined | readonly (string | Buffer | null)[];

/** A record as it was fetched. */
export interface FetchedRecord {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, FetchedHeader>>;
}

/** Records of one partition, in order; offsets may have holes. */
export interface FetchedBatch {
  readonly partition: number;
  /** The offset that was asked for. */
  readonly from: number;
  readonly records: readonly FetchedRecord[];
  /** The offset to ask for next. */
  readonly next: number;
}

/** Some partitions may not have taken their records, and nobody said so. */
export class IncompleteSend extends Error {
  override readonly name = 'IncompleteSend';
}

/** Sends to one topic, one send at a time. After a failure it must be closed and never used again. */
export interface RecordProducer {
  open(): Promise<void>;
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** What a reader tells. All are called synchronously, and must not throw. */
export interface ReaderHooks {
  /** The reader has these partitions now; nothing is fetched between this call and the seeks and pauses made in it. */
  joined(partitions: readonly number[]): void;
  rebalancing(): void;
  /** It does nothing any more. */
  crashed(error: unknown): void;
  batch(batch: FetchedBatch): void;
  /** There was nothing to hand over up to an offset. */
  skipped(partition: number, next: number): void;
  /** The coordinator has answered a heartbeat. */
  alive(): void;
}

/** A member of a consumer group on one topic. */
export interface GroupReader {
  /** Joins; resolves when it has joined or crashed. */
  start(): Promise<void>;
  seek(partition: number, offset: number): void;
  pause(partitions: readonly number[]): void;
  resume(partitions: readonly number[]): void;
  /**
   * Says that everything before these offsets is finished. Must be called from a macrotask of its own or from `rebalancing`: between
   * two generations of the group a promise's continuation may run.
   */
  commit(offsets: ReadonlyMap<number, number>): Promise<void>;
  /** Leaves the group. */
  close(): Promise<void>;
}

/** Questions about the cluster. */
export interface Admin {
  open(): Promise<void>;
  ping(): Promise<void>;
  topics(): Promise<readonly string[]>;
  /** How many partitions topics have that exist. */
  partitions(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  create(topics: Readonly<Record<string, TopicSettings>>): Promise<void>;
  /** A group's offsets by partition, where it has any. */
  committed(topic: string, group: string): Promise<ReadonlyMap<number, number>>;
  /** The earliest offset, and the one that the next message will have. */
  bounds(topic: string): Promise<ReadonlyMap<number, { readonly low: number; readonly high: number }>>;
  /** Asks the group's coordinator. A group that is not there is `quiet`. */
  groupState(group: string): Promise<'quiet' | 'rebalancing'>;
  /** Removes a group without members, and its offsets. Nothing happens where there is none. */
  forgetGroup(group: string): Promise<void>;
  close(): Promise<void>;
}

/** How long a client tries what fails: once more, for seconds, or until it is destroyed. */
export type Patience = 'little' | 'seconds' | 'endless';

export interface ClientOptions {
  readonly address: KafkaAddress;
  readonly log: (level: 'warn' | 'error', text: string) => void;
  readonly patience: Patience;
}

/** One client with its connections. */
export interface Client {
  producer(): RecordProducer;
  reader(topic: string, group: string, hooks: ReaderHooks): GroupReader;
  admin(): Admin;
  /** Cuts all connections and opens no more: nothing is sent any more, and whatever is still trying fails. */
  destroy(): void;
}
