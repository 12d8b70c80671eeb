import { identityOf } from '#libs/kernel/command-identity.js';
import { type CommandEnvelope, type Instant } from '#libs/kernel/message.js';
import { type BusMessage, type Collection, type Delivery, type Page, type ReadStore } from '#libs/kernel/ports.js';
import { batching } from './batching.js';
import { sourceOf } from './cloud-events.js';
import { SENDERS_MAX } from './command-ledger.js';

/**
 * Commands that could be read and not decided, with the reason. Disposable: whoever sends one again has it decided, and what is settled
 * meanwhile stands in the log or the ledger, which are asked first.
 */
export const UNDECIDED_COMMANDS: Collection = { name: 'undecided-commands@1', indexes: [['since'], ['commandId']], original: true };

/** `DEFECT`: deciding it failed, by the program or by a damaged log; it is a dead letter. `STREAM_NEWER`: it waits for a newer program. */
export type UndecidedCode = 'DEFECT' | 'STREAM_NEWER';

/** A command without an outcome, why, and the message to put on the topic again. */
export interface UndecidedCommand {
  readonly commandId: string;
  /** Of a sender that is none of our own doors: its id alone does not name the command. */
  readonly source?: string;
  readonly stream: string;
  readonly type: string;
  readonly code: UndecidedCode;
  /** What is wrong, where, and what to do. */
  readonly detail: string;
  readonly since: Instant;
  /** The sending that it came with, where the door named it. */
  readonly request?: string;
  readonly message: { readonly key: string | null; readonly value: string; readonly headers: Readonly<Record<string, string>> };
}

/** Where workers leave commands that they could not decide, for the doors to tell of. */
export interface UndecidedCommands {
  /** The latest reason is kept. */
  keep(command: UndecidedCommand): Promise<void>;
  find(commandId: string, source?: string): Promise<UndecidedCommand | undefined>;
  /** All of an id, whoever sent them: {@link SENDERS_MAX} at the most. */
  allOf(commandId: string): Promise<readonly UndecidedCommand[]>;
  /** Those that wait longest first. */
  list(limit: number, cursor?: string): Promise<Page<UndecidedCommand>>;
  forget(commandId: string, source?: string): Promise<void>;
}

/** Commands kept, looked up or forgotten in one call to the store. */
const BATCH_MAX = 64;

/** Sorts after every instant: what is forgotten is gone whenever it was kept. */
const EVER = '~';

/** Kept in the read store. */
export const openUndecidedCommands = (readStore: ReadStore): UndecidedCommands => {
  const find = batching<string, UndecidedCommand | undefined>(async (identities) => {
    const found = await readStore.load<UndecidedCommand>(UNDECIDED_COMMANDS, [...new Set(identities)]);
    return identities.map((identity) => found.get(identity)?.document);
  }, BATCH_MAX);
  const forget = batching<string, void>(async (identities) => {
    await readStore.commit(UNDECIDED_COMMANDS, { puts: [], deletes: identities.map((key) => ({ key, position: EVER })) });
    return identities.map(() => undefined);
  }, BATCH_MAX);
  return {
    keep: batching<UndecidedCommand, void>(async (commands) => {
      const puts = commands.map((document) => ({ key: identityOf(document), position: document.since, document }));
      await readStore.commit(UNDECIDED_COMMANDS, { puts });
      return commands.map(() => undefined);
    }, BATCH_MAX),
    find: (commandId, source) => find(identityOf({ commandId, source })),
    allOf: async (commandId) => {
      const { items } = await readStore.find<UndecidedCommand>(UNDECIDED_COMMANDS, { where: { commandId }, limit: SENDERS_MAX });
      return items.map(({ document }) => document);
    },
    list: (limit, cursor) =>
      readStore.find<UndecidedCommand>(UNDECIDED_COMMANDS, {
        sort: { field: 'since' },
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    forget: (commandId, source) => forget(identityOf({ commandId, source })),
  };
};

/** A command as it was delivered, with why it is not decided. Headers that are no text are left out: none of ours are bytes. */
export const undecidedCommand = (
  { key, value, headers }: Delivery,
  { commandId, source, stream, type }: CommandEnvelope,
  why: Pick<UndecidedCommand, 'code' | 'detail' | 'since' | 'request'>,
): UndecidedCommand => {
  const texts = Object.entries(headers).filter((header): header is [string, string] => typeof header[1] === 'string');
  const message = { key, value: Buffer.from(value ?? []).toString('utf8'), headers: Object.fromEntries(texts) };
  return { commandId, ...sourceOf(source), stream, type, ...why, message };
};

/** The message to publish on the topic of commands, as it came. */
export const messageOfUndecided = ({ message: { key, value, headers } }: UndecidedCommand): BusMessage => ({
  key,
  headers,
  value: Buffer.from(value, 'utf8'),
});
