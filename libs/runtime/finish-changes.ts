import { type CommandHandler } from './handle-command.js';

/** Milliseconds between two looks at each coordination stream. */
export const CHANGES_LOOK_MS = 5_000;

/** What the watch tells its surroundings. */
export interface ChangesObserver {
  /** How long the open change of a stream has been open by the clock; 0 where none is. */
  open?(stream: string, ms: number): void;
  /** A change that nobody had finished is taken on. */
  found?(stream: string, commandId: string, type: string): void;
  /** It could not be looked at, or not be finished: tried again at the next look. */
  failed?(stream: string, error: unknown): void;
}

export interface FinishChangesDependencies {
  readonly changes: CommandHandler['changes'];
  /** The coordination streams. */
  readonly streams: readonly string[];
  readonly now: () => Date;
  /** Resolves after that time, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly observer?: ChangesObserver;
}

/**
 * Finishes the changes to several streams that nobody else does, because the worker that began one was killed and no later one has come
 * by: at once what is found at the start, later what is still open at the next look. Never fails; ends when the signal aborts.
 */
export const finishChanges = async (dependencies: FinishChangesDependencies, signal: AbortSignal): Promise<void> => {
  const { streams, wait } = dependencies;
  const seen = new Map<string, number>();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    for (const stream of streams) await lookAt(dependencies, stream, seen, isFirst);
    await wait(CHANGES_LOOK_MS, signal);
  }
};

/** `seen`: by stream, the version of the change that was open at the look before. */
const lookAt = async (
  { changes, now, observer }: FinishChangesDependencies,
  stream: string,
  seen: Map<string, number>,
  isFirst: boolean,
): Promise<void> => {
  try {
    const { open } = await changes.look(stream);
    observer?.open?.(stream, open === undefined ? 0 : Math.max(0, now().getTime() - Date.parse(open.meta.recordedAt)));
    const isAbandoned = open !== undefined && (isFirst || seen.get(stream) === open.version);
    if (open === undefined) seen.delete(stream);
    else seen.set(stream, open.version);
    if (open === undefined || !isAbandoned) return;
    observer?.found?.(stream, open.plan.commandId, open.plan.type);
    await changes.finish(stream, open);
    observer?.open?.(stream, 0);
  } catch (error) {
    observer?.failed?.(stream, error);
  }
};
