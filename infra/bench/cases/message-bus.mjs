/** P7 on Kafka: the adapter beside `kafkajs`. */
import { Kafka, logLevel } from 'kafkajs';
import { openMessageBus } from '#libs/message-bus/open.js';
import { encodeCommand } from '#libs/runtime/cloud-events.js';
import { forSeconds } from '../compare.mjs';
import { accountOf, newCommand, RUN } from '../content.mjs';

const BAR = { ratio: 0.7 };
const DURABLE = 'acks -1, idempotent producer, one broker';
const KEYS = 1_000;
const IN_FLIGHT = 64;
const MESSAGES = 50_000;

/** Messages of one send while a topic is filled. */
const FILL_MESSAGES = 500;

/** How the topics of a run are made, ours and those of the raw side. */
export const TOPIC = { partitions: 6, replicationFactor: 1 };

/** A client with the settings that make its consumers as quick as ours. */
export const rawKafka = (url) => {
  const [, login, hosts = ''] = /^kafka(?:\+tls)?:\/\/(?:(.*)@)?([^/?]*)/.exec(url) ?? [];
  if (login !== undefined || url.startsWith('kafka+tls'))
    throw new Error('The raw side of the benchmarks speaks to brokers without TLS and login: name such.');
  return new Kafka({ brokers: hosts.split(','), clientId: 'bench', logLevel: logLevel.NOTHING });
};

export const rawProducer = async (kafka) => {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  return producer;
};

export const rawConsumer = async (kafka, groupId) => {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: 6_000,
    rebalanceTimeout: 6_000,
    heartbeatInterval: 500,
    maxWaitTimeInMs: 100,
  });
  await consumer.connect();
  return consumer;
};

const openBoth = async (url, topics) => {
  const bus = await openMessageBus(url, { topics: Object.fromEntries(topics.map((topic) => [topic, TOPIC])) });
  await bus.probe();
  const kafka = rawKafka(url);
  const producer = await rawProducer(kafka);
  return {
    bus,
    kafka,
    producer,
    close: async () => {
      await bus[Symbol.asyncDispose]();
      await producer.disconnect();
    },
  };
};

const messages = Array.from({ length: KEYS }, (_, index) => encodeCommand(newCommand(accountOf(index))));
const bytes = `${messages[0].key.length + messages[0].value.length} B a message`;

const topicsOf = (key) => [`bench.ours.${RUN}.${key}`, `bench.raw.${RUN}.${key}`];

const publishOne = {
  id: 'p7.publish.one',
  title: 'publish, one at a time',
  needs: ['messageBus'],
  bar: BAR,
  bytes,
  concurrency: '1 in flight',
  durability: DURABLE,
  open: async ({ urls, seconds, key }) => {
    const [ours, raw] = topicsOf(key);
    const { bus, producer, close } = await openBoth(urls.messageBus, [ours, raw]);
    let sent = 0;
    const next = () => messages[(sent += 1) % KEYS];
    return {
      size: `for ${seconds} s`,
      ours: () => forSeconds(seconds, 1, () => bus.publish(ours, next())),
      raw: () => forSeconds(seconds, 1, () => producer.send({ topic: raw, messages: [next()], acks: -1 })),
      close,
    };
  },
};

const publishMany = {
  id: 'p7.publish.many',
  title: 'publish, many in flight',
  needs: ['messageBus'],
  bar: BAR,
  bytes,
  concurrency: `${IN_FLIGHT} in flight; raw: sends of ${IN_FLIGHT}`,
  durability: DURABLE,
  open: async ({ urls, seconds, key }) => {
    const [ours, raw] = topicsOf(key);
    const { bus, producer, close } = await openBoth(urls.messageBus, [ours, raw]);
    let sent = 0;
    const next = () => messages[(sent += 1) % KEYS];
    return {
      size: `for ${seconds} s`,
      ours: () => forSeconds(seconds, IN_FLIGHT, () => bus.publish(ours, next())),
      raw: async () => {
        const { count, ms } = await forSeconds(seconds, 1, () =>
          producer.send({ topic: raw, messages: Array.from({ length: IN_FLIGHT }, next), acks: -1 }),
        );
        return { count: count * IN_FLIGHT, ms };
      },
      close,
    };
  },
};

/** Time runs from the first message that is handed out to the end of the last: joining the group is another matter. */
const stopwatch = (count) => {
  const { promise: finished, resolve } = Promise.withResolvers();
  let [left, begun] = [count, undefined];
  return {
    finished,
    begin: () => (begun ??= performance.now()),
    end: () => {
      if ((left -= 1) === 0) resolve({ count, ms: performance.now() - begun });
    },
  };
};

const consumeOurs = async (bus, topic, group, count) => {
  const watch = stopwatch(count);
  const stop = new AbortController();
  const handle = async () => {
    watch.begin();
    watch.end();
    return { kind: 'done' };
  };
  const running = bus.consume(topic, group, handle, stop.signal, { from: 'earliest', inFlightMax: IN_FLIGHT });
  const measured = await watch.finished;
  stop.abort();
  await running;
  return measured;
};

const consumeRaw = async (kafka, topic, group, count) => {
  const watch = stopwatch(count);
  const consumer = await rawConsumer(kafka, group);
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const handle = async () => {
    watch.begin();
    watch.end();
  };
  await consumer.run({ autoCommit: true, autoCommitInterval: 100, eachMessage: handle });
  const measured = await watch.finished;
  await consumer.disconnect();
  return measured;
};

const consume = {
  id: 'p7.consume',
  title: 'consume, each message by a handler that is done',
  needs: ['messageBus'],
  bar: BAR,
  bytes,
  concurrency: `${TOPIC.partitions} partitions, ${KEYS} keys; ours: ${IN_FLIGHT} in hand, raw: eachMessage`,
  durability: 'offsets are committed every 100 ms',
  open: async ({ urls, scale, key }) => {
    const [topic] = topicsOf(key);
    const { bus, kafka, producer, close } = await openBoth(urls.messageBus, [topic]);
    const count = Math.ceil(MESSAGES * scale);
    for (let sent = 0; sent < count; sent += FILL_MESSAGES) {
      const some = Array.from({ length: Math.min(FILL_MESSAGES, count - sent) }, (_, index) => messages[(sent + index) % KEYS]);
      await producer.send({ topic, messages: some, acks: -1 });
    }
    let turn = 0;
    const group = () => `bench.${RUN}.${key}.${(turn += 1)}`;
    return {
      size: `${count} messages`,
      ours: () => consumeOurs(bus, topic, group(), count),
      raw: () => consumeRaw(kafka, topic, group(), count),
      close,
    };
  },
};

export const messageBusCases = [publishOne, publishMany, consume];
