/** P7: the command path on all three engines, beside the calls of the drivers that it needs. */
import { identityOf } from '#libs/kernel/command-identity.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { encodeCommand, encodeOutcome } from '#libs/runtime/cloud-events.js';
import { accountOf, newCommand, openingOf } from '../content.mjs';
import { TOPIC } from './message-bus.mjs';
import { openBoth } from './event-store.mjs';
import { openOurs } from './path-ours.mjs';
import { openRaw, RAW_TOPICS } from './path-raw.mjs';
import { rawMongo } from './read-store.mjs';

const ACCOUNTS = 1_000;
const COMMANDS = 2_000;
const IN_FLIGHT = 64;

/** Commands before each timed run, so that the group has its partitions and connections are open. */
const WARM_UP_COMMANDS = 64;

/**
 * On engines that others use too, a bench would send its commands to their workers.
 * @throws Error where the log is not empty
 */
export const requireEmpty = async ({ isOurs, anyway }, store) => {
  if (isOurs || anyway || (await store.head()).position === undefined) return;
  throw new Error('The event store that is named holds events: name engines that nobody needs, and add --anyway.');
};

const commandsOf = (count) => Array.from({ length: count }, (_, index) => newCommand(accountOf(index % ACCOUNTS)));

/** What one command came to: the payloads that the raw side writes. */
const templatesOf = async ({ urls, store }) => {
  const stream = `account-${accountOf(0)}`;
  let event;
  for await (const last of store.read(stream, { direction: 'backwards', limit: 1 })) event = last;
  const { version, position, meta } = event;
  const mongo = await rawMongo(urls.readStore);
  const recordOf = async ({ name }, key) => {
    const records = mongo.db().collection(name);
    const indexes = (await records.indexes()).filter((index) => index.name !== '_id_').map((index) => index.key);
    return { name, indexes, record: await records.findOne({ _id: key }) };
  };
  const timeline = await recordOf(collectionFor(accountTimeline), `${accountOf(0)}/${String(version).padStart(10, '0')}`);
  const accepted = await recordOf(collectionFor(acceptedCommands), identityOf(meta));
  await mongo.close();
  const events = [{ id: event.id, type: event.type, version }];
  const outcome = {
    commandId: meta.commandId,
    stream,
    duplicate: false,
    outcome: 'ACCEPTED',
    version,
    position,
    occurredAt: meta.occurredAt,
    events,
  };
  return { event, outcome: encodeOutcome(outcome, new Date()).value, collections: [timeline, accepted] };
};

/** One turn of a side: it starts, warms up, handles what is timed, and stops, so that the other has the machine for itself. */
const turnOf = (side, toMessages, count) => async () => {
  const running = await side.start();
  try {
    await running.handle(toMessages(WARM_UP_COMMANDS), IN_FLIGHT);
    return { count, ms: await running.handle(toMessages(count), IN_FLIGHT) };
  } finally {
    await running.stop();
  }
};

const rawMessages = (count) =>
  commandsOf(count)
    .map((command) => encodeCommand(command))
    .map(({ key, value }) => ({ key, value }));

export const pathCases = [
  {
    id: 'p7.path',
    title: 'command path: bus, worker, append, outcome, visible in two read models',
    needs: ['eventStore', 'messageBus', 'readStore'],
    bar: { ratio: 0.7 },
    bytes: `${encodeCommand(newCommand(accountOf(0))).value.length} B a command, one event each`,
    concurrency: `${IN_FLIGHT} published at a time over ${ACCOUNTS} accounts; each side in one process`,
    durability: 'as above on each engine',
    notes: ['raw: the same calls with the same payloads, nothing is checked or decided'],
    open: async (context) => {
      const { urls, scale, tell } = context;
      const count = Math.ceil(COMMANDS * scale);
      const ours = await openOurs(urls);
      await requireEmpty(context, ours.store);
      await prepare(ours, tell);
      const { credentials, close } = await openBoth(urls.eventStore);
      await close();
      const topics = await openMessageBus(urls.messageBus, { topics: Object.fromEntries(RAW_TOPICS.map((topic) => [topic, TOPIC])) });
      await topics[Symbol.asyncDispose]();
      const raw = await openRaw(urls, credentials, await templatesOf({ urls, store: ours.store }));
      return {
        size: `${count} commands`,
        ours: turnOf(ours, commandsOf, count),
        raw: turnOf(raw, rawMessages, count),
        close: async () => {
          await ours.close();
          await raw.close();
        },
      };
    },
  },
];

/** Opens the accounts, and records one interaction, whose traces are the raw side's payloads. */
const prepare = async (ours, tell) => {
  tell(`opens ${ACCOUNTS} accounts`);
  const running = ours.start();
  await running.handle(
    Array.from({ length: ACCOUNTS }, (_, index) => openingOf(accountOf(index))),
    IN_FLIGHT,
  );
  await running.handle(commandsOf(1), 1);
  await running.stop();
};
