/** P4: from when a command was due until it is visible in the read model, under a steady load. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEventStore } from '#libs/event-store/open.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { openReadStore } from '#libs/read-store/open.js';
import { accountOf, newCommand, openingOf, RUN } from '../content.mjs';
import { monotonicMs, openLoop, visibleAfter } from '../open-loop.mjs';
import { microsEach, processorTimes } from '../processor-time.mjs';
import { latenciesOf } from '../statistics.mjs';
import { rawKafka, TOPIC } from './message-bus.mjs';
import { requireEmpty } from './path.mjs';
import { embeddedUrls, startInOneProcess, startSeparately } from './services.mjs';

const BAR = { p50: 20, p99: 100 };
const ACCOUNTS = 1_000;

/** Under load before it counts, in seconds: code is compiled, caches fill, connections open. */
const WARM_UP_SECONDS = 5;

/** How often the checkpoint is looked at where services are processes of their own, in milliseconds: the figure is too long by half of it. */
const LOOK_MS = 5;

/** How long the broker may gather outcomes for the generator, in milliseconds. */
const FETCH_MS = 250;

/** What is not visible this long after the last command is taken for lost, in milliseconds. */
const SETTLE_MS_MAX = 60_000;

const TIMELINE = collectionFor(accountTimeline);

/** Commands on their way, the answers and the checkpoints that were seen. */
class Watch {
  answered = new Map();
  checkpoints = [];

  /** Of an outcome: `position` is absent where it was refused. */
  hear(outcome, at = monotonicMs()) {
    if (!this.answered.has(outcome.commandId)) this.answered.set(outcome.commandId, { position: outcome.position, at });
  }

  checkpoint(position, at) {
    const last = this.checkpoints.at(-1)?.position;
    if (position !== undefined && (last === undefined || position > last)) this.checkpoints.push({ position, at });
  }

  /** Until all of them were answered and are visible. @throws Error when that takes too long */
  async settled(ids) {
    const until = monotonicMs() + SETTLE_MS_MAX;
    const isSettled = (id) => {
      const position = this.answered.get(id)?.position;
      return position !== undefined && this.checkpoints.at(-1)?.position >= position;
    };
    // What is settled stays so: looking at all of them again each time would take the time that is measured.
    for (let settled = 0; ;) {
      while (settled < ids.length && isSettled(ids[settled])) settled += 1;
      if (settled === ids.length) return;
      if (monotonicMs() > until) throw new Error(`${ids.filter((id) => !isSettled(id)).length} of ${ids.length} commands are not visible.`);
      await sleep(LOOK_MS);
    }
  }
}

/**
 * Hears the outcomes on the bus; resolves, with the end of it, once it is sure to hear all that follow. It fetches a few times a second:
 * the generator shares the cores, and when a command was answered stands in the outcome's record.
 */
const listen = async (url, watch) => {
  const sinceEpoch = monotonicMs() - Date.now();
  const consumer = rawKafka(url).consumer({ groupId: `bench.${RUN}.${Math.random()}`, minBytes: 1_048_576, maxWaitTimeInMs: FETCH_MS });
  const { promise: fetching, resolve: onFetch } = Promise.withResolvers();
  consumer.on(consumer.events.FETCH, onFetch);
  await consumer.connect();
  await consumer.subscribe({ topics: [OUTCOMES_TOPIC], fromBeginning: false });
  const eachBatch = async ({ batch }) => {
    for (const { value, timestamp } of batch.messages) watch.hear(JSON.parse(value.toString()).data, Number(timestamp) + sinceEpoch);
  };
  await consumer.run({ autoCommit: false, eachBatch });
  await fetching;
  return () => consumer.disconnect();
};

/** Looks at the checkpoint until the signal aborts. */
const look = async (url, watch, signal) => {
  await using readStore = await openReadStore(url);
  while (!signal.aborted) {
    const found = await readStore.checkpoint(TIMELINE).catch(() => undefined);
    watch.checkpoint(found?.position, monotonicMs());
    await sleep(LOOK_MS);
  }
};

/** Sends at a steady rate and answers with the latencies, and the processor time of each of `pids`; `publish` sends one message. */
const load = async ({ publish, watch, perSecond, seconds, key, tell, pids }) => {
  const account = (index) => accountOf(index % ACCOUNTS, key);
  const openings = Array.from({ length: ACCOUNTS }, (_, index) => openingOf(account(index)));
  const problems = new Set();
  const sent = new Map();
  const send = (command, dueAt) => {
    sent.set(command.commandId, dueAt);
    publish(encodeCommand(command)).catch((error) => problems.add(error.message));
  };
  await openLoop({ count: ACCOUNTS, perSecond: Math.min(perSecond, 200), send: (index, dueAt) => send(openings[index], dueAt) });
  await watch.settled([...sent.keys()]);
  tell(`${ACCOUNTS} accounts are open; ${perSecond} commands a second for ${WARM_UP_SECONDS} + ${seconds} s`);
  sent.clear();
  const warmUp = perSecond * WARM_UP_SECONDS;
  let before = {};
  const next = (index, dueAt) => {
    if (index === warmUp) before = processorTimes(pids);
    send(newCommand(account(index)), dueAt);
  };
  const { latenessMs } = await openLoop({ count: warmUp + Math.ceil(perSecond * seconds), perSecond, send: next });
  tell('waits for the last of them');
  await watch.settled([...sent.keys()]);
  if (problems.size > 0) throw new Error(`Commands were not published: ${[...problems].join(' · ')}`);
  const counted = [...sent].slice(warmUp);
  const cpu = microsEach(before, processorTimes(pids), counted.length);
  const answers = counted.map(([id, dueAt]) => watch.answered.get(id).at - dueAt);
  const { delays } = visibleAfter(counted, watch.answered, watch.checkpoints);
  return { latencies: latenciesOf(delays), answered: latenciesOf(answers), latenessMs, cpu };
};

const result = ({ latencies, answered, latenessMs, cpu }, { perSecond, seconds }) => ({
  size: `${latencies.samples} commands in ${seconds} s, ${perSecond} a second`,
  latencies,
  answered,
  latenessMs,
  cpu,
});

const ENGINE_NEEDS = ['eventStore', 'messageBus', 'readStore'];

/** The read models of the one process in a file, and the rest on engines. */
const withEmbeddedReadStore = async (run) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  try {
    return await run(embeddedUrls(folder).readStore);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** On the engines: the services beside this process, which sends and looks. */
const runOnEngines = (start) => async (context) => {
  const { urls, perSecond, seconds, key, tell } = context;
  const stop = new AbortController();
  const watch = new Watch();
  await using store = await openEventStore(urls.eventStore, { writer: true });
  await requireEmpty(context, store);
  await using bus = await openMessageBus(urls.messageBus, { topics: { [COMMANDS_TOPIC]: TOPIC, [OUTCOMES_TOPIC]: TOPIC } });
  const services = await start({ urls, tell, onCheckpoint: (position, at) => watch.checkpoint(position, at) });
  const looking = services.tellsCheckpoints ? undefined : look(urls.readStore, watch, stop.signal);
  const deafen = await listen(urls.messageBus, watch);
  try {
    const publish = (message) => bus.publish(COMMANDS_TOPIC, message);
    const pids = { generator: process.pid, ...context.pids, ...services.pids };
    return result(await load({ publish, watch, perSecond, seconds, key, tell, pids }), { perSecond, seconds });
  } finally {
    stop.abort();
    await Promise.all([looking, deafen()]);
    await services.stop();
  }
};

/** Embedded: the process that does it all also sends, because its bus ends at its border. */
const runEmbedded = async ({ perSecond, seconds, key, tell }) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  const watch = new Watch();
  const services = await startInOneProcess({
    urls: embeddedUrls(folder),
    tell,
    onCheckpoint: (position, at) => watch.checkpoint(position, at),
    onOutcome: (outcome) => watch.hear(outcome),
  });
  try {
    const pids = { generator: process.pid, ...services.pids };
    return result(await load({ publish: services.publish, watch, perSecond, seconds, key, tell, pids }), { perSecond, seconds });
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const shared = {
  bar: BAR,
  perSecond: 500,
  bytes: `${encodeCommand(newCommand(accountOf(0))).value.length} B a command`,
  title: 'command → visible',
};

export const visibleCases = [
  {
    ...shared,
    id: 'p4.embedded',
    needs: [],
    title: 'command → visible, embedded, all services in one process',
    concurrency: `open loop over ${ACCOUNTS} accounts, sent by the process itself`,
    durability: 'acknowledged means synced to the disk',
    perSecond: 1_000,
    run: runEmbedded,
  },
  {
    ...shared,
    id: 'p4.kafka',
    needs: ['eventStore', 'messageBus'],
    title: 'command → visible through Kafka and EventStoreDB, read models in SQLite, all services in one process',
    concurrency: `open loop over ${ACCOUNTS} accounts, sent by another process`,
    durability: 'as P7 on each engine; the read models are synced to the disk',
    run: (context) =>
      withEmbeddedReadStore((readStore) => runOnEngines(startInOneProcess)({ ...context, urls: { ...context.urls, readStore } })),
  },
  {
    ...shared,
    id: 'p4.apart',
    needs: ['eventStore', 'messageBus'],
    title: 'command → visible through Kafka and EventStoreDB, read models in SQLite, worker and three projectors in processes of their own',
    concurrency: `open loop over ${ACCOUNTS} accounts, sent by another process`,
    durability: 'as P7 on each engine; the read models are synced to the disk',
    notes: [`the checkpoint is looked at every ${LOOK_MS} ms`],
    run: (context) =>
      withEmbeddedReadStore((readStore) => runOnEngines(startSeparately)({ ...context, urls: { ...context.urls, readStore } })),
  },
  {
    ...shared,
    id: 'p4.engines',
    needs: ENGINE_NEEDS,
    title: 'command → visible through Kafka, on all three engines, all services in one process',
    concurrency: `open loop over ${ACCOUNTS} accounts, sent by another process`,
    durability: 'as P7 on each engine',
    run: runOnEngines(startInOneProcess),
  },
  {
    ...shared,
    id: 'p4.services',
    needs: ENGINE_NEEDS,
    title: 'command → visible through Kafka, on all three engines, worker and three projectors in processes of their own',
    concurrency: `open loop over ${ACCOUNTS} accounts, sent by another process`,
    durability: 'as P7 on each engine',
    notes: [`the checkpoint is looked at every ${LOOK_MS} ms`],
    run: runOnEngines(startSeparately),
  },
];
