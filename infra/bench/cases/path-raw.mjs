/**
 * What the command path needs of the drivers, and nothing else: take a command, look its id up in both places, append its event, publish
 * its outcome, commit the offset; follow the log, load and commit two collections with their checkpoints. No check, no decision, no hash.
 */
import { EventStoreDBClient, END, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { inLanes } from '../compare.mjs';
import { RUN } from '../content.mjs';
import { monotonicMs } from '../open-loop.mjs';
import { rawConsumer, rawKafka, rawProducer } from './message-bus.mjs';
import { commitRaw, rawMongo } from './read-store.mjs';

const IN_FLIGHT = 64;

/** Items of one call, as in the path of the project. */
const LOOKUPS_MAX = 256;
const OUTCOMES_MAX = 500;
const EVENTS_MAX = 1_000;

export const RAW_COMMANDS = `bench.path-commands.${RUN}`;
const RAW_OUTCOMES = `bench.path-outcomes.${RUN}`;
export const RAW_TOPICS = [RAW_COMMANDS, RAW_OUTCOMES];

/** In no form that the project's own followers take for theirs. */
const PREFIX = `Raw${RUN}-`;

const POSITION_DIGITS = 20;

/** What arrives while a call is under way shares the next. */
const together = (run, itemsMax) => {
  let [waiting, running] = [[], false];
  const pump = async () => {
    running = true;
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, itemsMax);
      try {
        const answers = await run(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(answers?.[index]));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void pump();
    });
};

/** `templates`: what the path of the project has made of one command: event, outcome, and the records of both collections. */
export const openRaw = async ({ eventStore, messageBus, readStore }, credentials, templates) => {
  const client = EventStoreDBClient.connectionString(eventStore.replace(/^esdb(\+discover)?:\/\/[^@/]*@/, 'esdb$1://'));
  const follower = EventStoreDBClient.connectionString(eventStore.replace(/^esdb(\+discover)?:\/\/[^@/]*@/, 'esdb$1://'));
  const kafka = rawKafka(messageBus);
  const producer = await rawProducer(kafka);
  const outcomes = await rawProducer(kafka);
  const mongo = await rawMongo(readStore);
  const db = mongo.db();
  for (const { name, indexes } of templates.collections) for (const index of indexes) await db.collection(rawName(name)).createIndex(index);
  await db.createCollection('bench_checkpoint').catch(() => undefined);
  const parts = { client, follower, kafka, producer, outcomes, mongo, db, credentials, templates, versions: new Map() };
  return {
    start: () => start(parts),
    close: async () => {
      await Promise.all([producer.disconnect(), outcomes.disconnect(), mongo.close(), client.dispose(), follower.dispose()]);
    },
  };
};

const rawName = (name) => `raw-${RUN}-${name}`;

const start = async (parts) => {
  const { kafka, producer } = parts;
  const counts = { answered: 0, folded: parts.templates.collections.map(() => 0) };
  let tell = () => undefined;
  const changed = () => tell();
  const followers = parts.templates.collections.map((collection, index) =>
    fold(parts, collection, (more) => {
      counts.folded[index] += more;
      changed();
    }),
  );
  await Promise.all(followers.map(({ confirmed }) => confirmed));
  const consumer = await rawConsumer(kafka, `bench.${RUN}.path`);
  await consumer.subscribe({ topics: [RAW_COMMANDS], fromBeginning: true });
  const decide = decider(parts, () => {
    counts.answered += 1;
    changed();
  });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  const limit = pLimit(IN_FLIGHT);
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 6,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      await Promise.all(batch.messages.map((message) => limit(() => decide(message))));
      resolveOffset(batch.lastOffset());
      await commitOffsetsIfNecessary();
    },
  });
  await joined;
  return {
    handle: async (messages, lanes) => {
      const wanted = [counts.answered, ...counts.folded].map((count) => count + messages.length);
      const { promise: done, resolve } = Promise.withResolvers();
      tell = () => [counts.answered, ...counts.folded].every((count, index) => count >= wanted[index]) && resolve();
      const begun = monotonicMs();
      const send = together(async (some) => {
        await producer.send({ topic: RAW_COMMANDS, messages: some, acks: -1 });
      }, OUTCOMES_MAX);
      await inLanes(messages.length, lanes, (index) => send(messages[index]));
      await done;
      return monotonicMs() - begun;
    },
    stop: async () => {
      await consumer.disconnect();
      await Promise.all(followers.map(({ stop }) => stop()));
    },
  };
};

/** From a command to its outcome. */
const decider = ({ client, outcomes, db, credentials, templates, versions }, done) => {
  const accepted = db.collection(rawName(templates.collections.at(-1).name));
  const ledger = db.collection(`raw-${RUN}-ledger`);
  const lookUp = together(async (ids) => {
    await Promise.all([accepted, ledger].map((collection) => collection.find({ _id: { $in: ids } }).toArray()));
  }, LOOKUPS_MAX);
  const answer = together(async (messages) => {
    await outcomes.send({ topic: RAW_OUTCOMES, messages, acks: -1 });
  }, OUTCOMES_MAX);
  return async ({ key, value }) => {
    const { id } = JSON.parse(value.toString());
    await lookUp(id);
    const stream = `${PREFIX}${key}`;
    const version = versions.get(stream) ?? 0;
    versions.set(stream, version + 1);
    const { type, data, meta } = templates.event;
    await client.appendToStream(stream, [jsonEvent({ id: randomUUID(), type, data, metadata: meta })], {
      expectedRevision: version === 0 ? 'no_stream' : BigInt(version - 1),
      requiresLeader: true,
      credentials,
    });
    await answer({ key, value: templates.outcome });
    done();
  };
};

/** Follows the log into one collection. */
const fold = ({ follower, mongo, db, templates: { event } }, { name, record }, folded) => {
  const collection = rawName(name);
  const subscription = follower.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: [PREFIX] }) });
  const waiting = [];
  const stopping = new AbortController();
  let [running, checkpoint] = [undefined, undefined];
  const work = async () => {
    while (waiting.length > 0 && !stopping.signal.aborted) {
      const some = waiting.splice(0, EVENTS_MAX);
      const records = some.map(({ id, position }) => ({ ...record, _id: id, position }));
      await db
        .collection(collection)
        .find({ _id: { $in: records.map(({ _id }) => _id) } })
        .toArray();
      checkpoint ??= (await db.collection('bench_checkpoint').findOne({ _id: collection }))?.position;
      const next = records.at(-1).position;
      await commitRaw(mongo, collection, records, { expected: checkpoint, next });
      checkpoint = next;
      folded(some.length);
    }
    running = undefined;
  };
  subscription.on('data', ({ event: recorded }) => {
    if (recorded?.type !== event.type) return;
    waiting.push({ id: recorded.id, position: String(recorded.position.commit).padStart(POSITION_DIGITS, '0') });
    running ??= Promise.resolve().then(work);
  });
  return {
    confirmed: new Promise((resolve, reject) => subscription.once('confirmation', resolve).once('error', reject)),
    stop: async () => {
      stopping.abort();
      await running;
      await subscription.unsubscribe();
    },
  };
};
