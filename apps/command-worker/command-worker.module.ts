import { setTimeout } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { commandForms } from '#libs/contracts/command-forms.js';
import { aggregates, COORDINATION_STREAMS, policyRules } from '#libs/domain/registry.js';
import { upcasters } from '#libs/domain/upcasters.js';
import { categoryOf } from '#libs/kernel/message.js';
import { collectionFor, type EventStore, type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { type Log } from '#libs/platform/log.js';
import { observedHandler } from '#libs/platform/observed/command-handler.js';
import { type Telemetry } from '#libs/platform/observed/telemetry.js';
import { EVENT_STORE, LOG, MESSAGE_BUS, type PortNeeds, READ_STORE, TELEMETRY } from '#libs/platform/ports.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { consumeCommands } from '#libs/runtime/consume-commands.js';
import { finishChanges } from '#libs/runtime/finish-changes.js';
import { type CommandHandler, createCommandHandler } from '#libs/runtime/handle-command.js';
import { openUndecidedCommands, type UndecidedCommands } from '#libs/runtime/undecided-commands.js';

/** What the command worker stands on. */
export const COMMAND_WORKER_NEEDS: PortNeeds = { eventStore: 'writer', messageBus: true, readStore: true, upcasters };

/** The token of the command handler, for those in this process who decide commands without the bus. */
export const COMMAND_HANDLER = Symbol('CommandHandler');

const now = (): Date => new Date();

const handlerOf = (store: EventStore, readStore: ReadStore, { metrics }: Telemetry): CommandHandler =>
  createCommandHandler({
    store,
    readStore,
    aggregates,
    policies: policyRules,
    acceptedCommands: collectionFor(acceptedCommands),
    upcasters,
    now,
    observer: { changeSettled: ({ type, outcome }) => metrics.add('rapport_coordinated_changes_total', { type, outcome }) },
  });

interface Worker {
  readonly bus: MessageBus;
  readonly decides: CommandHandler;
  readonly undecided: UndecidedCommands;
}

/** The token of {@link Worker}. */
const WORKER = Symbol('Worker');

const workerOf = (bus: MessageBus, decides: CommandHandler, readStore: ReadStore): Worker => ({
  bus,
  decides,
  undecided: openUndecidedCommands(readStore),
});

const start = (worker: Worker, supervisor: Supervisor, log: Log, telemetry: Telemetry): void => {
  const { bus, decides, undecided } = worker;
  const handler = observedHandler(decides, telemetry, log);
  const observer = {
    dead: (code: string, detail: string) =>
      log.error(
        { code, detail },
        code === 'DEFECT' ? 'a command cannot be decided: kept as a dead letter' : 'a message is no command: kept as a dead letter',
      ),
    failed: (error: unknown, attempt: number) => log.warn({ err: error, attempt }, 'a command could not be decided: tried again'),
    blocked: (stream: string, reason: string) => {
      telemetry.metrics.add('rapport_command_blocked_streams_total', { category: categoryOf(stream) });
      log.error({ stream, reason }, 'commands on a stream wait for a newer program');
    },
  };
  supervisor.run('commands', (signal) => consumeCommands({ bus, handler, forms: commandForms, now, observer, undecided }, signal));
};

/** Finishes what a killed worker left half done. It fails nothing: readiness is not its business, what it meets stands in the log. */
const watch = ({ changes }: CommandHandler, supervisor: Supervisor, log: Log, { metrics }: Telemetry): void => {
  const observer = {
    open: (stream: string, ms: number) => metrics.set('rapport_coordinated_change_open_seconds', { stream }, ms / 1_000),
    found: (stream: string, commandId: string, type: string) => {
      metrics.add('rapport_coordinated_changes_found_total', { type });
      log.warn({ stream, command: commandId, type }, 'a change to several streams was left half done: finishing it');
    },
    failed: (stream: string, error: unknown) =>
      log.warn({ stream, err: error }, 'changes to several streams could not be looked at or finished: tried again'),
  };
  const wait = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal }).catch(() => undefined);
  supervisor.run('changes', (signal) => finishChanges({ changes, streams: COORDINATION_STREAMS, now, wait, observer }, signal));
};

/** Takes commands off the bus, decides them, appends what they come to, and answers. */
@Module({
  providers: [
    { provide: COMMAND_HANDLER, inject: [EVENT_STORE, READ_STORE, TELEMETRY], useFactory: handlerOf },
    { provide: WORKER, inject: [MESSAGE_BUS, COMMAND_HANDLER, READ_STORE], useFactory: workerOf },
    { provide: Symbol('commands'), inject: [WORKER, Supervisor, LOG, TELEMETRY], useFactory: start },
    { provide: Symbol('changes'), inject: [COMMAND_HANDLER, Supervisor, LOG, TELEMETRY], useFactory: watch },
  ],
  exports: [COMMAND_HANDLER],
})
export class CommandWorkerModule {}
