import { setTimeout } from 'node:timers/promises';
import { type OnApplicationShutdown } from '@nestjs/common';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { reasonIn } from '#libs/kernel/secrets.js';
import { type Log } from './log.js';

/** The pauses before something that failed is started again. */
const RESTART_BACK_OFF: BackOff = { baseMs: 100, capMs: 10_000 };

/** Who has run this long without a fault starts over with the shortest pause. */
const STEADY_MS = 60_000;

/** How a background task is: `waiting` for what it stands on, `stopped` after a broken invariant, until somebody has looked at it. */
export type TaskState = 'waiting' | 'running' | 'restarting' | 'stopped';

interface Task {
  state: TaskState;
  /** Why it does not run. */
  error?: unknown;
  done: Promise<void>;
}

/**
 * Runs what a service does beside answering: consumers, projectors. Starts again what fails, with growing pauses; stops what broke an
 * invariant. At the end it stops them all, waits for what is in hand, and only then closes what they stood on.
 */
export class Supervisor implements OnApplicationShutdown {
  private readonly ending = new AbortController();
  private readonly tasks = new Map<string, Task>();
  private readonly resources: AsyncDisposable[] = [];
  private ground: Promise<unknown> | undefined;

  constructor(
    private readonly log: Log,
    private readonly pauseMs: (faults: number) => number = jittered,
    private readonly restarted: (task: string) => void = () => undefined,
  ) {}

  /** Tasks begin when this has resolved, and not at all where it rejects: what they stand on may still be opening. */
  holdUntil(ground: Promise<unknown>): void {
    this.ground = ground;
  }

  /** Runs `work` until the service stops; it must end soon after its signal aborts, and not before. */
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void {
    const task: Task = { state: this.ground === undefined ? 'running' : 'waiting', done: Promise.resolve() };
    task.done = this.supervise(name, work, task);
    this.tasks.set(name, task);
  }

  /** Does something once; stopping asks it to end and waits for it. Its errors are the caller's. */
  async once<Result>(name: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const result = work(this.ending.signal);
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    this.tasks.set(name, { state: 'running', done });
    try {
      return await result;
    } finally {
      this.tasks.delete(name);
    }
  }

  /** Keeps something open until all tasks have ended; the last one kept is closed first. */
  keep<Resource extends AsyncDisposable>(resource: Resource): Resource {
    this.resources.push(resource);
    return resource;
  }

  /** Every task and how it is. */
  states(): Readonly<Record<string, TaskState>> {
    return Object.fromEntries([...this.tasks].map(([name, { state }]) => [name, state]));
  }

  /** Why a task does not run, in words, one entry each. */
  reasons(): readonly string[] {
    return [...this.tasks]
      .filter(([, { state }]) => state === 'restarting' || state === 'stopped')
      .map(([name, { state, error }]) => `${name} is ${state}: ${reasonIn(error)}`);
  }

  /** Stops the tasks, then closes what was kept. Harmless to repeat. */
  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.all([...this.tasks.values()].map(({ done }) => done));
    for (const resource of this.resources.splice(0).toReversed()) {
      try {
        await resource[Symbol.asyncDispose]();
      } catch (error) {
        this.log.error({ err: error }, 'failed to close');
      }
    }
  }

  private async supervise(name: string, work: (signal: AbortSignal) => Promise<void>, task: Task): Promise<void> {
    const { signal } = this.ending;
    if (this.ground !== undefined && !(await this.stands(this.ground))) return;
    for (let faults = 0; !signal.aborted;) {
      const since = performance.now();
      task.state = 'running';
      try {
        await work(signal);
        if (signal.aborted) return;
        throw new Error('ended although nobody stopped it');
      } catch (error) {
        task.error = error;
        if (error instanceof InvariantBroken) {
          task.state = 'stopped';
          return this.log.fatal({ err: error, task: name }, 'stopped for a broken invariant: reads go on, this task does not');
        }
        faults = performance.now() - since >= STEADY_MS ? 1 : faults + 1;
        const pauseMs = this.pauseMs(faults);
        task.state = 'restarting';
        this.restarted(name);
        this.log.warn({ err: error, task: name, faults, pauseMs }, 'failed, starts again');
        await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** False where it never will, or where the service stops before. */
  private async stands(ground: Promise<unknown>): Promise<boolean> {
    const { promise: aborted, resolve } = Promise.withResolvers<boolean>();
    const abort = (): void => resolve(false);
    this.ending.signal.addEventListener('abort', abort, { once: true });
    if (this.ending.signal.aborted) abort();
    const stands = ground.then(
      () => true,
      () => false,
    );
    return Promise.race([stands, aborted]).finally(() => this.ending.signal.removeEventListener('abort', abort));
  }
}

const jittered = (faults: number): number => backOffMs(faults, RESTART_BACK_OFF, Math.random());
