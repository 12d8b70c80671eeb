import { type DynamicModule, Module } from '@nestjs/common';
import { type Collection, collectionFor, type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection, collectionOf } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { type Log } from './log.js';
import { observedProjection } from './observed/projection.js';
import { errorName, type Telemetry } from './observed/telemetry.js';
import { EVENT_STORE, LOG, type PortNeeds, PROGRESS, READ_STORE, TELEMETRY } from './ports.js';
import { Supervisor } from './supervisor.js';

/** What a projector stands on. */
export const PROJECTOR_NEEDS: PortNeeds = { eventStore: 'reader', readStore: true };

/** Folds one projection until the signal aborts: the runtime's runner, as this library sees it. */
export type RunProjection<Progress> = (
  run: {
    readonly store: EventStore;
    readonly readStore: ReadStore;
    readonly projection: AnyProjection;
    readonly upcasters: Upcasters;
    readonly now: () => Date;
    readonly progress?: Progress;
    readonly observer: {
      parked(stream: object): void;
      replayed(stream: object): void;
      interrupted(error: unknown, waitMs: number): void;
    };
  },
  signal: AbortSignal,
) => Promise<void>;

/** What the runtime lends to a projector: the runner, and the two questions that metrics ask. */
export interface ProjectionRuntime<Progress> {
  readonly runProjection: RunProjection<Progress>;
  lagOf(
    stores: { readonly store: EventStore; readonly readStore: ReadStore; readonly now: () => Date },
    collection: Collection,
  ): Promise<{ readonly lagEvents: number; readonly lagMs: number }>;
  parkedStreams(readStore: ReadStore, collection: string): Promise<readonly object[]>;
}

interface Ground {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

const now = (): Date => new Date();

/** The module of a projector service: runs the projections that it owns, each as a task of its own. */
@Module({})
export class ProjectorModule {
  static of<Progress>(
    projections: readonly AnyProjection[],
    runtime: ProjectionRuntime<Progress>,
    upcasters: Upcasters = {},
  ): DynamicModule {
    const groundOf = (store: EventStore, readStore: ReadStore, log: Log, telemetry: Telemetry): Ground => ({
      store,
      readStore,
      log,
      telemetry,
    });
    const start = (ground: Ground, supervisor: Supervisor, progress?: Progress): void => {
      for (const projection of projections) {
        const name = collectionOf(projection);
        const observed = observedProjection(ground, name, ground.telemetry);
        const run = { ...observed, projection, upcasters, now, observer: observerOf(name, ground), ...(progress && { progress }) };
        supervisor.run(name, (signal) => runtime.runProjection(run, signal));
        ground.telemetry.metrics.onScrape(() => measure(projection, ground, runtime));
      }
    };
    const ground = Symbol('ground');
    return {
      module: ProjectorModule,
      providers: [
        { provide: ground, inject: [EVENT_STORE, READ_STORE, LOG, TELEMETRY], useFactory: groundOf },
        { provide: Symbol('projections'), inject: [ground, Supervisor, { token: PROGRESS, optional: true }], useFactory: start },
      ],
    };
  }
}

const observerOf = (projection: string, { log, telemetry }: Ground) => ({
  parked: (stream: object) => log.error({ projection, stream }, 'parked an account: its events wait in order, others go on'),
  replayed: (stream: object) => log.info({ projection, stream }, 'replayed a parked account'),
  interrupted: (error: unknown, waitMs: number) => {
    telemetry.metrics.add('rapport_projection_interruptions_total', { projection, error: errorName(error) });
    // Two runners of one projection take turns, and one of them is fenced off all the time: ordinary life.
    if (error instanceof Error && error.name === 'Fenced') log.debug({ projection, waitMs }, 'another runner is ahead: stands by');
    else log.warn({ projection, err: error, waitMs }, 'begins again from the checkpoint');
  },
});

/** How far a projection is behind, and what it has parked. What cannot be asked now is left out. */
const measure = async <Progress>(
  definition: AnyProjection,
  { store, readStore, telemetry: { metrics } }: Ground,
  { lagOf, parkedStreams }: ProjectionRuntime<Progress>,
): Promise<void> => {
  const projection = collectionOf(definition);
  try {
    const { lagEvents, lagMs } = await lagOf({ store, readStore, now }, collectionFor(definition));
    const parked = await parkedStreams(readStore, projection);
    metrics.set('rapport_projection_lag_events', { projection }, lagEvents);
    metrics.set('rapport_projection_lag_seconds', { projection }, lagMs / 1_000);
    metrics.set('rapport_projection_parked_streams', { projection }, parked.length);
  } catch {
    for (const name of ['rapport_projection_lag_events', 'rapport_projection_lag_seconds', 'rapport_projection_parked_streams'] as const) {
      metrics.forget(name, { projection });
    }
  }
};
