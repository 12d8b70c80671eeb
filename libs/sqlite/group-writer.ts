import { setImmediate } from 'node:timers/promises';
import { Unavailable } from '#libs/kernel/errors.js';
import { CommitFailed, isBusy } from './errors.js';
import { patiently } from './patience.js';

/** What is written, and how it is said. */
export interface GroupWork<Request, Answer> {
  /** Requests of one transaction, which blocks the process while it runs. */
  readonly groupMax: number;
  /** Requests, and their sizes together, that may wait; beyond it callers are asked to slow down. */
  readonly waitingMax: number;
  readonly sizeMax: number;
  /** How long a group waits for other connections to let go of the file, in milliseconds, between turns, so that reads go on. */
  readonly busyMsMax: number;
  /**
   * One transaction: an answer for each request, an Error where it alone is refused.
   * Throws where nothing was written, {@link CommitFailed} where it may have been.
   */
  write(requests: readonly Request[]): readonly (Answer | Error)[];
  /** Whether only one of the requests may be to blame: each is then tried by itself. */
  isOfOne?(error: unknown): boolean;
  /** Whether nothing may be written after this error. */
  isFinal(error: unknown): boolean;
  /** What the caller hears of an error. */
  refusal(error: unknown, request: Request): unknown;
  tooMany(waiting: number): string;
  stopped(cause: Error): string;
}

interface Waiting<Request, Answer> extends PromiseWithResolvers<Answer> {
  readonly request: Request;
  readonly size: number;
}

/**
 * Writes what arrives, in its order; what arrives in one turn of the event loop shares a transaction and its fsync. It stops for good
 * after a commit of which nobody knows whether it happened, because nothing may build on it, and where the work says so.
 */
export class GroupWriter<Request, Answer> {
  private queue: Waiting<Request, Answer>[] = [];
  private waiting = 0;
  private size = 0;
  private writing: Promise<void> | undefined;
  private distrusted: string | undefined;

  constructor(private readonly work: GroupWork<Request, Answer>) {}

  /** @throws what the work makes of an error · Unavailable while too much waits, and for good once this writer cannot be trusted */
  write(request: Request, size: number): Promise<Answer> {
    const { waitingMax, sizeMax } = this.work;
    const isTooMuch = this.waiting >= waitingMax || this.size + size > sizeMax;
    const refusal = this.distrusted ?? (isTooMuch ? this.work.tooMany(this.waiting) : undefined);
    if (refusal !== undefined) return Promise.reject(new Unavailable(refusal));
    const waiting = { request, size, ...Promise.withResolvers<Answer>() };
    this.queue.push(waiting);
    this.waiting += 1;
    this.size += size;
    this.writing ??= this.writeAll();
    return waiting.promise;
  }

  /** @throws Unavailable with the reason, once nothing is written any more */
  requireTrust(): void {
    if (this.distrusted !== undefined) throw new Unavailable(this.distrusted);
  }

  /** Ends writing for good. */
  distrust(cause: Error): void {
    this.distrusted ??= this.work.stopped(cause);
  }

  /** Resolves when nothing waits any more. */
  async finish(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    while (this.queue.length > 0) {
      await setImmediate();
      await this.writeGroup(this.queue.splice(0, this.work.groupMax));
    }
    this.writing = undefined;
  }

  private async writeGroup(group: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      this.requireTrust();
      const answers = await patiently(this.work.busyMsMax, () => this.work.write(group.map(({ request }) => request)));
      for (const [index, waiting] of group.entries()) this.answer(waiting, answers[index]!);
    } catch (error) {
      if (error instanceof CommitFailed || this.work.isFinal(error)) this.distrust(error as Error);
      if (group.length > 1 && this.work.isOfOne?.(error) === true) for (const each of group) await this.writeGroup([each]);
      // Those behind have waited for the same lock.
      else for (const each of isBusy(error) ? [...group, ...this.queue.splice(0)] : group) this.refuse(each, error);
    }
  }

  private answer(waiting: Waiting<Request, Answer>, answer: Answer | Error): void {
    const { resolve, reject } = this.release(waiting);
    if (answer instanceof Error) reject(answer);
    else resolve(answer);
  }

  private refuse(waiting: Waiting<Request, Answer>, error: unknown): void {
    this.release(waiting).reject(this.work.refusal(error, waiting.request));
  }

  private release(waiting: Waiting<Request, Answer>): Waiting<Request, Answer> {
    this.waiting -= 1;
    this.size -= waiting.size;
    return waiting;
  }
}
