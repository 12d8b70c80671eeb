import { setImmediate } from 'node:timers/promises';
import { type EventStore } from '#libs/kernel/ports.js';
import { storeWith } from './workers.js';

/** What a worker is that was killed in the middle of its work: everything that it asks of the log from then on fails. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** When a worker is killed: before or after its n-th append, counted from 1. */
export interface Crash {
  readonly worker: number;
  readonly append: number;
  readonly moment: 'before' | 'after';
}

/** Says which of the workers that want something of the log goes on; `step` counts from 0, `current` is the one before. */
export type Choose = (step: number, ready: readonly number[], current: number | undefined) => number;

interface Call {
  readonly perform: () => Promise<void>;
}

/**
 * Lets the calls of several workers to one log happen one at a time, in the order that {@link Choose} says: all that they can notice of
 * one another goes through the log. Reads of policies are let through, they decide nothing here.
 */
export class Interleaving {
  private readonly calls = new Map<number, Call[]>();
  private readonly working = new Set<number>();
  private readonly appends = new Map<number, number>();
  private readonly killed = new Set<number>();
  private bell = Promise.withResolvers<void>();
  /** Calls so far. */
  steps = 0;

  constructor(
    private readonly store: EventStore,
    private readonly crash?: Crash,
  ) {}

  /** The log as a worker sees it. */
  logOf(worker: number): EventStore {
    const { store } = this;
    const pass = <Result>(work: () => Promise<Result>) => this.pass(worker, work);
    return storeWith(store, {
      append: (stream, expected, events) => pass(() => this.append(worker, () => store.append(stream, expected, events))),
      read: async function* (stream, options) {
        yield* stream.startsWith('policy-') ? store.read(stream, options) : await pass(() => Array.fromAsync(store.read(stream, options)));
      },
    });
  }

  /** Runs one piece of work a worker to the end of all; a killed one comes to `undefined`. */
  async run<Result>(works: readonly (() => Promise<Result>)[], choose: Choose): Promise<readonly (Result | undefined)[]> {
    const results = works.map((work, worker) => this.begin(worker, work));
    for (let current: number | undefined; ;) {
      while (![...this.working].every((worker) => this.waits(worker))) await this.rung();
      const ready = [...this.working].toSorted();
      if (ready.length === 0) return Promise.all(results);
      current = choose(this.steps, ready, current);
      this.steps += 1;
      await this.calls.get(current)!.shift()!.perform();
      await setImmediate();
    }
  }

  private async begin<Result>(worker: number, work: () => Promise<Result>): Promise<Result | undefined> {
    this.working.add(worker);
    try {
      return await work();
    } catch (error) {
      if (this.killed.has(worker)) return undefined;
      throw error;
    } finally {
      this.working.delete(worker);
      this.ring();
    }
  }

  private waits(worker: number): boolean {
    return (this.calls.get(worker)?.length ?? 0) > 0;
  }

  private async pass<Result>(worker: number, work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const perform = async () => {
      try {
        if (this.killed.has(worker)) throw new Killed();
        resolve(await work());
      } catch (error) {
        reject(error as Error);
      }
    };
    this.calls.set(worker, [...(this.calls.get(worker) ?? []), { perform }]);
    this.ring();
    return promise;
  }

  private async append<Result>(worker: number, append: () => Promise<Result>): Promise<Result> {
    const count = (this.appends.get(worker) ?? 0) + 1;
    this.appends.set(worker, count);
    const dies = this.crash?.worker === worker && this.crash.append === count;
    if (dies) this.killed.add(worker);
    if (dies && this.crash?.moment === 'before') throw new Killed();
    const appended = await append();
    if (dies) throw new Killed();
    return appended;
  }

  private ring(): void {
    this.bell.resolve();
    this.bell = Promise.withResolvers<void>();
  }

  private rung(): Promise<void> {
    return this.bell.promise;
  }
}

/** One worker after the other, in the given order, but for switches to another one at certain steps. */
export const switching =
  (order: readonly number[], switches: Readonly<Record<number, number>> = {}): Choose =>
  (step, ready, current) => {
    const wanted = switches[step];
    if (wanted !== undefined && ready.includes(wanted)) return wanted;
    if (current !== undefined && ready.includes(current)) return current;
    return order.find((worker) => ready.includes(worker))!;
  };

/** Any of them, as numbers drawn at random say. */
export const drawn =
  (numbers: readonly number[]): Choose =>
  (step, ready) =>
    ready[numbers[step % numbers.length]! % ready.length]!;
