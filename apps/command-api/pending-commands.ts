import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type Collection, PAGE_SIZE_MAX, type ReadStore } from '#libs/kernel/ports.js';
import { batching } from '#libs/runtime/batching.js';
import { openUndecidedCommands, type UndecidedCommand } from '#libs/runtime/undecided-commands.js';

/**
 * Commands that a process answered with 202, so that any other can say that they are on their way. Disposable: no effect and no
 * outcome rests on it, and a command that was decided in time is never in it.
 */
export const PENDING_COMMANDS: Collection = { name: 'pending-commands@1', indexes: [['takenAt']] };

/** A command without an outcome for longer than this is not on its way: it lies among the dead letters, or its worker is away. */
export const PENDING_MS_MAX = 15 * 60_000;

/** Commands noted, forgotten or looked up in one call to the store. */
const BATCH_MAX = 256;

/** The guard of the store keeps what was noted first. */
const FIRST = '0';

/** A command on its way. */
export type PendingCommand = Pick<CommandEnvelope, 'commandId' | 'stream'>;

interface Noted extends PendingCommand {
  /** RFC 3339 in UTC. */
  readonly takenAt: string;
}

/** Where the processes of the command API tell each other which commands were taken and have no outcome yet. */
export interface PendingCommands {
  note(command: PendingCommand): Promise<void>;
  /** `undefined` too for one that was noted more than {@link PENDING_MS_MAX} ago. */
  find(commandId: string): Promise<PendingCommand | undefined>;
  forget(commandId: string): Promise<void>;
  /** Why a worker could not decide a command, where that is so. */
  undecided(commandId: string): Promise<UndecidedCommand | undefined>;
  /** Removes what processes that ended hard have left behind, a page of it. */
  sweep(): Promise<void>;
}

/** Kept in the read store. */
export const openPendingCommands = (readStore: ReadStore, now: () => Date = () => new Date()): PendingCommands => {
  const oldest = (): string => new Date(now().getTime() - PENDING_MS_MAX).toISOString();
  const remove = (ids: readonly string[]) =>
    readStore.commit(PENDING_COMMANDS, { puts: [], deletes: ids.map((key) => ({ key, position: FIRST })) });
  return {
    note: batching<PendingCommand, void>(async (commands) => {
      const takenAt = now().toISOString();
      const puts = commands.map(({ commandId, stream }) => ({ key: commandId, position: FIRST, document: { commandId, stream, takenAt } }));
      await readStore.commit(PENDING_COMMANDS, { puts });
      return commands.map(() => undefined);
    }, BATCH_MAX),
    find: batching<string, PendingCommand | undefined>(async (ids) => {
      const found = await readStore.load<Noted>(PENDING_COMMANDS, [...new Set(ids)]);
      return ids.map((id) => {
        const noted = found.get(id)?.document;
        return noted === undefined || noted.takenAt < oldest() ? undefined : { commandId: noted.commandId, stream: noted.stream };
      });
    }, BATCH_MAX),
    forget: batching<string, void>(async (ids) => {
      await remove(ids);
      return ids.map(() => undefined);
    }, BATCH_MAX),
    undecided: openUndecidedCommands(readStore).find,
    sweep: async () => {
      const { items } = await readStore.find<Noted>(PENDING_COMMANDS, { where: { takenAt: { lt: oldest() } }, limit: PAGE_SIZE_MAX });
      if (items.length > 0) await remove(items.map(({ key }) => key));
    },
  };
};
