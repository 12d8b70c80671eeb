import { randomUUID } from 'node:crypto';
import { type CallError, consumerTooSlow } from './errors.js';
import { type LogEvent } from './log.js';
import { type Outlet } from './outlet.js';
import { serialiseCaughtUp, serialiseConfirmation } from './responses.js';
import { type Services } from './services.js';

/** What a subscription is of: a stream, or the whole log. */
export interface Source {
  /** The next page of history, ready to be sent. */
  page(): readonly Uint8Array[];
  /** Nothing is left of the history: what comes now is live. */
  isAtEnd(): boolean;
  /** A stream that is not there has nothing to catch up with: nothing is said until it has events. */
  isThere(): boolean;
  /** What a live event gives the subscriber. */
  live(event: LogEvent): readonly Uint8Array[];
  /** Why there is nothing more to come after this event. */
  endedBy(event: LogEvent): CallError | undefined;
}

/** History page by page, as fast as the subscriber takes it; then live, as fast as events come: who falls behind is dropped. */
export const subscribe = async (services: Services, source: Source, outlet: Outlet): Promise<void> => {
  outlet.write(serialiseConfirmation(randomUUID()));
  while (!source.isAtEnd()) {
    for (const response of source.page()) {
      if (!outlet.write(response)) await outlet.drained();
      if (outlet.isClosed) return;
    }
  }
  await new LiveSubscription(services, source, outlet).run();
};

class LiveSubscription {
  readonly #outlet: Outlet;
  readonly #source: Source;
  readonly #unsubscribe: () => void;
  readonly #eventsMax: number;
  #queue: Uint8Array[] = [];
  #end: CallError | undefined;
  #isCaughtUp = false;
  #wake = Promise.withResolvers<void>();

  constructor({ publisher, liveEventsMax }: Services, source: Source, outlet: Outlet) {
    this.#outlet = outlet;
    this.#source = source;
    this.#eventsMax = liveEventsMax;
    this.#unsubscribe = publisher.subscribe(
      (event) => this.#take(event),
      () => this.#finish(consumerTooSlow()),
    );
  }

  async run(): Promise<void> {
    if (this.#source.isThere()) this.#sayCaughtUp();
    while (!this.#outlet.isClosed) {
      await this.#drain();
      if (this.#end) break;
      await Promise.race([this.#wake.promise, this.#outlet.closed]);
      this.#wake = Promise.withResolvers();
    }
    this.#unsubscribe();
    if (this.#end) this.#outlet.fail(this.#end);
  }

  #take(event: LogEvent): void {
    if (this.#end) return;
    for (const response of this.#source.live(event)) {
      if (this.#queue.length >= this.#eventsMax) return this.#finish(consumerTooSlow());
      this.#queue.push(response);
    }
    const end = this.#source.endedBy(event);
    if (end) this.#finish(end);
    else if (this.#queue.length > 0) this.#wake.resolve();
  }

  #finish(end: CallError): void {
    this.#end = end;
    this.#wake.resolve();
  }

  async #drain(): Promise<void> {
    if (this.#queue.length === 0) return;
    for (let response = this.#queue.shift(); response && !this.#outlet.isClosed; response = this.#queue.shift())
      if (!this.#outlet.write(response)) await this.#outlet.drained();
    this.#sayCaughtUp();
  }

  #sayCaughtUp(): void {
    if (!this.#isCaughtUp) this.#outlet.write(serialiseCaughtUp());
    this.#isCaughtUp = true;
  }
}
