import { randomUUID } from 'node:crypto';
import { commandForms } from '#libs/contracts/command-forms.js';
import { aggregates, policyRules } from '#libs/domain/registry.js';
import { openEventStore } from '#libs/event-store/open.js';
import { type CommandEnvelope, type RecordedEvent } from '#libs/kernel/message.js';
import { DEAD_LETTER_TOPIC, type MessageBus } from '#libs/kernel/ports.js';
import { within } from '#libs/kernel/testing/deadline.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { openReadStore } from '#libs/read-store/open.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { consumeCommands, REQUEST_HEADER } from '#libs/runtime/consume-commands.js';
import { createCommandHandler } from '#libs/runtime/handle-command.js';
import { amendments } from '#libs/domain/amendments.js';
import { runProjection } from '#libs/runtime/run-projections.js';
import { documentsOf, projections, untilFolded } from './read-models.js';

/** The three URLs that choose a world. */
export interface Urls {
  readonly eventStore: string;
  readonly messageBus: string;
  readonly readStore: string;
}

/** An answer as it comes off the bus. */
export type Answer = Readonly<Record<string, unknown>>;

/** Everything behind the doors in one process: bus, worker, event store, projections, read store, on the engines that the URLs name. */
export interface Pipeline extends AsyncDisposable {
  /** Sends a command over the bus and waits for its answer. */
  send(command: CommandEnvelope): Promise<Answer>;
  /** Waits until every read model contains the last event. */
  settle(): Promise<void>;
  /** All events in order. */
  log(): Promise<readonly RecordedEvent[]>;
  /** Every document of every read model, by `collection/key`. */
  documents(): Promise<ReadonlyMap<string, object>>;
}

/** Where there are brokers. */
const TOPICS = Object.fromEntries(
  [COMMANDS_TOPIC, OUTCOMES_TOPIC, DEAD_LETTER_TOPIC].map((topic) => [
    topic,
    { partitions: 8, replicationFactor: 1, minInsyncReplicas: 1 },
  ]),
);

/** All clocks stand still, so that two worlds stamp the same. */
const NOW = new Date('2026-04-01T12:00:00.000Z');

/** Opens the ports and starts one worker and all projections on them. */
export const openPipeline = async (urls: Urls): Promise<Pipeline> => {
  const store = await openEventStore(urls.eventStore, { writer: true });
  const bus = await openMessageBus(urls.messageBus, { topics: TOPICS });
  const readStore = await openReadStore(urls.readStore);
  const stop = new AbortController();
  const now = (): Date => NOW;
  const handler = createCommandHandler({ store, readStore, aggregates, policies: policyRules, now });
  const answers = await listenForAnswers(bus, stop.signal);
  const running = [
    answers.ended,
    consumeCommands({ bus, handler, forms: commandForms, now }, stop.signal),
    ...projections.map((projection) => runProjection({ store, readStore, projection, amendments, now }, stop.signal)),
  ];
  const log = (): Promise<readonly RecordedEvent[]> => Array.fromAsync(store.readAll());
  return {
    send: (command) => answers.ask(command),
    log,
    settle: () => untilFolded(store, readStore),
    documents: () => documentsOf(readStore),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.allSettled(running);
      for (const opened of [bus, readStore, store]) await opened[Symbol.asyncDispose]();
    },
  };
};

/** Hears every outcome, and hands each to who asked for it. */
const listenForAnswers = async (bus: MessageBus, signal: AbortSignal) => {
  const waiting = new Map<string, (answer: Answer) => void>();
  let heard = 0;
  const assigned = Promise.withResolvers<void>();
  const ended = bus.consume(
    OUTCOMES_TOPIC,
    `differential.${randomUUID()}`,
    async ({ headers, value }) => {
      const request = String(headers[REQUEST_HEADER]);
      heard += 1;
      waiting.get(request)?.((JSON.parse(Buffer.from(value!).toString('utf8')) as { readonly data: Answer }).data);
      waiting.delete(request);
      return { kind: 'done' };
    },
    signal,
    { ephemeral: true, inFlightMax: 256, onAssigned: () => assigned.resolve() },
  );
  await within(assigned.promise, 'the outcomes to be assigned');
  const sendings = new Map<string, number>();
  const ask = async (command: CommandEnvelope): Promise<Answer> => {
    // The sending stands on the events, and their ids follow from it: named alike in all worlds.
    const sending = (sendings.get(command.commandId) ?? 0) + 1;
    sendings.set(command.commandId, sending);
    const request = `${command.commandId}/${sending}`;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    waiting.set(request, resolve);
    const message = encodeCommand(command);
    await bus.publish(COMMANDS_TOPIC, { ...message, headers: { ...message.headers, [REQUEST_HEADER]: request } });
    return answerTo(promise, `the answer to ${command.type} ${command.commandId}`);
  };
  // However slow a busy machine is, while others are answered this one is waited for: one that is lost is missed when all others are there.
  const answerTo = async (promise: Promise<Answer>, what: string): Promise<Answer> => {
    const before = heard;
    return within(promise, what).catch((error: unknown) => (heard > before ? answerTo(promise, what) : Promise.reject(error)));
  };
  return { ended, ask };
};
