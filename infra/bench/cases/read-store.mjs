/** P7 on MongoDB: the adapter beside `mongodb`, on the records that the adapter keeps. */
import { MongoClient } from 'mongodb';
import { collectionFor } from '#libs/kernel/ports.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { openReadStore } from '#libs/read-store/open.js';
import { forSeconds, once } from '../compare.mjs';
import { accountOf, newEvent, RUN } from '../content.mjs';

const BAR = { ratio: 0.7 };
const DURABLE = 'majority and journal, a replica set of one';
const DOCUMENTS = 10_000;
const COMMIT_DOCUMENTS = 1_000;
const LOAD_DOCUMENTS = 1_000;
const PAGE = 100;

/** Documents of one account, so that a page is a small part of what there is. */
const ACCOUNT_DOCUMENTS = 500;

/** Commits of one repetition. */
const COMMITS = 3;

const LOG = `bench-${RUN}`;
const POSITION_DIGITS = 20;

/** As the driver is used with the guarantees that the adapter gives. */
export const rawMongo = async (url) => {
  const client = new MongoClient(url, {
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
  });
  await client.connect();
  return client;
};

const openBoth = async (url) => {
  const readStore = await openReadStore(url);
  const client = await rawMongo(url);
  return {
    readStore,
    client,
    db: client.db(),
    close: async () => {
      await readStore[Symbol.asyncDispose]();
      await client.close();
    },
  };
};

const positionOf = (index) => String(index + 1).padStart(POSITION_DIGITS, '0');

/** A line of a timeline, as the projection makes it. */
const documentOf = (index) => {
  const event = { ...newEvent(), stream: `account-${accountOf(Math.floor(index / ACCOUNT_DOCUMENTS))}`, version: index + 1 };
  const [key] = accountTimeline.keys(event);
  return { key, position: positionOf(index), document: accountTimeline.on[event.type](undefined, event, key) };
};

const bytes = `${JSON.stringify(documentOf(0).document).length} B a document`;

const timeline = (key) => ({ ...collectionFor(accountTimeline), name: `bench-timeline-${RUN}-${key}@1` });

/** Fills a collection through the adapter, and answers with the keys. */
const fill = async (readStore, collection, count) => {
  const keys = [];
  let expected;
  for (let from = 0; from < count; from += COMMIT_DOCUMENTS) {
    const puts = Array.from({ length: Math.min(COMMIT_DOCUMENTS, count - from) }, (_, index) => documentOf(from + index));
    const next = { log: LOG, position: puts.at(-1).position };
    await readStore.commit(collection, { puts, checkpoint: { expected, next } });
    expected = next;
    keys.push(...puts.map(({ key }) => key));
  }
  return keys;
};

const READ = { projection: { document: 1, position: 1 } };

const load = {
  id: 'p7.load',
  title: `load ${LOAD_DOCUMENTS} documents by key`,
  needs: ['readStore'],
  bar: BAR,
  bytes,
  concurrency: 'one call at a time; raw: find with $in',
  durability: 'from the primary, majority',
  open: async ({ urls, seconds, scale, key }) => {
    const { readStore, db, close } = await openBoth(urls.readStore);
    const collection = timeline(key);
    const count = Math.max(LOAD_DOCUMENTS, Math.ceil(DOCUMENTS * scale));
    const keys = await fill(readStore, collection, count);
    const some = Array.from({ length: LOAD_DOCUMENTS }, (_, index) => keys[Math.floor((index * count) / LOAD_DOCUMENTS)]);
    const records = db.collection(collection.name);
    const documents = async (work) => {
      const { count: calls, ms } = await forSeconds(seconds, 1, work);
      return { count: calls * LOAD_DOCUMENTS, ms };
    };
    return {
      size: `of ${count} documents, for ${seconds} s`,
      ours: () => documents(() => readStore.load(collection, some)),
      raw: () => documents(() => records.find({ _id: { $in: some } }, { ...READ, batchSize: LOAD_DOCUMENTS }).toArray()),
      close,
    };
  },
};

const find = {
  id: 'p7.find',
  title: `find a page of ${PAGE}`,
  needs: ['readStore'],
  bar: BAR,
  bytes,
  concurrency: 'one call at a time',
  durability: 'a snapshot of the primary',
  open: async ({ urls, seconds, scale, key }) => {
    const { readStore, db, close } = await openBoth(urls.readStore);
    const collection = timeline(key);
    const count = Math.max(LOAD_DOCUMENTS, Math.ceil(DOCUMENTS * scale));
    await fill(readStore, collection, count);
    const records = db.collection(collection.name);
    const account = accountOf(1);
    const sort = { 'fields.order': -1, _id: -1 };
    const options = { ...READ, sort, limit: PAGE + 1, batchSize: PAGE + 1, readConcern: { level: 'snapshot' } };
    const query = { where: { accountId: account }, sort: { field: 'order', descending: true }, limit: PAGE };
    return {
      size: `of ${ACCOUNT_DOCUMENTS} of ${count} documents, for ${seconds} s; counted in pages`,
      ours: () => forSeconds(seconds, 1, () => readStore.find(collection, query)),
      raw: () => forSeconds(seconds, 1, () => records.find({ 'fields.accountId': account }, options).toArray()),
      close,
    };
  },
};

/** The record of a document, and how it is written unless there is a newer one. */
export const guarded = ({ _id, ...record }) => ({
  updateOne: {
    filter: { _id },
    update: [{ $replaceWith: { $cond: [{ $lt: ['$position', record.position] }, { $literal: { _id, ...record } }, '$$ROOT'] } }],
    upsert: true,
  },
});

/** Records and their checkpoint in one transaction. */
export const commitRaw = async (client, name, records, { expected, next }) => {
  const db = client.db();
  const session = client.startSession();
  try {
    await session.withTransaction(async () => {
      const checkpoints = db.collection('bench_checkpoint');
      if (expected === undefined)
        await checkpoints.updateOne({ _id: name }, { $setOnInsert: { position: next } }, { upsert: true, session });
      else await checkpoints.updateOne({ _id: name, position: expected }, { $set: { position: next } }, { session });
      await db.collection(name).bulkWrite(
        records.map((record) => guarded(record)),
        { ordered: true, session },
      );
    });
  } finally {
    await session.endSession();
  }
};

const commit = {
  id: 'p7.commit',
  title: `commit ${COMMIT_DOCUMENTS} new documents and the checkpoint`,
  needs: ['readStore'],
  bar: BAR,
  bytes,
  concurrency: 'one transaction at a time, guarded upserts, three indexes',
  durability: DURABLE,
  open: async ({ urls, key }) => {
    const { readStore, client, db, close } = await openBoth(urls.readStore);
    const collection = timeline(key);
    const raw = `bench-raw-${RUN}-${key}`;
    await readStore.load(collection, []);
    for (const { key: index } of (await db.collection(collection.name).indexes()).filter(({ name }) => name !== '_id_'))
      await db.collection(raw).createIndex(index);
    await db.createCollection('bench_checkpoint').catch(() => undefined);
    let [written, expected] = [0, undefined];
    const commitOurs = async () => {
      const puts = Array.from({ length: COMMIT_DOCUMENTS }, () => documentOf((written += 1)));
      const next = { log: LOG, position: puts.at(-1).position };
      await readStore.commit(collection, { puts, checkpoint: { expected, next } });
      expected = next;
    };
    let [rawWritten, rawExpected] = [0, undefined];
    const commitTheRaw = async () => {
      const records = Array.from({ length: COMMIT_DOCUMENTS }, () => recordOf(documentOf((rawWritten += 1))));
      await commitRaw(client, raw, records, { expected: rawExpected, next: records.at(-1).position });
      rawExpected = records.at(-1).position;
    };
    const times = (work) => () =>
      once(async () => {
        for (let turn = 0; turn < COMMITS; turn += 1) await work();
        return COMMITS * COMMIT_DOCUMENTS;
      });
    return { size: `${COMMITS} commits`, ours: times(commitOurs), raw: times(commitTheRaw), close };
  },
};

const recordOf = ({ key, position, document }) => {
  const { accountId, order, version, type } = document;
  return { _id: key, position, document: JSON.stringify(document), fields: { accountId, order, version, type } };
};

export const readStoreCases = [load, commit, find];
