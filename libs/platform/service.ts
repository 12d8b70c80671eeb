import { Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Configuration, readConfiguration } from './configuration.js';
import { reasonIn } from '#libs/kernel/secrets.js';
import { endInTime, endOnSignals } from './drain.js';
import { createHttpApplication } from './http.js';
import { createLog, type Log } from './log.js';
import { Metrics } from './metrics/metrics.js';
import { type Telemetry } from './observed/telemetry.js';
import { PlatformModule, type ServiceModules } from './platform.module.js';
import { type Openers, openPorts, type PortNeeds } from './ports.js';
import { Supervisor } from './supervisor.js';
import { Tracing } from './tracing.js';

/** A service that runs. */
export interface RunningService {
  /** Where it answers, `http://127.0.0.1:3000`. */
  readonly url: string;
  /** A provider of one of its modules. */
  get<Provider>(token: symbol | (abstract new (...given: never[]) => Provider)): Provider;
  /** Resolves when every engine that it stands on is open, however late. @throws PortRefused where one never will be */
  readonly opened: Promise<unknown>;
  /** Stops taking requests, finishes what is in hand, closes what is open. */
  close(): Promise<void>;
}

/** What makes up a service. */
export interface Service {
  /** As it is called in logs, metrics and traces. */
  readonly name?: string;
  readonly modules: ServiceModules;
  readonly needs: PortNeeds;
  /** How ports are opened where not by their URLs. */
  readonly openers?: Partial<Openers>;
  /** Close in order at SIGTERM and SIGINT, then end the process; end it too where an engine turns out never to open: for main functions. */
  readonly closeOnSignals?: true;
}

@Module({})
class RootModule {}

/**
 * Starts a service: it listens and says how it is at once, and has its engines when this resolves, or says why it still waits for them.
 * Whatever was opened is closed again where the start fails.
 * @throws PortRefused for a port that will never open: a wrong URL, wrong credentials, a file that another process holds
 */
export const startService = async (configuration: Configuration, service: Service): Promise<RunningService> => {
  const { name = 'rapport', modules, needs, openers, closeOnSignals } = service;
  const { log, telemetry, supervisor } = groundOf(configuration, name);
  const ports = openPorts(configuration, { needs, openers }, telemetry, log);
  supervisor.keep(together(ports.slots));
  supervisor.holdUntil(ports.opened);
  let application: NestFastifyApplication | undefined;
  try {
    const platform = PlatformModule.forRoot({ configuration, log, telemetry, supervisor, ports });
    application = await createHttpApplication({ module: RootModule, imports: [platform, ...modules] }, log, telemetry);
    const running = application;
    const close = (): Promise<void> => running.close();
    // What is refused for good is said rather than the port that is taken for the same reason: a second process of the same place.
    await Promise.race([ports.attempted, new Promise(setImmediate)]);
    if (closeOnSignals) endOnSignals(close, log);
    await application.listen(configuration.port, configuration.host);
    await ports.attempted;
    if (closeOnSignals) void ports.opened.catch((error: unknown) => endRefused(name, error, () => endInTime(close, log, 1)));
    const get = <Provider>(token: symbol | (abstract new (...given: never[]) => Provider)): Provider =>
      running.get<Provider>(token as symbol, { strict: false });
    return { url: await application.getUrl(), get, opened: ports.opened, close };
  } catch (error) {
    await application?.close();
    await supervisor.onApplicationShutdown();
    throw error;
  }
};

/** What is there before anything else and closed after it. */
const groundOf = (configuration: Configuration, name: string): { log: Log; telemetry: Telemetry; supervisor: Supervisor } => {
  const { logLevel, instance } = configuration;
  const log = createLog(logLevel, { service: name, instance });
  const metrics = new Metrics();
  const tracing = Tracing.of(configuration, name);
  const restarted = (task: string): void => metrics.add('rapport_task_restarts_total', { task });
  const supervisor = new Supervisor(log, undefined, restarted);
  supervisor.keep(tracing);
  supervisor.keep(metrics.watchProcess());
  metrics.set('rapport_service_info', { service: name, instance_name: instance }, 1);
  return { log, telemetry: { metrics, tracing }, supervisor };
};

/** An engine answered at last, and what it said cannot be mended by waiting. */
const endRefused = async (name: string, error: unknown, end: () => Promise<void>): Promise<void> => {
  sayWhy(`${name} ends`, error);
  await end();
};

/** Engines are closed side by side: each may hang up to a bound of its own, and all of them within the one for stopping. */
const together = (slots: readonly AsyncDisposable[]): AsyncDisposable => ({
  [Symbol.asyncDispose]: async () => {
    const closed = await Promise.allSettled(slots.map((slot) => slot[Symbol.asyncDispose]()));
    const errors = closed.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    if (errors.length > 0) throw new AggregateError(errors, errors.map(reasonIn).join(' '));
  },
});

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
    sayWhy(`${name} does not start`, error);
    process.exitCode = 1;
  }
};

const sayWhy = (what: string, error: unknown): void => {
  process.stderr.write(`${what}: ${reasonIn(error)}\n`);
};
