import { Module } from '@nestjs/common';
import { upcasters } from '#libs/domain/upcasters.js';
import { ProjectorModule } from '#libs/platform/projector.module.js';
import { readModels } from '#libs/read-models/registry.js';
import { runProjection } from '#libs/runtime/run-projections.js';

/** Folds the read models that tell how people and teams do. */
@Module({ imports: [ProjectorModule.of(readModels['team-kpi-projector'], runProjection, upcasters)] })
export class TeamKpiProjectorModule {}
