import { once } from 'node:events';
import { type AllStreamSubscription, type Position, type StreamSubscription } from '@eventstore/db-client';
import { toldOf } from './scene.js';

/** What a subscriber hears, in order: `confirmation`, `stream@revision` of an event, `checkpoint 5/0`, `caughtUp`, an error. */
export class Followed {
  readonly heard: string[] = [];
  readonly errors: object[] = [];
  readonly #subscription: AllStreamSubscription | StreamSubscription;

  constructor(subscription: AllStreamSubscription | StreamSubscription) {
    this.#subscription = subscription;
    subscription.on('confirmation', () => this.#hear('confirmation'));
    subscription.on('caughtUp', () => this.#hear('caughtUp'));
    subscription.on('data', ({ event }) => this.#hear(`${event?.streamId}@${event?.revision}`));
    subscription.on('error', (error: Error) => {
      this.errors.push(toldOf(error));
      this.#hear((toldOf(error) as { class: string }).class);
    });
  }

  #hear(what: string): void {
    this.heard.push(what);
    this.#subscription.emit('heard');
  }

  /** Resolves when it has heard this, or something that is so. */
  async hears(what: string | ((heard: readonly string[]) => boolean)): Promise<void> {
    const isHeard = typeof what === 'string' ? () => this.heard.includes(what) : () => what(this.heard);
    while (!isHeard()) await once(this.#subscription as NodeJS.EventEmitter, 'heard', { signal: AbortSignal.timeout(HEAR_MS_MAX) });
  }

  /** Events alone. */
  get events(): readonly string[] {
    return this.heard.filter((what) => what.includes('@'));
  }

  async unsubscribe(): Promise<void> {
    await this.#subscription.unsubscribe();
  }
}

/** How long a subscriber waits for what must come, in milliseconds. */
const HEAR_MS_MAX = 10_000;

/** A position in a line: `5/0`. */
export const inLine = ({ commit, prepare }: Position): string => `${commit}/${prepare}`;
