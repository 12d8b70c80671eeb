import { setTimeout } from 'node:timers/promises';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Checkpoint, collectionFor, type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { backOffMs } from './back-off.js';
import { foldBatch } from './fold-batch.js';
import { ParkedStreams, type ParkedStream } from './parked-streams.js';
import { type Progress } from './progress.js';
import { replayParked } from './replay-parked.js';

/** Events that one commit takes at the most; as many wait in memory while it is written. */
export const BATCH_EVENTS_MAX = 1_000;

/** What the runner tells its surroundings, for logs and counters. */
export interface ProjectionObserver {
  parked?(stream: ParkedStream): void;
  /** A parked stream was folded to its end and goes on. */
  replayed?(stream: ParkedStream): void;
  /** The run broke off and begins again from the checkpoint after a wait. {@link Fenced}, {@link Unavailable} and broken subscriptions are ordinary life. */
  interrupted?(error: unknown, waitMs: number): void;
}

/** What a projection runs on. */
export interface RunProjectionDependencies {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly projection: AnyProjection;
  readonly now: () => Date;
  readonly progress?: Progress;
  readonly observer?: ProjectionObserver;
  /** 0…1, for the jitter of waits. */
  readonly random?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Another runner of the same projection moved the checkpoint: it is in charge, this one stands by. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/**
 * Folds the log into a projection's documents until the signal aborts, then finishes the batch in hand. Any number of runners of one
 * projection do no harm; one of them gets on.
 * @throws InvariantBroken for a defect that no retry would mend: the documents stay as they are
 */
export const runProjection = async (dependencies: RunProjectionDependencies, signal: AbortSignal): Promise<void> => {
  const { observer = {}, random = Math.random, wait = pause } = dependencies;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await followLog(dependencies, signal, () => {
        failures = 0;
      });
      if (!signal.aborted) throw new Unavailable('The subscription ended by itself.');
    } catch (error) {
      if (error instanceof InvariantBroken) throw error;
      if (signal.aborted) return;
      const waitMs = backOffMs(failures, random);
      failures += 1;
      observer.interrupted?.(error, waitMs);
      await wait(waitMs, signal);
    }
  }
};

const pause = (ms: number, signal: AbortSignal): Promise<void> => setTimeout(ms, undefined, { signal }).catch(() => undefined);

/** From the checkpoint on, batch by batch: fold, write what is parked, write documents and checkpoint. */
const followLog = async (dependencies: RunProjectionDependencies, signal: AbortSignal, onCommit: () => void): Promise<void> => {
  const { store, readStore, projection, progress, observer = {}, now } = dependencies;
  const collection = collectionFor(projection);
  const repair = projection.gathers === 'one-stream' ? 'replay' : 'rebuild';
  let checkpoint = await readStore.checkpoint(collection);
  const log = (await store.head()).log ?? '';
  const parked = await ParkedStreams.load(readStore, { collection: collection.name, repair, now, onPark: observer.parked });
  await replayParked({ ...dependencies, parked, checkpoint: checkpoint?.position });

  const before = progress?.of(collection.name);
  let { applied, batches, parked: waiting } = before ?? { applied: 0, batches: 0, parked: 0 };
  const tell = (recordedAt: string | undefined): void =>
    progress?.advance({
      collection: collection.name,
      position: checkpoint?.position,
      recordedAt,
      applied,
      parked: waiting,
      parkedStreams: parked.size,
      batches,
    });
  tell(before?.position === checkpoint?.position ? before?.recordedAt : undefined);

  for await (const { events, position } of store.follow(checkpoint?.position, undefined, signal)) {
    assertAscending(checkpoint?.position, events);
    const { puts, deletes, parked: more } = await foldBatch(projection, readStore, events, parked);
    await parked.save();
    const next: Checkpoint = { log, position };
    if ((await readStore.commit(collection, { puts, deletes, checkpoint: { expected: checkpoint, next } })) === 'fenced') {
      throw new Fenced(`Another runner moved the checkpoint of ${collection.name} past ${checkpoint?.position ?? 'the beginning'}.`);
    }
    checkpoint = next;
    applied += events.length - more;
    waiting += more;
    batches += 1;
    onCommit();
    tell(events.at(-1)?.meta.recordedAt);
  }
};

/** A log that goes back would lose what lies between. */
const assertAscending = (checkpoint: Position | undefined, events: readonly RecordedEvent[]): void => {
  let seen = checkpoint;
  for (const { position, stream, version } of events) {
    if (seen !== undefined && position <= seen) {
      throw new InvariantBroken(`The log hands out position ${position} (${stream}@${version}) after ${seen}: verify the log.`);
    }
    seen = position;
  }
};
