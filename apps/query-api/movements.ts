import { setTimeout } from 'node:timers/promises';
import { type Position } from '#libs/kernel/message.js';
import { type ReadStore } from '#libs/kernel/ports.js';
import { collections } from '#libs/read-models/registry.js';
import { type Progress } from '#libs/runtime/progress.js';

/** How often the checkpoints that other processes move are looked at while somebody listens. */
export const LOOK_INTERVAL_MS = 250;

/** Tells that read models have moved. */
export interface Movements {
  /** Calls back with the name of a collection after it has moved, until the signal aborts. May call once too often, never too seldom. */
  onMove(listener: (collection: string) => void, signal: AbortSignal): void;
}

/** Told by the projections of this process where they run in it; otherwise one look at the checkpoints for all who listen. */
export const movementsOf = (readStore: Pick<ReadStore, 'checkpoint'>, progress?: Progress): Movements =>
  progress
    ? { onMove: (listener, signal) => progress.onAdvance(({ collection }) => listener(collection), signal) }
    : new Checkpoints(readStore);

/** Looks at the checkpoints for as long as anybody listens, however many they are. */
class Checkpoints implements Movements {
  private readonly listeners = new Set<(collection: string) => void>();
  private looking = false;

  constructor(private readonly readStore: Pick<ReadStore, 'checkpoint'>) {}

  onMove(listener: (collection: string) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
    if (!this.looking) void this.look();
  }

  private async look(): Promise<void> {
    this.looking = true;
    const seen = new Map<string, Position | undefined>();
    while (this.listeners.size > 0) {
      for (const collection of collections) {
        // A store that is away has not moved; whoever asks it for an answer hears that it is away.
        const position = await this.readStore.checkpoint(collection).then(
          (checkpoint) => checkpoint?.position,
          () => seen.get(collection.name),
        );
        if (seen.has(collection.name) && seen.get(collection.name) === position) continue;
        seen.set(collection.name, position);
        for (const listener of this.listeners) listener(collection.name);
      }
      await setTimeout(LOOK_INTERVAL_MS, undefined, { ref: false });
    }
    this.looking = false;
  }
}
