import { clearTimeout, setTimeout } from 'node:timers';

/** Wakes followers when the log has grown. */
export class Growth {
  private readonly waiting = new Set<() => void>();

  /** @param pollMs how often a follower looks by itself, where another process may write; `undefined`: never */
  constructor(private readonly pollMs: number | undefined) {}

  /** Resolves when the log may have grown, or the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    const timer = this.pollMs === undefined ? undefined : setTimeout(wake, this.pollMs);
    this.waiting.add(wake);
    signal.addEventListener('abort', wake);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }

  wake(): void {
    for (const wake of this.waiting) wake();
  }
}
