/** The command path of the project: bus, worker, log, outcome, and the two read models that the worker's answers rest on. */
import { commandForms } from '#libs/contracts/command-forms.js';
import { aggregates, policyRules } from '#libs/domain/registry.js';
import { upcasters } from '#libs/domain/upcasters.js';
import { openEventStore } from '#libs/event-store/open.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { openReadStore } from '#libs/read-store/open.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { consumeCommands } from '#libs/runtime/consume-commands.js';
import { createCommandHandler } from '#libs/runtime/handle-command.js';
import { Progress } from '#libs/runtime/progress.js';
import { runProjection } from '#libs/runtime/run-projections.js';
import { inLanes } from '../compare.mjs';
import { monotonicMs } from '../open-loop.mjs';
import { TOPIC } from './message-bus.mjs';

const now = () => new Date();

/** Opens the three ports; `start` begins to work, and what it resolves with handles commands and stops. */
export const openOurs = async ({ eventStore, messageBus, readStore: readStoreUrl }) => {
  const store = await openEventStore(eventStore, { writer: true, upcasters });
  const bus = await openMessageBus(messageBus, { topics: { [COMMANDS_TOPIC]: TOPIC, [OUTCOMES_TOPIC]: TOPIC } });
  const readStore = await openReadStore(readStoreUrl);
  const handler = createCommandHandler({
    store,
    readStore,
    aggregates,
    policies: policyRules,
    acceptedCommands: collectionFor(acceptedCommands),
    upcasters,
    now,
  });
  return {
    store,
    bus,
    readStore,
    start: () => start({ store, bus, readStore, handler }),
    close: async () => {
      for (const each of [bus, readStore, store]) await each[Symbol.asyncDispose]();
    },
  };
};

/** Counts something up, and lets others wait until it has come to a number. */
const tally = () => {
  let [count, waiting] = [0, []];
  return {
    get count() {
      return count;
    },
    to: (value) => {
      count = value;
      for (const { reached } of waiting.filter(({ at }) => at <= count)) reached();
      waiting = waiting.filter(({ at }) => at > count);
    },
    until: (at) => (at <= count ? Promise.resolve() : new Promise((reached) => waiting.push({ at, reached }))),
  };
};

const start = ({ store, bus, readStore, handler }) => {
  const stop = new AbortController();
  const progress = new Progress();
  const published = tally();
  const folded = new Map([accountTimeline, acceptedCommands].map((projection) => [`${projection.name}@${projection.version}`, tally()]));
  progress.onAdvance(({ collection, applied }) => folded.get(collection).to(applied), stop.signal);
  const answering = {
    publish: async (topic, message) => {
      await bus.publish(topic, message);
      published.to(published.count + 1);
    },
    consume: (...given) => bus.consume(...given),
  };
  const tasks = [
    consumeCommands({ bus: answering, handler, forms: commandForms, now }, stop.signal),
    ...[accountTimeline, acceptedCommands].map((projection) =>
      runProjection({ store, readStore, projection, upcasters, now, progress }, stop.signal),
    ),
  ];
  return {
    /** Sends commands, so many at a time, until each is answered and its event is in both read models. Resolves with the milliseconds. */
    handle: async (commands, lanes) => {
      const messages = commands.map((command) => encodeCommand(command));
      const counts = [published, ...folded.values()].map((one) => [one, one.count]);
      const begun = monotonicMs();
      await inLanes(messages.length, lanes, (index) => bus.publish(COMMANDS_TOPIC, messages[index]));
      await Promise.all(counts.map(([one, before]) => one.until(before + messages.length)));
      return monotonicMs() - begun;
    },
    stop: async () => {
      stop.abort();
      await Promise.all(tasks);
    },
  };
};
