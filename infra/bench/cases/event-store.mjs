/** P7 on EventStoreDB: the adapter beside `@eventstore/db-client`. */
import { EventStoreDBClient, excludeSystemEvents, jsonEvent, START } from '@eventstore/db-client';
import { openEventStore } from '#libs/event-store/open.js';
import { forSeconds, inLanes, once } from '../compare.mjs';
import { eventBytes, newEvent, RUN } from '../content.mjs';

const BAR = { ratio: 0.7 };
const DURABLE = 'acknowledged when it is on the disk of one node';
const STREAMS = 1_000;
const IN_FLIGHT = 64;
const STREAM_EVENTS = 10_000;
const LOG_EVENTS = 100_000;

/** Events of one append while a log is filled. */
const FILL_EVENTS = 500;

/** Both sides on one server; with login, the driver appends by calls of their own, as the adapter does. */
export const openBoth = async (url) => {
  const store = await openEventStore(url, { writer: true });
  const client = EventStoreDBClient.connectionString(url.replace(/^esdb(\+discover)?:\/\/[^@/]*@/, 'esdb$1://'));
  const [, username = 'admin', password = 'changeit'] = /^esdb[^:]*:\/\/([^:@/]*):([^@/]*)@/.exec(url) ?? [];
  const credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    store,
    client,
    credentials,
    close: async () => {
      await store[Symbol.asyncDispose]();
      await client.dispose();
    },
  };
};

const wire = ({ id, type, data, meta }) => jsonEvent({ id, type, data, metadata: meta });

const revisionOf = (version) => (version === 0 ? 'no_stream' : BigInt(version - 1));

/** Appends one event at a time in each lane, every lane to streams of its own. */
const appending = (lanes, streams, seconds, append) => {
  const own = streams / lanes;
  const versions = Array.from({ length: lanes }, () => new Map());
  let turn = 0;
  return () =>
    forSeconds(seconds, lanes, async (lane) => {
      const stream = lane + lanes * ((turn += 1) % Math.max(1, Math.floor(own)));
      const version = versions[lane].get(stream) ?? 0;
      await append(stream, version);
      versions[lane].set(stream, version + 1);
    });
};

const appendCase = ({ id, title, lanes, streams, batched, bar }) => ({
  id,
  title,
  needs: ['eventStore'],
  bar,
  bytes: eventBytes(),
  concurrency: `${lanes} in flight over ${streams} streams`,
  durability: DURABLE,
  notes: [batched ? 'raw: the stream of appends that the driver prefers, which knows no deadlines' : 'raw: one call an append'],
  open: async ({ urls, seconds, key }) => {
    const { store, client, credentials, close } = await openBoth(urls.eventStore);
    return {
      size: `for ${seconds} s`,
      ours: appending(lanes, streams, seconds, (stream, version) => store.append(`account-o${RUN}${key}-${stream}`, version, [newEvent()])),
      raw: appending(lanes, streams, seconds, (stream, version) =>
        client.appendToStream(`account-r${RUN}${key}-${stream}`, [wire(newEvent())], {
          expectedRevision: revisionOf(version),
          requiresLeader: true,
          ...(batched ? {} : { credentials }),
        }),
      ),
      close,
    };
  },
});

/** Appends many events, and answers with the position before the first. */
const fill = async (client, stream, count) => {
  let [version, first] = [0, undefined];
  while (version < count) {
    const events = Array.from({ length: Math.min(FILL_EVENTS, count - version) }, () => wire(newEvent()));
    const { position } = await client.appendToStream(stream, events, { expectedRevision: revisionOf(version) });
    first ??= position;
    version += events.length;
  }
  return first;
};

const followCase = {
  id: 'p7.follow',
  title: 'follow: catch up with the log',
  needs: ['eventStore'],
  bar: BAR,
  bytes: eventBytes(),
  concurrency: 'one follower',
  durability: 'system events are left out by the server',
  open: async ({ urls, scale, key }) => {
    const { store, client, close } = await openBoth(urls.eventStore);
    const count = Math.ceil(LOG_EVENTS * scale);
    const head = await store.head();
    const after = head.position;
    await inLanes(10, 2, (index) => fill(client, `account-f${RUN}${key}-${index}`, Math.ceil(count / 10)));
    const from = after === undefined ? START : { commit: BigInt(after.split('-')[0]), prepare: BigInt(after.split('-')[1]) };
    return {
      size: `${count} events`,
      ours: () => once(() => followOurs(store, after, count)),
      raw: () => once(() => followRaw(client, from, count)),
      close,
    };
  },
};

const followOurs = async (store, after, count) => {
  const stop = new AbortController();
  let seen = 0;
  for await (const { events } of store.follow(after, undefined, stop.signal)) if ((seen += events.length) >= count) break;
  stop.abort();
  return seen;
};

const followRaw = async (client, fromPosition, count) => {
  const subscription = client.subscribeToAll({ fromPosition, filter: excludeSystemEvents() });
  let seen = 0;
  for await (const { event } of subscription) if (event !== undefined && (seen += 1) >= count) break;
  await subscription.unsubscribe();
  return seen;
};

const readCase = {
  id: 'p7.read',
  title: 'read one stream',
  needs: ['eventStore'],
  bar: BAR,
  bytes: eventBytes(),
  concurrency: 'one reader',
  durability: 'from the leader',
  open: async ({ urls, scale, key }) => {
    const { store, client, close } = await openBoth(urls.eventStore);
    const count = Math.ceil(STREAM_EVENTS * scale);
    const stream = `account-s${RUN}${key}`;
    await fill(client, stream, count);
    return {
      size: `${count} events`,
      ours: () => once(() => drain(store.read(stream))),
      raw: () => once(() => drain(client.readStream(stream, { fromRevision: START, requiresLeader: true }))),
      close,
    };
  },
};

const drain = async (events) => {
  let seen = 0;
  for await (const event of events) seen += event === undefined ? 0 : 1;
  return seen;
};

export const eventStoreCases = [
  followCase,
  readCase,
  appendCase({ id: 'p7.append.one', title: 'append, one at a time', lanes: 1, streams: 1, bar: BAR }),
  appendCase({ id: 'p7.append.many', title: 'append, many in flight', lanes: IN_FLIGHT, streams: STREAMS, bar: BAR }),
  appendCase({
    id: 'p7.append.batched',
    title: 'append, many in flight, beside the batched way',
    lanes: IN_FLIGHT,
    streams: STREAMS,
    batched: true,
  }),
];
