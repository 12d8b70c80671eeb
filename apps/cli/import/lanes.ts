/**
 * Runs jobs in parallel, at most `concurrency` at once; jobs that share a key run one after another, in the order of the calls.
 * Its memory grows with the jobs that wait: the caller bounds those.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(concurrency: number) {
    this.#free = concurrency;
  }

  /** Resolves or rejects as the job does. */
  async run<Result>(keys: readonly string[], job: () => Promise<Result>): Promise<Result> {
    const before = keys.map((key) => this.#tails.get(key));
    const { promise: tail, resolve: finish } = Promise.withResolvers<void>();
    for (const key of keys) this.#tails.set(key, tail);
    await Promise.all(before);
    await this.#enter();
    try {
      return await job();
    } finally {
      this.#leave();
      for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
      finish();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the place over to whoever waits longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
