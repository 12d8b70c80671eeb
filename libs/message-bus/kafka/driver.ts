/** All that this project knows of kafkajs; what the adapter needs of a Kafka client stands in wire.ts. */
import { type Socket } from 'node:net';
import {
  type Consumer,
  Kafka,
  type KafkaJSDeleteGroupsError,
  logLevel,
  type Message,
  Partitioners,
  type RetryOptions,
  type SASLOptions,
} from 'kafkajs';
import { FetchPace } from './fetch-pace.js';
import {
  BATCH_MAX,
  CONNECT_MS_MAX,
  FETCH_BYTES_MAX,
  FETCH_MS_MAX,
  FETCH_PARTITION_BYTES_MAX,
  HEARTBEAT_MS,
  PARTITIONS_AT_ONCE,
  REBALANCE_MS,
  REPLICATE_MS_MAX,
  REQUEST_MS_MAX,
  RETRIES_MAX,
  RETRY_MS,
  SESSION_MS,
} from './settings.js';
import { openSocket } from './sockets.js';
import {
  type Admin,
  type Client,
  type ClientOptions,
  type GroupReader,
  IncompleteSend,
  type OutgoingRecord,
  type ReaderHooks,
  type RecordProducer,
  type TopicSettings,
} from './wire.js';

/** Of the answer for a group that is not there. */
const GROUP_NOT_FOUND = 69;

const CLOSED = 'The client is closed.';

const retry = (retries: number): RetryOptions => ({
  retries,
  initialRetryTime: RETRY_MS.first,
  maxRetryTime: RETRY_MS.longest,
  factor: 0.2,
  multiplier: 2,
});

/** A client of its own, with connections of its own: kafkajs shares offsets between the consumers of one client. */
export const openClient = ({ address, log, patience }: ClientOptions): Client => {
  const sockets = new Set<Socket>();
  let destroyed = false;
  const { tls, sasl } = address;
  const kafka = new Kafka({
    // Without brokers the client gives up, whatever it was trying: the one end that its own attempts have in time.
    brokers: () => (destroyed ? [] : [...address.brokers]),
    clientId: address.clientId,
    ...(tls && { ssl: tls === true ? true : { ...tls } }),
    ...(sasl && { sasl: sasl as SASLOptions }),
    connectionTimeout: CONNECT_MS_MAX,
    authenticationTimeout: REQUEST_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    enforceRequestTimeout: true,
    retry: retry(RETRIES_MAX[patience]),
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, namespace, log: { message } }) =>
        log(level === logLevel.ERROR ? 'error' : 'warn', `${namespace}: ${message}`),
    socketFactory: (options) => {
      if (destroyed) throw new Error(CLOSED);
      const socket = openSocket(options, REQUEST_MS_MAX);
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
  });
  return {
    producer: () => openProducer(kafka),
    reader: (topic, group, hooks) => openReader(kafka, topic, group, hooks),
    admin: () => openAdmin(kafka),
    destroy: () => {
      destroyed = true;
      // With an error, because the client does not listen for the end of a connection that was cut without one.
      for (const socket of sockets) socket.destroy(new Error(CLOSED));
    },
  };
};

/**
 * kafkajs keeps an idempotent producer's promise under conditions that are ours to keep: one send at a time, because a second one may
 * take the sequence numbers of a first that is being retried; a message stays in its partition through all retries, for the same
 * reason; a producer that has failed is not used again, because its next batch might pass for the failed one; and each partition has
 * answered, because those whose leader moves during a retry are left out in silence.
 */
const openProducer = (kafka: Kafka): RecordProducer => {
  const choose = Partitioners.DefaultPartitioner();
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    metadataMaxAge: 60_000,
    retry: retry(RETRIES_MAX.seconds),
    createPartitioner: () => (to) => (to.message.partition ??= choose(to)),
  });
  return {
    open: () => producer.connect(),
    send: async (topic, records) => {
      if (records.length > BATCH_MAX) throw new RangeError(`${records.length} records in one send: ${BATCH_MAX} are allowed.`);
      const messages = records.map(toMessage);
      const answers = await producer.send({ topic, messages, acks: -1, timeout: REPLICATE_MS_MAX });
      const answered = new Set(answers.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition));
      if (!messages.every(({ partition }) => partition !== undefined && answered.has(partition)))
        throw new IncompleteSend(`Not every partition of topic ${topic} has answered.`);
    },
    close: () => producer.disconnect(),
  };
};

const toMessage = ({ key, value, headers }: OutgoingRecord): Message => ({ key, value, headers: { ...headers } });

const openReader = (kafka: Kafka, topic: string, groupId: string, hooks: ReaderHooks): GroupReader => {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: REBALANCE_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: FETCH_MS_MAX,
    minBytes: 1,
    maxBytes: FETCH_BYTES_MAX,
    maxBytesPerPartition: FETCH_PARTITION_BYTES_MAX,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    // A consumer that crashed is replaced by a new one, by us: a restarted one may be left without partitions or connections.
    retry: { ...retry(RETRIES_MAX.endless), restartOnFailure: async () => false },
  });
  let commitNow: GroupReader['commit'] | undefined;
  const pace = new FetchPace();
  consumer.on(consumer.events.FETCH_START, () => pace.begin());
  listen(consumer, topic, hooks);
  const one = (partitions: readonly number[]) => [{ topic, partitions: [...partitions] }];
  return {
    start: async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: true,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: async ({ batch, commitOffsetsIfNecessary }) => {
          commitNow = (offsets) => commitOffsetsIfNecessary({ topics: [{ topic, partitions: toPartitions(offsets) }] });
          const { fetchedOffset } = batch as unknown as { readonly fetchedOffset: string };
          const records = batch.messages.map(({ offset, key, value, headers = {} }) => ({ offset: Number(offset), key, value, headers }));
          hooks.batch({ partition: batch.partition, from: Number(fetchedOffset), records, next: Number(batch.lastOffset()) + 1 });
          await pace.rest(records.length);
        },
      });
    },
    seek: (partition, offset) => consumer.seek({ topic, partition, offset: String(offset) }),
    pause: (partitions) => consumer.pause(one(partitions)),
    resume: (partitions) => consumer.resume(one(partitions)),
    // The consumer's own commitOffsets tries again while the broker is away, also after a rebalance, when the partition may be another
    // member's: the batch's does not. Before the first batch there is no other.
    commit: (offsets) =>
      commitNow?.(offsets) ?? consumer.commitOffsets(toPartitions(offsets).map((partition) => ({ topic, ...partition }))),
    close: () => consumer.disconnect(),
  };
};

const toPartitions = (offsets: ReadonlyMap<number, number>) =>
  [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));

const listen = (consumer: Consumer, topic: string, hooks: ReaderHooks): void => {
  const { GROUP_JOIN, REBALANCING, CRASH, HEARTBEAT, START_BATCH_PROCESS } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => hooks.joined(payload.memberAssignment[topic] ?? []));
  consumer.on(REBALANCING, () => hooks.rebalancing());
  consumer.on(CRASH, ({ payload }) => hooks.crashed(payload.error));
  // Not the end of a fetch: the client counts one that failed.
  consumer.on(HEARTBEAT, () => hooks.alive());
  // Batches of control records and aborted messages alone are never handed over.
  consumer.on(START_BATCH_PROCESS, ({ payload: { batchSize, partition, lastOffset } }) => {
    if (batchSize === 0) hooks.skipped(partition, Number(lastOffset) + 1);
  });
};

const openAdmin = (kafka: Kafka): Admin => {
  const admin = kafka.admin({ retry: retry(RETRIES_MAX.little) });
  return {
    open: () => admin.connect(),
    ping: async () => void (await admin.describeCluster()),
    topics: () => admin.listTopics(),
    partitions: async (topics) => {
      const described = await admin.fetchTopicMetadata({ topics: [...topics] });
      return new Map(described.topics.map(({ name, partitions }) => [name, partitions.length]));
    },
    create: async (topics) => {
      await admin.createTopics({
        waitForLeaders: true,
        timeout: REPLICATE_MS_MAX,
        topics: Object.entries(topics).map(([topic, settings]) => ({
          topic,
          numPartitions: settings.partitions,
          replicationFactor: settings.replicationFactor,
          configEntries: configEntries(settings),
        })),
      });
    },
    committed: async (topic, groupId) => {
      const [fetched] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const offsets = (fetched?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)] as const);
      // -1: none. -2: kafkajs asks for the earliest, after an offset that is not there any more.
      return new Map(offsets.filter(([, offset]) => offset !== -1).map(([partition, offset]) => [partition, Math.max(0, offset)]));
    },
    bounds: async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]));
    },
    groupState: async (groupId) => {
      const { groups } = await admin.describeGroups([groupId]);
      return groups.some(({ state }) => state.endsWith('Rebalance')) ? 'rebalancing' : 'quiet';
    },
    forgetGroup: async (groupId) => {
      try {
        await admin.deleteGroups([groupId]);
      } catch (error) {
        if (!isGroupsNotFound(error)) throw error;
      }
    },
    close: () => admin.disconnect(),
  };
};

/** Told by its name: this class is no export that Node finds in a CommonJS package. */
const isGroupsNotFound = (error: unknown): boolean => {
  const { name, groups } = error as KafkaJSDeleteGroupsError;
  return name === 'KafkaJSDeleteGroupsError' && groups?.every(({ errorCode }) => errorCode === GROUP_NOT_FOUND) === true;
};

const configEntries = ({ minInsyncReplicas, maxMessageBytes, retentionMs }: TopicSettings) =>
  Object.entries({ 'min.insync.replicas': minInsyncReplicas, 'max.message.bytes': maxMessageBytes, 'retention.ms': retentionMs })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value: String(value) }));
