import { Module } from '@nestjs/common';
import { upcasters } from '#libs/domain/upcasters.js';
import { ProjectorModule } from '#libs/platform/projector.module.js';
import { readModels } from '#libs/read-models/registry.js';
import { runProjection } from '#libs/runtime/run-projections.js';

/** Folds the read models that tell what happened to each account. */
@Module({ imports: [ProjectorModule.of(readModels['timeline-projector'], runProjection, upcasters)] })
export class TimelineProjectorModule {}
