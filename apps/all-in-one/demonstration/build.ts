import { Unavailable } from '#libs/kernel/errors.js';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { type CommandHandler } from '#libs/runtime/handle-command.js';
import { demonstrationPortfolio, phaseOf } from './portfolio.js';
import { DEMONSTRATION, dayOfCommandId } from './story.js';

/** What building the demonstration came to. */
export interface Demonstration {
  readonly commands: number;
  readonly rejected: readonly Outcome[];
}

/**
 * Builds the demonstration portfolio where the log is empty, and finishes it where an earlier start was stopped in the middle.
 * Any other log is left alone: `undefined`. `progress` hears how many commands are settled, and of how many.
 */
export const buildDemonstration = async (
  { store, handler, today }: { readonly store: EventStore; readonly handler: CommandHandler; readonly today: string },
  progress: (settled: number, total: number) => void,
  signal: AbortSignal,
): Promise<Demonstration | undefined> => {
  const lastDay = await lastDayOf(store, today);
  if (lastDay === undefined) return undefined;
  const commands = demonstrationPortfolio(lastDay);
  if (await handler.outcomeOf(commands.at(-1)!.commandId)) return undefined;

  return tellDemonstration(handler, commands, progress, signal);
};

/** Tells the commands of a demonstration phase by phase, streams of a phase side by side; those that were settled before have their outcome already. */
export const tellDemonstration = async (
  handler: CommandHandler,
  commands: readonly CommandEnvelope[],
  progress: (settled: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Demonstration> => {
  const rejected: Outcome[] = [];
  let settled = 0;
  const tell = async (stream: readonly CommandEnvelope[]): Promise<void> => {
    for (const command of stream) {
      if (signal?.aborted === true) return;
      const outcome = await handler.handle(command);
      if (outcome.outcome === 'UNKNOWN')
        throw new Unavailable(`The demonstration stopped at ${command.commandId}; start again to finish it.`);
      if (outcome.outcome === 'REJECTED') rejected.push(outcome);
      progress(++settled, commands.length);
    }
  };
  for (const phase of Map.groupBy(commands, phaseOf).values())
    await Promise.all([...Map.groupBy(phase, ({ stream }) => stream).values()].map(tell));
  return { commands: settled, rejected };
};

/** The day that the story ends on: today for an empty log, the day it was begun with for a demonstration. */
const lastDayOf = async (store: EventStore, today: string): Promise<string | undefined> => {
  for await (const first of store.readAll({ limit: 1 })) {
    return first.meta.source === DEMONSTRATION ? dayOfCommandId(first.meta.commandId) : undefined;
  }
  return today;
};
