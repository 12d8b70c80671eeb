import { setTimeout } from 'node:timers/promises';
import { aggregates, policyRules } from '#libs/domain/registry.js';
import { type CommandEnvelope, type Outcome, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { COORDINATION } from '../coordinated-changes.js';
import { finishChanges } from '../finish-changes.js';
import { type CommandHandler, createCommandHandler } from '../handle-command.js';
import { type Choose, type Crash, Interleaving } from './interleavings.js';
import { NOW } from './workers.js';

/** The stream that serialises changes to how accounts stand to one another. */
export const ACCOUNTS = `${COORDINATION}-accounts`;

/** The policies that decisions on these commands ask for. */
const policies = { ...policyRules, names: ['recording', 'calendar', 'capacity'] };

/** A command to an account of one run; ids begin with the run's own, so that many runs share one log. */
export const to = (account: string, type: string, data: object, more: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  commandId: `${account}-${type}`,
  stream: `account-${account}`,
  type,
  data,
  actor: 'tester',
  ...more,
});

export const merge = (from: string, into: string) => to(from, 'MergeAccounts', { into, reason: 'one company' });

/** What several workers came to that were handed one command each. */
export interface Ran {
  /** Given while they ran; none by one that was killed. */
  readonly given: readonly (Outcome | undefined)[];
  /** Of every command, as a worker that begins afterwards answers it. */
  readonly settled: readonly Outcome[];
  readonly logs: ReadonlyMap<string, readonly RecordedEvent[]>;
  readonly steps: number;
}

/** Workers over one log, started anew for each command, and what they leave behind. */
export const openStructures = (store: EventStore, readStore: ReadStore) => {
  const worker = (log: EventStore = store, at = NOW): CommandHandler =>
    createCommandHandler({ store: log, readStore, aggregates, policies, now: () => new Date(at), cache: { streamsMax: 100 } });
  const sender = worker();
  const send = async (commands: readonly CommandEnvelope[], handler = sender): Promise<readonly Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const command of commands) outcomes.push(await handler.handle(command));
    return outcomes;
  };
  const logged = async (account: string): Promise<readonly RecordedEvent[]> => Array.fromAsync(store.read(`account-${account}`));
  return {
    worker,
    send,
    logged,
    streamOf: async (stream: string): Promise<readonly RecordedEvent[]> => Array.fromAsync(store.read(stream)),
    /** What stands open after everything. */
    open: async () => (await sender.changes.look(ACCOUNTS)).open,
    /** One look of the watch in a process that has just begun; nobody sends anything. */
    watch: async (at = NOW) => {
      const ends = new AbortController();
      const wait = async () => {
        ends.abort();
        await setTimeout(0);
      };
      await finishChanges({ changes: worker(store, at).changes, streams: [ACCOUNTS], now: () => new Date(at), wait }, ends.signal);
    },
    /** Hands a worker a command and kills it in the middle. */
    kill: async (command: CommandEnvelope, crash: Crash): Promise<void> => {
      const interleaving = new Interleaving(store, crash);
      await interleaving.run([() => worker(interleaving.logOf(0)).handle(command)], () => 0);
    },
    /** Hands each worker its command, interleaved; a killed worker's command is handed to another one afterwards. */
    race: async (accounts: readonly string[], commands: readonly CommandEnvelope[], choose: Choose, crash?: Crash): Promise<Ran> => {
      const interleaving = new Interleaving(store, crash);
      const works = commands.map((command, index) => () => worker(interleaving.logOf(index)).handle(command));
      const given = await interleaving.run(works, choose);
      const settled = await send(commands, worker());
      const logs = new Map<string, readonly RecordedEvent[]>();
      for (const account of accounts) logs.set(account, await logged(account));
      return { given, settled, logs, steps: interleaving.steps };
    },
  };
};
