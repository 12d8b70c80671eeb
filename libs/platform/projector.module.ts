import { type DynamicModule, Module } from '@nestjs/common';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type AnyProjection, collectionOf } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { type Progress } from '#libs/runtime/progress.js';
import { type RunProjection } from '#libs/runtime/run-projections.js';
import { type Log } from './log.js';
import { EVENT_STORE, LOG, type PortNeeds, PROGRESS, READ_STORE } from './ports.js';
import { Supervisor } from './supervisor.js';

/** What a projector stands on. */
export const PROJECTOR_NEEDS: PortNeeds = { eventStore: 'reader', readStore: true };

/** The module of a projector service: runs the projections that it owns, each as a task of its own. */
@Module({})
export class ProjectorModule {
  static of(projections: readonly AnyProjection[], runProjection: RunProjection, upcasters: Upcasters = {}): DynamicModule {
    const start = (store: EventStore, readStore: ReadStore, supervisor: Supervisor, log: Log, progress?: Progress): void => {
      for (const projection of projections) {
        const name = collectionOf(projection);
        const observer = {
          parked: (stream: object) => log.error({ projection: name, stream }, 'parked an account: its events wait in order, others go on'),
          replayed: (stream: object) => log.info({ projection: name, stream }, 'replayed a parked account'),
          interrupted: (error: unknown, waitMs: number) => {
            // Two runners of one projection take turns, and one of them is fenced off all the time: ordinary life.
            if (error instanceof Error && error.name === 'Fenced')
              log.debug({ projection: name, waitMs }, 'another runner is ahead: stands by');
            else log.warn({ projection: name, err: error, waitMs }, 'begins again from the checkpoint');
          },
        };
        const run = { store, readStore, projection, upcasters, now: () => new Date(), observer, ...(progress && { progress }) };
        supervisor.run(name, (signal) => runProjection(run, signal));
      }
    };
    const inject = [EVENT_STORE, READ_STORE, Supervisor, LOG, { token: PROGRESS, optional: true }];
    return { module: ProjectorModule, providers: [{ provide: Symbol('projections'), inject, useFactory: start }] };
  }
}
