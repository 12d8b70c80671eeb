import { setTimeout } from 'node:timers/promises';
import { type OnApplicationShutdown } from '@nestjs/common';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Log } from './log.js';

/** The pauses before something that failed is started again. */
const RESTART_BACK_OFF: BackOff = { baseMs: 100, capMs: 10_000 };

/** Who has run this long without a fault starts over with the shortest pause. */
const STEADY_MS = 60_000;

/** How a background task is: `stopped` after a broken invariant, until somebody has looked at it. */
export type TaskState = 'running' | 'restarting' | 'stopped';

/**
 * Runs what a service does beside answering: consumers, projectors. Starts again what fails, with growing pauses; stops what broke an
 * invariant. At the end it stops them all, waits for what is in hand, and only then closes what they stood on.
 */
export class Supervisor implements OnApplicationShutdown {
  private readonly ending = new AbortController();
  private readonly tasks = new Map<string, { state: TaskState; readonly done: Promise<void> }>();
  private readonly resources: AsyncDisposable[] = [];

  constructor(
    private readonly log: Log,
    private readonly pauseMs: (faults: number) => number = jittered,
  ) {}

  /** Runs `work` until the service stops; it must end soon after its signal aborts, and not before. */
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void {
    const task = { state: 'running' as TaskState, done: Promise.resolve() };
    task.done = this.supervise(name, work, (state) => (task.state = state));
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

  private async supervise(name: string, work: (signal: AbortSignal) => Promise<void>, tell: (state: TaskState) => void): Promise<void> {
    const { signal } = this.ending;
    for (let faults = 0; !signal.aborted;) {
      const since = performance.now();
      tell('running');
      try {
        await work(signal);
        if (signal.aborted) return;
        throw new Error('ended although nobody stopped it');
      } catch (error) {
        if (error instanceof InvariantBroken) {
          tell('stopped');
          return this.log.fatal({ err: error, task: name }, 'stopped for a broken invariant: reads go on, this task does not');
        }
        faults = performance.now() - since >= STEADY_MS ? 1 : faults + 1;
        const pauseMs = this.pauseMs(faults);
        tell('restarting');
        this.log.warn({ err: error, task: name, faults, pauseMs }, 'failed, starts again');
        await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

const jittered = (faults: number): number => backOffMs(faults, RESTART_BACK_OFF, Math.random());
