import { identityOf } from '#libs/kernel/command-identity.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type Collection, PAGE_SIZE_MAX, type ReadStore } from '#libs/kernel/ports.js';
import { batching } from '#libs/runtime/batching.js';
import { sourceOf } from '#libs/runtime/cloud-events.js';
import { SENDERS_MAX } from '#libs/runtime/command-ledger.js';
import { openUndecidedCommands, type UndecidedCommand } from '#libs/runtime/undecided-commands.js';

/**
 * Commands that a process answered with 202, so that any other can say that they are on their way. Disposable: no effect and no
 * outcome rests on it, and a command that was decided in time is never in it.
 */
export const PENDING_COMMANDS: Collection = { name: 'pending-commands@1', indexes: [['takenAt'], ['commandId']] };

/** A command without an outcome for longer than this is not on its way: it lies among the dead letters, or its worker is away. */
export const PENDING_MS_MAX = 15 * 60_000;

/** Commands noted, forgotten or looked up in one call to the store. */
const BATCH_MAX = 256;

/** The guard of the store keeps what was noted first. */
const FIRST = '0';

/** A command on its way. */
export type PendingCommand = Pick<CommandEnvelope, 'commandId' | 'source' | 'stream'>;

interface Noted extends PendingCommand {
  /** RFC 3339 in UTC. */
  readonly takenAt: string;
}

/** Where the processes of the command API tell each other which commands were taken and have no outcome yet. */
export interface PendingCommands {
  note(command: PendingCommand): Promise<void>;
  /** `undefined` too for one that was noted more than {@link PENDING_MS_MAX} ago. */
  find(commandId: string, source?: string): Promise<PendingCommand | undefined>;
  forget(commandId: string, source?: string): Promise<void>;
  /** Why a worker could not decide a command, where that is so. */
  undecided(commandId: string, source?: string): Promise<UndecidedCommand | undefined>;
  /** All of an id that are on their way or could not be decided, whoever sent them. */
  allOf(commandId: string): Promise<readonly PendingCommand[]>;
  /** Removes what processes that ended hard have left behind, a page of it. */
  sweep(): Promise<void>;
}

/** Kept in the read store. */
export const openPendingCommands = (readStore: ReadStore, now: () => Date = () => new Date()): PendingCommands => {
  const oldest = (): string => new Date(now().getTime() - PENDING_MS_MAX).toISOString();
  const remove = (keys: readonly string[]) =>
    readStore.commit(PENDING_COMMANDS, { puts: [], deletes: keys.map((key) => ({ key, position: FIRST })) });
  const isNow = (noted: Noted): boolean => noted.takenAt >= oldest();
  const pendingOf = ({ commandId, source, stream }: PendingCommand): PendingCommand => ({ commandId, ...sourceOf(source), stream });
  const undecided = openUndecidedCommands(readStore);
  const find = batching<string, PendingCommand | undefined>(async (identities) => {
    const found = await readStore.load<Noted>(PENDING_COMMANDS, [...new Set(identities)]);
    return identities.map((identity) => {
      const noted = found.get(identity)?.document;
      return noted === undefined || !isNow(noted) ? undefined : pendingOf(noted);
    });
  }, BATCH_MAX);
  const forget = batching<string, void>(async (identities) => {
    await remove(identities);
    return identities.map(() => undefined);
  }, BATCH_MAX);
  return {
    note: batching<PendingCommand, void>(async (commands) => {
      const takenAt = now().toISOString();
      const puts = commands.map((command) => ({
        key: identityOf(command),
        position: FIRST,
        document: { ...pendingOf(command), takenAt },
      }));
      await readStore.commit(PENDING_COMMANDS, { puts });
      return commands.map(() => undefined);
    }, BATCH_MAX),
    find: (commandId, source) => find(identityOf({ commandId, source })),
    forget: (commandId, source) => forget(identityOf({ commandId, source })),
    undecided: undecided.find,
    allOf: async (commandId) => {
      const query = { where: { commandId }, limit: SENDERS_MAX };
      const [noted, failed] = await Promise.all([readStore.find<Noted>(PENDING_COMMANDS, query), undecided.allOf(commandId)]);
      return [...noted.items.map(({ document }) => document).filter((document) => isNow(document)), ...failed];
    },
    sweep: async () => {
      const { items } = await readStore.find<Noted>(PENDING_COMMANDS, { where: { takenAt: { lt: oldest() } }, limit: PAGE_SIZE_MAX });
      if (items.length > 0) await remove(items.map(({ key }) => key));
    },
  };
};
