import { setTimeout } from 'node:timers/promises';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Opened } from '#libs/kernel/ports.js';
import { reasonIn } from '#libs/kernel/secrets.js';

/** The pauses between attempts to open an engine: it is found within seconds of its return. */
const OPEN_BACK_OFF: BackOff = { baseMs: 200, capMs: 5_000 };

/** An attempt that has not ended by then counts as failed for those who wait for the first one; it goes on all the same. */
const ATTEMPT_MS_MAX = 10_000;

/** A port as it is to be opened. */
export interface PortPlace<Port> {
  /** What it is called in health and metrics, `event-store`. */
  readonly name: string;
  /** The variable that says where it is. */
  readonly variable: string;
  /** Another process will be there some day, so that being away now is waited for. A file of this machine is here or is not. */
  readonly isEngine: boolean;
  readonly open: () => Promise<Opened<Port>>;
}

/** An engine that will not open however long one waits: the message names the variable and the fix. */
export class PortRefused extends Error {
  override readonly name = 'PortRefused';
}

/** Whom a slot tells what happens to it. */
export interface SlotObserver {
  waiting?(name: string, reason: string, pauseMs: number): void;
  opened?(name: string): void;
}

/**
 * The place of a port that may open later: an engine that is away is tried again with growing pauses, for as long as the service
 * lives; anything else that goes wrong, a wrong URL, wrong credentials, a locked file, is final.
 */
export class PortSlot<Port> implements AsyncDisposable {
  private readonly ending = new AbortController();
  private readonly first = Promise.withResolvers<void>();
  private readonly whenOpened = Promise.withResolvers<void>();
  private port: Opened<Port> | undefined;
  private reason = 'it is being opened';
  private readonly done: Promise<void>;

  constructor(
    readonly place: PortPlace<Port>,
    private readonly observer: SlotObserver,
    private readonly pauseMs: (failures: number) => number = jittered,
  ) {
    // Who does not ask must not be ended by an unhandled rejection.
    this.first.promise.catch(() => undefined);
    this.whenOpened.promise.catch(() => undefined);
    this.done = this.openPatiently();
  }

  /** Resolves when the first attempt has opened it or was in vain. @throws PortRefused where no other attempt will follow */
  get attempted(): Promise<void> {
    return this.first.promise;
  }

  /** Resolves when it is open, however late. @throws PortRefused */
  get opened(): Promise<void> {
    return this.whenOpened.promise;
  }

  /** The port. @throws Unavailable with the reason while it is not open */
  get(): Opened<Port> {
    if (this.port === undefined) throw new Unavailable(`${this.place.variable}: ${this.reason}.`);
    return this.port;
  }

  /** The port, where it is open. */
  get held(): Opened<Port> | undefined {
    return this.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ending.abort();
    await this.done;
    this.first.resolve();
    const { port } = this;
    this.port = undefined;
    this.reason = 'it is closed';
    await port?.[Symbol.asyncDispose]();
  }

  private async openPatiently(): Promise<void> {
    const { signal } = this.ending;
    const late = setTimeout(ATTEMPT_MS_MAX, undefined, { ref: false, signal });
    void late.then(this.first.resolve, () => undefined);
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        this.port = await this.place.open();
        this.observer.opened?.(this.place.name);
        this.first.resolve();
        return this.whenOpened.resolve();
      } catch (error) {
        this.reason = reasonOf(error);
        if (!this.place.isEngine || !(error instanceof Unavailable)) return this.refuse(error);
      }
      this.first.resolve();
      const pauseMs = this.pauseMs(failures);
      this.observer.waiting?.(this.place.name, this.reason, pauseMs);
      await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private refuse(cause: unknown): void {
    const { variable } = this.place;
    const refused = new PortRefused(this.reason.includes(variable) ? this.reason : `${variable}: ${this.reason}`, { cause });
    this.first.reject(refused);
    this.whenOpened.reject(refused);
  }
}

const reasonOf = (error: unknown): string => reasonIn(error).replace(/\.$/, '');

const jittered = (failures: number): number => backOffMs(failures, OPEN_BACK_OFF, Math.random());
