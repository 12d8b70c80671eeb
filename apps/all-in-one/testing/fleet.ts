import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { within } from '#libs/kernel/testing/deadline.js';
import { Reaper } from './reaper.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MODULES = join(ROOT, 'node_modules');

/** The compiler of the build, which knows decorators; Node's own leaves them alone. */
const COMPILER = join(MODULES, '@swc', 'cli', 'bin', 'swc.js');
const COMPILING = ['--config-file', '.swcrc', '--copy-files', '--quiet', '--ignore', '**/*spec.ts,**/testing/**'];

/** A service is up, or down, in this time. */
const START_MS = 60_000;
const STOP_MS = 30_000;

/** How often readiness is asked for while it is waited for. */
const ASK_EVERY_MS = 50;

/** Lines of a service's log that are kept for the report of a failure. */
const LINES_MAX = 60;

/** The services that run apart, by the folder of their app. */
export type ServiceName =
  'command-api' | 'command-worker' | 'timeline-projector' | 'maturity-projector' | 'team-kpi-projector' | 'query-api' | 'relay';

/** The services that a whole system needs, one of each. */
export const EVERY_SERVICE: readonly ServiceName[] = [
  'command-api',
  'command-worker',
  'timeline-projector',
  'maturity-projector',
  'team-kpi-projector',
  'query-api',
  'relay',
];

/** A process of a service. */
export interface Member {
  readonly name: ServiceName;
  readonly pid: number;
  /** Where it answers. */
  readonly url: string;
  /** The last lines of its log. */
  log(): string;
  /** Whether its process has ended. */
  gone(): boolean;
  /** The body of its readiness with the status, `0` where it does not answer. */
  ready(): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Waits until it says that it is ready; gives the milliseconds that it took. */
  untilReady(deadlineMs?: number): Promise<number>;
  /** Stops it in its tracks, as a machine that stalls does; `thaw` lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, and waits until it has; the exit code. */
  stop(): Promise<number | null>;
}

/** Services as processes of their own on the engines that the variables name. */
export class Fleet implements AsyncDisposable {
  private readonly members: Member[] = [];
  private readonly reaper = new Reaper();

  private constructor(
    private readonly folder: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /** Builds the sources as they are now into a folder of their own. */
  static async make(variables: Readonly<Record<string, string>>): Promise<Fleet> {
    const folder = await mkdtemp(join(tmpdir(), 'rapport-fleet-'));
    await promisify(execFile)(process.execPath, [COMPILER, 'apps', 'libs', '-d', join(folder, 'dist'), ...COMPILING], { cwd: ROOT });
    await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
    await symlink(MODULES, join(folder, 'node_modules'), 'junction');
    return new Fleet(folder, variables);
  }

  /** Starts one more process of a service, and waits until it says where it is; it need not be ready. */
  async start(name: ServiceName, more: Readonly<Record<string, string>> = {}): Promise<Member> {
    const env = { PORT: '0', DEMO: 'off', LOG_LEVEL: 'info', DATA_DIR: join(this.folder, 'data'), ...this.variables, ...more };
    const child = spawn(process.execPath, [`dist/apps/${name}/main.js`], { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid !== undefined) this.reaper.watch(child.pid);
    const exit = once(child, 'close');
    const lines: string[] = [];
    const keep = (line: string): void => void (lines.push(line) > LINES_MAX && lines.shift());
    createInterface({ input: child.stderr }).on('line', keep);
    const where = Promise.withResolvers<string>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      const url = / is at (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) where.resolve(url);
    });
    const early = exit.then(() => Promise.reject(new Error(`${name} has ended before it was up:\n${lines.join('\n')}`)));
    early.catch(() => undefined);
    const end = async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      await within(exit, `${name} to end at ${signal}; it said\n${lines.join('\n')}`, STOP_MS);
      return child.exitCode;
    };
    const url = await within(Promise.race([where.promise, early]), `${name} to say where it is`, START_MS).catch(async (error: unknown) => {
      await end('SIGKILL');
      throw error;
    });
    const ready = async (): Promise<{ readonly status: number; readonly body: unknown }> => {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      return { status: response?.status ?? 0, body: await response?.json().catch(() => undefined) };
    };
    const member: Member = {
      name,
      pid: child.pid ?? 0,
      url,
      log: () => lines.join('\n'),
      gone: () => child.exitCode !== null || child.signalCode !== null,
      ready,
      untilReady: (deadlineMs = START_MS) => until(`${name} to be ready`, deadlineMs, async () => (await ready()).status === 200, lines),
      freeze: () => void child.kill('SIGSTOP'),
      thaw: () => void child.kill('SIGCONT'),
      kill: async () => void (await end('SIGKILL')),
      stop: () => end('SIGTERM'),
    };
    this.members.push(member);
    return member;
  }

  /** Starts one of each and waits until all are ready. */
  async startAll(names: readonly ServiceName[] = EVERY_SERVICE): Promise<ReadonlyMap<ServiceName, Member>> {
    const started = new Map<ServiceName, Member>();
    for (const name of names) started.set(name, await this.start(name));
    for (const member of started.values()) await member.untilReady();
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.members.filter((member) => !member.gone()).map((member) => member.kill()));
    this.reaper[Symbol.dispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Asks again and again until something is so; gives the milliseconds that it took. */
export const until = async (
  what: string,
  deadlineMs: number,
  isSo: () => Promise<boolean>,
  lines: readonly string[] = [],
): Promise<number> => {
  const begun = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begun > deadlineMs) throw new Error(`Waited ${deadlineMs} ms for ${what}.\n${lines.join('\n')}`);
    await pause(ASK_EVERY_MS);
  }
  return Math.round(performance.now() - begun);
};
