import { setImmediate, setTimeout } from 'node:timers/promises';
import { APART_MS, GATHERED_MAX } from './settings.js';

/**
 * Keeps a consumer's fetches apart while few messages come with each: what comes meanwhile comes with the next. Whoever has heard of
 * nothing for that long waits for nothing. Fetches from several brokers count as one.
 */
export class FetchPace {
  private begunAt = Number.NEGATIVE_INFINITY;
  private fetched = 0;
  private resting: Promise<void> | undefined;

  /** `now` in milliseconds of a clock that is never set. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly wait: (ms: number) => Promise<unknown> = setTimeout,
  ) {}

  /** A fetch begins. */
  begin(): void {
    this.begunAt = this.now();
    this.fetched = 0;
    this.resting = undefined;
  }

  /** Notes a part of what was fetched; resolves when the next fetch may begin. */
  rest(messages: number): Promise<void> {
    this.fetched += messages;
    return (this.resting ??= this.restFrom(this.begunAt));
  }

  private async restFrom(begunAt: number): Promise<void> {
    // The parts of one answer come in one turn of the event loop.
    await setImmediate();
    const leftMs = begunAt + APART_MS - this.now();
    if (this.fetched < GATHERED_MAX && leftMs > 0) await this.wait(leftMs);
  }
}
