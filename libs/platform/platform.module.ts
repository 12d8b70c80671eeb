import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActorGuard } from './actor-guard.js';
import { type Configuration } from './configuration.js';
import { HealthController } from './health.controller.js';
import { type Log } from './log.js';
import { CONFIGURATION, LOG, type PortNeeds, portProviders } from './ports.js';
import { Supervisor } from './supervisor.js';

/** What every service has: configuration, log, supervisor, its ports, the guard, and its health. */
@Module({})
export class PlatformModule {
  static forRoot(
    { configuration, log, supervisor }: { readonly configuration: Configuration; readonly log: Log; readonly supervisor: Supervisor },
    needs: PortNeeds,
  ): DynamicModule {
    const shared = [
      { provide: CONFIGURATION, useValue: configuration },
      { provide: LOG, useValue: log },
      { provide: Supervisor, useValue: supervisor },
      ...portProviders(configuration, needs),
    ];
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController],
      providers: [...shared, { provide: APP_GUARD, useClass: ActorGuard }],
      exports: shared.map(({ provide }) => provide),
    };
  }
}

/** The modules of a service above the platform. */
export type ServiceModules = NonNullable<ModuleMetadata['imports']>;
