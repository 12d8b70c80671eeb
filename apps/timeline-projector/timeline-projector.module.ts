import { Module } from '@nestjs/common';
import { amendments } from '#libs/domain/amendments.js';
import { upcasters } from '#libs/domain/upcasters.js';
import { ProjectorModule } from '#libs/platform/projector.module.js';
import { readModels } from '#libs/read-models/registry.js';
import { lagOf } from '#libs/runtime/lag.js';
import { parkedStreams } from '#libs/runtime/parked-streams.js';
import { runProjection } from '#libs/runtime/run-projections.js';

/** Folds the read models that tell what happened to each account. */
@Module({
  imports: [ProjectorModule.of(readModels['timeline-projector'], { runProjection, lagOf, parkedStreams }, { upcasters, amendments })],
})
export class TimelineProjectorModule {}
