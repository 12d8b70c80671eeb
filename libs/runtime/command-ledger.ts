import { type AcceptedCommand } from '#libs/kernel/accepted-command.js';
import { type Collection, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { type Settled } from './answers.js';
import { batching } from './batching.js';

/**
 * Where commands without events are remembered: refusals, and those that found nothing to do. Not a read model: they stand nowhere else.
 * Documents of earlier versions of the program hold accepted commands too, and go on answering.
 */
export const COMMAND_OUTCOMES: Collection = { name: 'command-outcomes@1', indexes: [] };

/** Commands looked up or remembered in one call to the store. */
const BATCH_MAX = 256;

/** All outcomes carry one position, so that the store's guard keeps the first answer for ever. */
const FIRST = '0';

/** What became of commands, by their ids. */
export interface CommandLedger {
  /** From the log, as far as the read model of accepted commands is folded, else from what is remembered. */
  recall(commandId: string): Promise<Settled | undefined>;
  /** Resolves with what is kept, once that is durable: the first answer stays, and is the one to give. */
  remember(settled: Settled): Promise<Settled>;
}

/** The ledger kept in the read store; `accepted` is the read model that finds accepted commands. */
export const openCommandLedger = (readStore: ReadStore, accepted?: Collection): CommandLedger => {
  const kept = async (ids: readonly string[]) => readStore.load<Settled>(COMMAND_OUTCOMES, [...new Set(ids)]);
  const logged = async (ids: readonly string[]): Promise<ReadonlyMap<string, Stored<AcceptedCommand>>> =>
    accepted === undefined ? new Map() : readStore.load<AcceptedCommand>(accepted, [...new Set(ids)]);
  return {
    recall: batching<string, Settled | undefined>(async (ids) => {
      const [inLog, inLedger] = await Promise.all([logged(ids), kept(ids)]);
      // What stands in the log has happened, whatever was said of it: see docs/adr/0038.
      return ids.map((id) => settledOf(inLog.get(id)?.document) ?? inLedger.get(id)?.document);
    }, BATCH_MAX),
    remember: batching<Settled, Settled>(async (items) => {
      const puts = items.map((document) => ({ key: document.outcome.commandId, position: FIRST, document }));
      await readStore.commit(COMMAND_OUTCOMES, { puts });
      const first = await kept(puts.map(({ key }) => key));
      return items.map((item) => first.get(item.outcome.commandId)?.document ?? item);
    }, BATCH_MAX),
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
