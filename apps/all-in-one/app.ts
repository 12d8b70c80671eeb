import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { upcasters } from '#libs/domain/upcasters.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { type Configuration, readConfiguration } from '#libs/platform/configuration.js';
import { openApiDocument, OpenApiModule } from '#libs/platform/openapi.js';
import { EVENT_STORE, PROGRESS } from '#libs/platform/ports.js';
import { type RunningService, startService } from '#libs/platform/service.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { type CommandHandler } from '#libs/runtime/handle-command.js';
import { Progress } from '#libs/runtime/progress.js';
import { commandOpenApi } from '#apps/command-api/openapi.js';
import { CommandApiModule } from '#apps/command-api/command-api.module.js';
import { COMMAND_HANDLER, CommandWorkerModule } from '#apps/command-worker/command-worker.module.js';
import { ConsoleModule } from '#apps/console/console.module.js';
import { MaturityProjectorModule } from '#apps/maturity-projector/maturity-projector.module.js';
import { queryOpenApi } from '#apps/query-api/openapi.js';
import { QueryApiModule } from '#apps/query-api/query-api.module.js';
import { RelayModule } from '#apps/relay/relay.module.js';
import { TeamKpiProjectorModule } from '#apps/team-kpi-projector/team-kpi-projector.module.js';
import { TimelineProjectorModule } from '#apps/timeline-projector/timeline-projector.module.js';
import { buildDemonstration, type Demonstration } from './demonstration/build.js';

/** The file in DATA_DIR by which other programs find the server that holds the embedded files. */
export const SERVER_FILE = 'server.json';

/** The services of this process. Each is a module that also runs alone; a new one is entered here. */
const SERVICES = [
  CommandApiModule,
  CommandWorkerModule,
  TimelineProjectorModule,
  MaturityProjectorModule,
  TeamKpiProjectorModule,
  QueryApiModule,
  ConsoleModule,
  OpenApiModule.of(openApiDocument([commandOpenApi(), queryOpenApi()])),
];

@Module({})
class ProgressModule {}

/** The whole system in one process. */
export interface AllInOne extends RunningService {
  /** Decides commands without the doors and the bus, for those who start it in their own process. */
  readonly handler: CommandHandler;
  /** What building the demonstration came to; absent where the log was not empty, or nobody wanted one. */
  readonly demonstration?: Demonstration;
}

export interface AllInOneOptions {
  /** Hears how many commands of the demonstration are settled, and of how many. */
  readonly building?: (settled: number, total: number) => void;
  /** Close in order at SIGTERM and SIGINT, then end the process. */
  readonly closeOnSignals?: true;
}

/** Starts the whole system in one process. With `demo` and an empty log it builds the demonstration portfolio before it resolves. */
export const startAllInOne = async (
  configuration: Configuration = readConfiguration(),
  { building = () => undefined, ...options }: AllInOneOptions = {},
): Promise<AllInOne> => {
  const progress = {
    module: ProgressModule,
    global: true,
    providers: [{ provide: PROGRESS, useValue: new Progress() }],
    exports: [PROGRESS],
  };
  const service = await startService(configuration, {
    name: 'all-in-one',
    modules: [progress, ...SERVICES, ...(configuration.relay ? [RelayModule] : [])],
    needs: { eventStore: 'writer', messageBus: true, readStore: true, upcasters },
    ...options,
  });
  try {
    const supervisor = service.get(Supervisor);
    await service.opened;
    await announce(configuration.dataDir, service.url, supervisor);
    const handler = service.get<CommandHandler>(COMMAND_HANDLER);
    if (!configuration.demo) return { ...service, handler };
    const dependencies = { store: service.get<EventStore>(EVENT_STORE), handler, today: new Date().toISOString().slice(0, 10) };
    const demonstration = await supervisor.once('demonstration', (signal) => buildDemonstration(dependencies, building, signal));
    return { ...service, handler, ...(demonstration && { demonstration }) };
  } catch (error) {
    await service.close();
    throw error;
  }
};

/** Writes the server file whole, and takes it away when the server stops. */
const announce = async (dataDir: string, url: string, supervisor: Supervisor): Promise<void> => {
  const file = join(dataDir, SERVER_FILE);
  await mkdir(dataDir, { recursive: true });
  await writeFile(`${file}.${process.pid}`, JSON.stringify({ pid: process.pid, url }));
  await rename(`${file}.${process.pid}`, file);
  supervisor.keep({ [Symbol.asyncDispose]: () => rm(file, { force: true }) });
};
