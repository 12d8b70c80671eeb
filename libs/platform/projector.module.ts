import { type DynamicModule, Module } from '@nestjs/common';
import { type AmendmentTypes } from '#libs/kernel/amend.js';
import { collectionFor, type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection, collectionOf } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { type lagOf } from '#libs/runtime/lag.js';
import { type parkedStreams } from '#libs/runtime/parked-streams.js';
import { type Progress } from '#libs/runtime/progress.js';
import { type RunProjection } from '#libs/runtime/run-projections.js';
import { type Log } from './log.js';
import { observedProjection } from './observed/projection.js';
import { errorName, type Telemetry } from './observed/telemetry.js';
import { EVENT_STORE, LOG, type PortNeeds, PROGRESS, READ_STORE, TELEMETRY } from './ports.js';
import { Supervisor } from './supervisor.js';

/** What a projector stands on. */
export const PROJECTOR_NEEDS: PortNeeds = { eventStore: 'reader', readStore: true };

/** What the runtime lends to a projector: the runner, and the two questions that metrics ask. */
export interface ProjectionRuntime {
  readonly runProjection: RunProjection;
  readonly lagOf: typeof lagOf;
  readonly parkedStreams: typeof parkedStreams;
}

/** How stored events are read: the newest shape of their data, and which of them have others told otherwise. */
export interface HistoryReading {
  readonly upcasters: Upcasters;
  readonly amendments: AmendmentTypes;
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
  static of(projections: readonly AnyProjection[], runtime: ProjectionRuntime, reading: HistoryReading): DynamicModule {
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
        const run = { ...observed, ...reading, projection, now, observer: observerOf(name, ground), ...(progress && { progress }) };
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
const measure = async (
  definition: AnyProjection,
  { store, readStore, telemetry: { metrics } }: Ground,
  { lagOf, parkedStreams }: ProjectionRuntime,
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
