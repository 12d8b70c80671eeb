import { setTimeout } from 'node:timers/promises';
import { type Instant, type Position } from '#libs/kernel/message.js';
import { type Collection, type ReadStore } from '#libs/kernel/ports.js';

/** How far a projection has come in this process. `applied + parked` is all that it was handed since it started. */
export interface Figures {
  readonly collection: string;
  /** The checkpoint: everything up to here is folded or parked. */
  readonly position: Position | undefined;
  /** Of the event at the checkpoint; unknown until the first batch. */
  readonly recordedAt: Instant | undefined;
  readonly applied: number;
  /** Events that wait behind a poisonous one, itself included. */
  readonly parked: number;
  readonly parkedStreams: number;
  readonly batches: number;
}

/** Notified by runners after every commit, asked and listened to by whoever waits. One a process. */
export class Progress {
  private readonly figures = new Map<string, Figures>();
  private readonly listeners = new Set<(figures: Figures) => void>();

  advance(figures: Figures): void {
    this.figures.set(figures.collection, figures);
    for (const listener of this.listeners) listener(figures);
  }

  of(collection: string): Figures | undefined {
    return this.figures.get(collection);
  }

  /** Calls back after every commit of any projection until the signal aborts. */
  onAdvance(listener: (figures: Figures) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }
}

/** How often a checkpoint that another process moves is looked at. */
export const POLL_INTERVAL_MS = 25;

/**
 * Waits until a projection has come to a position. With `progress` (the projection runs in this process) it is notified, without it looks
 * every {@link POLL_INTERVAL_MS}. False when the signal aborts first: the caller's deadline bounds the wait.
 */
export const awaitPosition = async (
  { readStore, progress }: { readonly readStore: Pick<ReadStore, 'checkpoint'>; readonly progress?: Progress },
  collection: Collection,
  position: Position,
  deadline: AbortSignal,
): Promise<boolean> => {
  const reached = (at: Position | undefined): boolean => at !== undefined && at >= position;
  const looked = async (): Promise<boolean> => reached((await readStore.checkpoint(collection))?.position);
  if (progress)
    return notified(progress, (figures) => figures.collection === collection.name && reached(figures.position), looked, deadline);
  for (;;) {
    if (await looked()) return true;
    if (deadline.aborted) return false;
    await setTimeout(POLL_INTERVAL_MS, undefined, { signal: deadline }).catch(() => undefined);
  }
};

/** Listens first and looks then, so that nothing falls in between. */
const notified = async (
  progress: Progress,
  isIt: (figures: Figures) => boolean,
  looked: () => Promise<boolean>,
  deadline: AbortSignal,
): Promise<boolean> => {
  if (deadline.aborted) return looked();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const done = new AbortController();
  const until = AbortSignal.any([deadline, done.signal]);
  progress.onAdvance((figures) => isIt(figures) && resolve(true), until);
  until.addEventListener('abort', () => resolve(false), { once: true });
  try {
    return (await looked()) || (await promise);
  } finally {
    done.abort();
  }
};
