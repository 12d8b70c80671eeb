import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActorGuard } from './actor-guard.js';
import { type Configuration } from './configuration.js';
import { HealthController } from './health.controller.js';
import { type Log } from './log.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { type Telemetry } from './observed/telemetry.js';
import { CONFIGURATION, LOG, type Ports, TELEMETRY } from './ports.js';
import { Readiness } from './readiness.js';
import { Supervisor } from './supervisor.js';

/** What every service stands on. */
export interface PlatformParts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly supervisor: Supervisor;
  readonly ports: Ports;
}

/** What every service has: configuration, log, telemetry, supervisor, its ports, the guard, its health and its metrics. */
@Module({})
export class PlatformModule {
  static forRoot({ configuration, log, telemetry, supervisor, ports }: PlatformParts): DynamicModule {
    const shared = [
      { provide: CONFIGURATION, useValue: configuration },
      { provide: LOG, useValue: log },
      { provide: TELEMETRY, useValue: telemetry },
      { provide: Supervisor, useValue: supervisor },
      { provide: Readiness, useValue: new Readiness(ports.engines, supervisor, ports.assignments, telemetry.metrics) },
      ...ports.providers,
    ];
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController, MetricsController],
      providers: [...shared, { provide: APP_GUARD, useClass: ActorGuard }],
      exports: shared.map(({ provide }) => provide),
    };
  }
}

/** The modules of a service above the platform. */
export type ServiceModules = NonNullable<ModuleMetadata['imports']>;
