import { type AcceptedCommand } from '#libs/kernel/accepted-command.js';
import { identityOf, senderIn, senderOf } from '#libs/kernel/command-identity.js';
import { type Collection, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { type Settled } from './answers.js';
import { batching } from './batching.js';

/**
 * Where commands without events are remembered: refusals, and those that found nothing to do. Not a read model: they stand nowhere else.
 * Documents of earlier versions of the program hold accepted commands too, and go on answering.
 */
export const COMMAND_OUTCOMES: Collection = { name: 'command-outcomes@1', indexes: [['outcome.commandId']], original: true };

/** The read model of accepted commands of the last version of the program: it answers until the present one has come as far. */
export const ACCEPTED_COMMANDS_BEFORE: Collection = { name: 'accepted-commands@1', indexes: [] };

/** Commands looked up or remembered in one call to the store. */
const BATCH_MAX = 256;

/** Senders of one id that are told apart when only the id is asked for: enough to choose from. */
export const SENDERS_MAX = 16;

/** All outcomes carry one position, so that the store's guard keeps the first answer for ever. */
const FIRST = '0';

/** What became of commands, by what names them: their id, and the source of a sender that is none of our own doors. */
export interface CommandLedger {
  /**
   * From the log, as far as the read model of accepted commands is folded, else from what is remembered. Answers of before sources counted
   * stand under the id alone: whose they are is not known, so that to a sender only the answer to the very same command (`hash`) is given.
   */
  recall(commandId: string, source?: string, hash?: string): Promise<Settled | undefined>;
  /** Resolves with what is kept, once that is durable: the first answer stays, and is the one to give. */
  remember(settled: Settled, source?: string): Promise<Settled>;
  /** Whose commands of an id are known, `undefined` for our own doors: {@link SENDERS_MAX} at the most. */
  sendersOf(commandId: string): Promise<readonly (string | undefined)[]>;
}

/** An answer as it is kept. */
interface Kept extends Settled {
  /** It is known to be of our own doors. Without it, it is a sender's that stands in the key, or of before sources counted. */
  readonly own?: true;
}

interface Looked {
  readonly commandId: string;
  readonly identity: string;
  readonly hash: string | undefined;
}

/** The ledger kept in the read store; `accepted` is the read model that finds accepted commands. */
export const openCommandLedger = (readStore: ReadStore, accepted?: Collection): CommandLedger => {
  const kept = async (ids: readonly string[]) => readStore.load<Kept>(COMMAND_OUTCOMES, [...new Set(ids)]);
  const logged = async (ids: readonly string[]): Promise<ReadonlyMap<string, Stored<AcceptedCommand>>> =>
    accepted === undefined ? new Map() : readStore.load<AcceptedCommand>(accepted, [...new Set(ids)]);
  const loggedBefore = untilCaughtUp(readStore, accepted);
  const remember = batching<{ readonly key: string; readonly document: Kept }, Settled>(async (items) => {
    await readStore.commit(COMMAND_OUTCOMES, { puts: items.map((item) => ({ ...item, position: FIRST })) });
    const first = await kept(items.map(({ key }) => key));
    return items.map(({ key, document }) => first.get(key)?.document ?? document);
  }, BATCH_MAX);
  const recall = batching<Looked, Settled | undefined>(async (items) => {
    const identities = items.map(({ identity }) => identity);
    const ids = items.map(({ commandId }) => commandId);
    // The last version's read model first: what leaves it for the present one is then found there.
    const before = await loggedBefore(ids);
    const [inLog, inLedger] = await Promise.all([logged(identities), kept([...identities, ...ids])]);
    return items.map(({ commandId, identity, hash }) => {
      const isSenders = identity !== commandId;
      const unlessAnothers = (settled: Settled | undefined) => (isSenders && settled?.hash !== hash ? undefined : settled);
      const ofId = inLedger.get(commandId)?.document;
      // What stands in the log has happened, whatever was said of it: see docs/adr/0038.
      return (
        settledOf(inLog.get(identity)?.document)
        ?? unlessAnothers(settledOf(before.get(commandId)?.document))
        ?? inLedger.get(identity)?.document
        ?? unlessAnothers(isSenders && ofId?.own === true ? undefined : ofId)
      );
    });
  }, BATCH_MAX);
  return {
    recall: (commandId, source, hash) => recall({ commandId, identity: identityOf({ commandId, source }), hash }),
    remember: (settled, source) => {
      const key = identityOf({ commandId: settled.outcome.commandId, source });
      return remember({ key, document: senderOf(source) === undefined ? { ...settled, own: true } : settled });
    },
    sendersOf: async (commandId) => {
      const before = await loggedBefore([commandId]);
      const [inLog, inLedger] = await Promise.all([
        accepted === undefined ? [] : keysOf(readStore, accepted, { commandId }),
        keysOf(readStore, COMMAND_OUTCOMES, { 'outcome.commandId': commandId }),
      ]);
      const keys = inLog.length === 0 ? [...before.keys(), ...inLedger] : [...inLog, ...inLedger];
      return [...new Set(keys)].slice(0, SENDERS_MAX).map((key) => senderIn(key, commandId));
    },
  };
};

const keysOf = async (readStore: ReadStore, collection: Collection, where: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await readStore.find(collection, { where, limit: SENDERS_MAX })).items.map(({ key }) => key);

/** The last version's documents, by id alone, as long as the present read model has not come as far as they were folded. */
const untilCaughtUp = (readStore: ReadStore, accepted: Collection | undefined) => {
  let isCaughtUp = accepted === undefined;
  return async (ids: readonly string[]): Promise<ReadonlyMap<string, Stored<AcceptedCommand>>> => {
    if (isCaughtUp || accepted === undefined) return new Map();
    const found = await readStore.load<AcceptedCommand>(ACCEPTED_COMMANDS_BEFORE, [...new Set(ids)]);
    const [before, now] = await Promise.all([readStore.checkpoint(ACCEPTED_COMMANDS_BEFORE), readStore.checkpoint(accepted)]);
    isCaughtUp = before === undefined || (now !== undefined && now.position >= before.position);
    return isCaughtUp ? new Map() : found;
  };
};

const settledOf = (document: AcceptedCommand | undefined): Settled | undefined => {
  if (document === undefined) return undefined;
  const { commandId, stream, hash, request, version, position, occurredAt, events } = document;
  return {
    hash,
    ...(request === undefined ? {} : { request }),
    outcome: { commandId, stream, duplicate: false, outcome: 'ACCEPTED', version, position, occurredAt, events },
  };
};
