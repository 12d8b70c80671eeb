import { Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Configuration, readConfiguration } from './configuration.js';
import { createHttpApplication } from './http.js';
import { createLog, type Log } from './log.js';
import { PlatformModule, type ServiceModules } from './platform.module.js';
import { type PortNeeds } from './ports.js';
import { Supervisor } from './supervisor.js';

/** A service that runs. */
export interface RunningService {
  /** Where it answers, `http://127.0.0.1:3000`. */
  readonly url: string;
  /** A provider of one of its modules. */
  get<Provider>(token: symbol | (abstract new (...given: never[]) => Provider)): Provider;
  /** Stops taking requests, finishes what is in hand, closes what is open. */
  close(): Promise<void>;
}

/** What makes up a service. */
export interface Service {
  readonly modules: ServiceModules;
  readonly needs: PortNeeds;
  /** Close in order at SIGTERM and SIGINT, then end the process: for main functions. */
  readonly closeOnSignals?: true;
}

/** Stopping may take this long: more than any request waits, less than orchestrators wait before they kill. */
export const DRAIN_MS_MAX = 25_000;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

@Module({})
class RootModule {}

/** Starts a service: opens its ports, runs its modules, listens. Whatever was opened is closed again where the start fails. */
export const startService = async (configuration: Configuration, { modules, needs, closeOnSignals }: Service): Promise<RunningService> => {
  const log = createLog(configuration.logLevel);
  const supervisor = new Supervisor(log);
  const platform = PlatformModule.forRoot({ configuration, log, supervisor }, needs);
  try {
    const application = await createHttpApplication({ module: RootModule, imports: [platform, ...modules] }, log);
    if (closeOnSignals) listenToSignals(application, log);
    try {
      await application.listen(configuration.port, configuration.host);
    } catch (error) {
      await application.close();
      throw error;
    }
    return {
      url: await application.getUrl(),
      get: <Provider>(token: symbol | (abstract new (...given: never[]) => Provider)): Provider =>
        application.get<Provider>(token as symbol, { strict: false }),
      close: () => application.close(),
    };
  } catch (error) {
    await supervisor.onApplicationShutdown();
    throw error;
  }
};

/**
 * The main function of a service: configures it from the environment, starts it, and says where it is and, with `about`, what is
 * there. A start that fails says why on standard error and exits with 1.
 */
export const runService = async <Running extends RunningService>(
  name: string,
  start: (configuration: Configuration) => Promise<Running>,
  about: (service: Running) => string = () => '',
): Promise<void> => {
  try {
    const service = await start(readConfiguration());
    process.stdout.write(`${name} is at ${service.url}${about(service)}\n`);
  } catch (error) {
    process.stderr.write(`${name} does not start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
};

const listenToSignals = (application: NestFastifyApplication, log: Log): void => {
  const endHard = (): void => {
    log.fatal(`still not closed after ${DRAIN_MS_MAX} ms: ends the hard way, which loses nothing that was acknowledged`);
    process.exit(1);
  };
  application.enableShutdownHooks([...SIGNALS], { useProcessExit: true });
  for (const signal of SIGNALS) process.once(signal, () => setTimeout(endHard, DRAIN_MS_MAX).unref());
};
