import { setTimeout } from 'node:timers/promises';
import { AMENDMENT_TYPES, type AmendmentTypes } from '#libs/kernel/amend.js';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { type InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type Checkpoint, collectionFor, type EventStore, type LogPage, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { assertAscending } from './ascending.js';
import { faultOf, isFinal } from './checkpoint-fault.js';
import { foldBatch } from './fold-batch.js';
import { inBatches } from './in-batches.js';
import { ParkedStreams, type ParkedStream } from './parked-streams.js';
import { type Progress } from './progress.js';
import { replayParked } from './replay-parked.js';

/** Events that one commit takes at the most; as many wait in memory while it is written. */
export const BATCH_EVENTS_MAX = 1_000;

/**
 * Commits of one projection are begun this far apart, in milliseconds, unless {@link MANY_EVENTS} or more come at a time: a transaction
 * costs more than the few documents in it. Who comes after a pause waits for nothing.
 */
export const COMMITS_APART_MS = 8;
export const MANY_EVENTS = 100;

/**
 * A checkpoint that has passed no event is written this often at the most, in milliseconds: a page without events (an engine's own
 * events, those of a filter) costs no durable write each. What it passed is looked through again after a restart.
 */
export const EMPTY_CHECKPOINT_MS = 1_000;

/** Waits before a run that broke off begins again. */
export const RERUN_BACK_OFF: BackOff = { baseMs: 50, capMs: 10_000 };

/** What a batch came to. */
export interface FoldedFigures {
  readonly events: number;
  /** From the first load to the commit. */
  readonly ms: number;
  /** 0 at the end of the log; absent while more is known to follow. */
  readonly lagEvents?: number;
}

/** What the runner tells its surroundings, for logs and counters. */
export interface ProjectionObserver {
  batch?(figures: FoldedFigures): void;
  parked?(stream: ParkedStream): void;
  /** A parked stream was folded to its end and goes on. */
  replayed?(stream: ParkedStream): void;
  /** The run broke off and begins again from the checkpoint after a wait. {@link Fenced}, {@link Unavailable} and broken subscriptions are ordinary life. */
  interrupted?(error: unknown, waitMs: number): void;
  /** The run has ended for good: somebody has to mend something. */
  stopped?(error: InvariantBroken): void;
}

/** What a projection runs on. */
export interface RunProjectionDependencies {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly projection: AnyProjection;
  readonly now: () => Date;
  readonly upcasters?: Upcasters;
  /** How the log's events amend; those that every amendable stream has where it is left out. */
  readonly amendments?: AmendmentTypes;
  readonly progress?: Progress;
  readonly observer?: ProjectionObserver;
  /** 0…1, for the jitter of waits. */
  readonly random?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Between two commits; see {@link COMMITS_APART_MS}. */
  readonly rest?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a clock that is never set. */
  readonly elapsed?: () => number;
}

/** Another runner of the same projection moved the checkpoint: it is in charge, this one stands by. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** The runner, for those who are handed it. */
export type RunProjection = typeof runProjection;

/**
 * Folds the log into a projection's documents until the signal aborts, then finishes the batch in hand. Any number of runners of one
 * projection do no harm; one of them gets on.
 * @throws CheckpointFault when the documents are folded from another log, or from more than there is
 * @throws InvariantBroken for a defect that no retry would mend: the documents stay as they are
 */
export const runProjection = async (dependencies: RunProjectionDependencies, signal: AbortSignal): Promise<void> => {
  const { observer = {}, random = Math.random, wait = pause } = dependencies;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const run = await begin(dependencies);
      await followLog(run, signal, () => {
        failures = 0;
      });
      if (!signal.aborted) throw new Unavailable('The subscription ended by itself.');
    } catch (error) {
      failures += 1;
      if (isFinal(error, failures)) {
        observer.stopped?.(error);
        throw error;
      }
      if (signal.aborted) return;
      const waitMs = backOffMs(failures, RERUN_BACK_OFF, random());
      observer.interrupted?.(error, waitMs);
      await wait(waitMs, signal);
    }
  }
};

/** Waits, unless the signal aborts before. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> => setTimeout(ms, undefined, { signal }).catch(() => undefined);

/** One run: from a checkpoint on, until something breaks. */
interface Run extends RunProjectionDependencies {
  readonly parked: ParkedStreams;
  /** As it is kept. */
  checkpoint: Checkpoint | undefined;
  /** The log that is followed; unknown while nothing was ever written to it. */
  log: string | undefined;
}

/** Looks where the documents are, whether that fits the log, and replays what is parked. */
const begin = async (dependencies: RunProjectionDependencies): Promise<Run> => {
  const { store, readStore, projection, observer = {}, now, upcasters = {}, amendments = AMENDMENT_TYPES } = dependencies;
  const collection = collectionFor(projection);
  const checkpoint = await readStore.checkpoint(collection);
  const head = await store.head();
  const fault = faultOf(collection.name, checkpoint, head);
  if (fault) throw fault;
  const repair = projection.gathers === 'one-stream' ? 'replay' : 'rebuild';
  const parked = await ParkedStreams.load(readStore, { collection: collection.name, repair, now, onPark: observer.parked });
  const replayed = async (events: readonly RecordedEvent[]): Promise<void> => {
    const { puts, deletes } = await foldBatch({ store, readStore, projection, parked, upcasters, amendments }, events);
    await readStore.commit(collection, { puts, deletes });
  };
  await replayParked({ store, parked, checkpoint: checkpoint?.position, apply: replayed, observer });
  return { ...dependencies, parked, checkpoint, log: head.log };
};

/** From the checkpoint on, batch by batch: fold, write what is parked, write documents and checkpoint. */
const followLog = async (run: Run, signal: AbortSignal, onCommit: () => void): Promise<void> => {
  const { store, projection, progress, parked, observer = {}, rest = pause, elapsed = () => performance.now() } = run;
  const { name } = collectionFor(projection);
  const from = run.checkpoint?.position;
  let seen = from;
  let writtenAt = Number.NEGATIVE_INFINITY;

  const before = progress?.of(name);
  let { applied, batches, parked: waiting } = before ?? { applied: 0, batches: 0, parked: 0 };
  let recordedAt = before?.position === from ? before?.recordedAt : undefined;
  const notify = (): void =>
    progress?.advance({ collection: name, position: seen, recordedAt, applied, parked: waiting, parkedStreams: parked.size, batches });
  notify();

  for await (const page of inBatches((ending) => store.follow(from, undefined, ending), BATCH_EVENTS_MAX, signal)) {
    const { events, position, head } = page;
    assertAscending(seen, events);
    const since = elapsed();
    if (events.length > 0 || since - writtenAt >= EMPTY_CHECKPOINT_MS) {
      const more = await commitPage(run, page);
      writtenAt = since;
      applied += events.length - more;
      waiting += more;
      batches += 1;
      onCommit();
      observer.batch?.({ events: events.length, ms: elapsed() - since, ...(position >= head ? { lagEvents: 0 } : {}) });
    }
    seen = position;
    const last = events.at(-1);
    recordedAt = (last && metaOf(last)?.recordedAt) ?? recordedAt;
    notify();
    // What comes meanwhile goes into the next batch.
    const leftMs = since + COMMITS_APART_MS - elapsed();
    if (events.length > 0 && events.length < MANY_EVENTS && leftMs > 0) await rest(leftMs, signal);
  }
};

/**
 * Folds a page and writes what it came to, in parts where it comes to more than one commit takes. What a single event makes too large
 * waits like any other that cannot be folded. Answers how many of its events wait.
 */
const commitPage = async (run: Run, page: LogPage): Promise<number> => {
  try {
    return await commitWhole(run, page);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const half = page.events.slice(0, Math.floor(page.events.length / 2));
    const last = half.at(-1);
    if (last !== undefined) {
      const before = await commitPage(run, { ...page, events: half, position: last.position });
      return before + (await commitPage(run, { ...page, events: page.events.slice(half.length) }));
    }
    for (const event of page.events) run.parked.park(event, error);
    return commitWhole(run, page);
  }
};

const commitWhole = async (run: Run, { events, position }: LogPage): Promise<number> => {
  const { store, readStore, projection, parked, checkpoint, upcasters = {}, amendments = AMENDMENT_TYPES, observer = {} } = run;
  const collection = collectionFor(projection);
  const { puts, deletes, parked: waiting } = await foldBatch({ store, readStore, projection, parked, upcasters, amendments }, events);
  await parked.save();
  run.log ??= (await store.head()).log;
  const next: Checkpoint = { log: run.log ?? '', position };
  if ((await readStore.commit(collection, { puts, deletes, checkpoint: { expected: checkpoint, next } })) === 'fenced') {
    throw new Fenced(`Another runner moved the checkpoint of ${collection.name} past ${checkpoint?.position ?? 'the beginning'}.`);
  }
  run.checkpoint = next;
  for (const record of await parked.forgetPassed(position)) observer.replayed?.(record);
  return waiting;
};
