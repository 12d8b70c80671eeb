import { type Log, type LogEvent } from './log.js';

/** Shows live subscribers what was committed, in the order of the log. */
export class Publisher {
  readonly #log: Log;
  readonly #listeners = new Set<(event: LogEvent) => void>();
  #shown: number;
  readonly #drops = new Set<() => void>();

  constructor(log: Log) {
    this.#log = log;
    this.#shown = log.events.length;
  }

  /** Shows everything that was not shown yet. */
  publish(): void {
    const { events } = this.#log;
    for (; this.#shown < events.length; this.#shown += 1) {
      const event = events[this.#shown]!;
      for (const listener of this.#listeners) listener(event);
    }
  }

  /** Calls back for every event from now on; `drop` when the subscriber is to be told that it is too slow. Returns how to stop it. */
  subscribe(listener: (event: LogEvent) => void, drop: () => void): () => void {
    this.#listeners.add(listener);
    this.#drops.add(drop);
    return () => {
      this.#listeners.delete(listener);
      this.#drops.delete(drop);
    };
  }

  /** Tells every live subscriber that it is too slow. */
  dropAll(): void {
    for (const drop of this.#drops) drop();
  }
}
