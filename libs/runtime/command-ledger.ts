import { type Outcome } from '#libs/kernel/message.js';
import { type Collection, type ReadStore } from '#libs/kernel/ports.js';
import { batching } from './batching.js';

/** A final answer with the hash of the command that it answers. */
export interface Settled {
  readonly hash: string;
  /** The sending that was decided, where its door named it. */
  readonly request?: string;
  readonly outcome: Exclude<Outcome, { outcome: 'UNKNOWN' }>;
}

/** Where settled commands are remembered. Not a read model: rejections and empty decisions stand nowhere else. */
export const COMMAND_OUTCOMES: Collection = { name: 'command-outcomes@1', indexes: [] };

/** Commands looked up or remembered in one call to the store. */
const BATCH_MAX = 256;

/** All outcomes carry one position, so that the store's guard keeps the first answer for ever. */
const FIRST = '0';

/** Remembers what became of each command, under its id. */
export interface CommandLedger {
  recall(commandId: string): Promise<Settled | undefined>;
  /** Resolves once it is durable. The first answer stays; a second one changes nothing. */
  remember(settled: Settled): Promise<void>;
}

/** The ledger kept in the read store. */
export const openCommandLedger = (readStore: ReadStore): CommandLedger => ({
  recall: batching<string, Settled | undefined>(async (ids) => {
    const found = await readStore.load<Settled>(COMMAND_OUTCOMES, [...new Set(ids)]);
    return ids.map((id) => found.get(id)?.document);
  }, BATCH_MAX),
  remember: batching<Settled, void>(async (items) => {
    await readStore.commit(COMMAND_OUTCOMES, {
      puts: items.map((document) => ({ key: document.outcome.commandId, position: FIRST, document })),
    });
    return items.map(() => undefined);
  }, BATCH_MAX),
});
