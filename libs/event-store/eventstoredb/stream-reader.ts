import { InvariantBroken } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type ReadStreamOptions, STREAM_NAME } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { READS_IN_FLIGHT_MAX } from './bounds.js';
import { type Connections } from './connections.js';
import { type WireEvent } from './driver.js';
import { toStoreError } from './errors.js';
import { fromWireEvent, versionOf } from './events.js';
import { inFlight } from './limits.js';
import { FIRST_PAGE, nextPage } from './pages.js';

/** Reads streams in pages, each to its end. */
export class StreamReader {
  private readonly takeTurn = inFlight(READS_IN_FLIGHT_MAX);

  constructor(
    private readonly connections: Connections,
    private readonly upcasters: Upcasters,
    private readonly where: string,
  ) {}

  /** @throws InvariantBroken for a stream of which a part is missing: it was deleted, cut off or bounded on the server */
  async *read(stream: string, { from, direction = 'forwards', limit = Infinity }: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
    if (!STREAM_NAME.test(stream)) return;
    const step = direction === 'forwards' ? 1 : -1;
    let next = direction === 'forwards' ? Math.max(1, from ?? 1) : from;
    let seen = 0;
    let [left, last, size] = [limit, undefined as number | undefined, FIRST_PAGE];
    while (left > 0 && (next === undefined || next > 0) && (last === undefined || next! <= last)) {
      const askedAt = performance.now();
      const page = await this.page(stream, next, direction, Math.min(left, size));
      const ms = performance.now() - askedAt;
      const [first] = page;
      // Backwards from beyond the end, the server begins at the end.
      if (first !== undefined && direction === 'backwards') next = Math.min(next ?? Infinity, versionOf(stream, first.revision));
      for (const event of page) {
        const recorded = fromWireEvent(this.upcasters, event);
        if (recorded.version !== next) throw this.missing(stream, next!);
        yield recorded;
        next += step;
        seen += 1;
      }
      const isWhole = page.length < Math.min(left, size);
      if (isWhole && direction === 'backwards' && seen > 0 && next! > 0) throw this.missing(stream, next!);
      if (isWhole) return;
      left -= page.length;
      if (direction === 'forwards' && left > 0) last ??= await this.endOf(stream);
      size = nextPage(size, page, ms);
    }
  }

  /** A read ends where the stream ended when its first page turned out not to be all of it, though more is appended meanwhile. */
  private async endOf(stream: string): Promise<number> {
    const [last] = await this.page(stream, undefined, 'backwards', 1);
    return last === undefined ? 0 : versionOf(stream, last.revision);
  }

  private async page(
    stream: string,
    from: number | undefined,
    direction: 'forwards' | 'backwards',
    count: number,
  ): Promise<readonly WireEvent[]> {
    const revision = from === undefined ? 'end' : BigInt(Math.max(1, Math.min(from, Number.MAX_SAFE_INTEGER)) - 1);
    try {
      const page = await this.takeTurn(() => this.connections.call((driver) => driver.readStream(stream, revision, direction, count)));
      return page ?? [];
    } catch (error) {
      throw toStoreError(error, `Reading ${stream}`, this.where);
    }
  }

  private missing(stream: string, version: number): InvariantBroken {
    return new InvariantBroken(
      `Version ${version} of ${stream} is missing on ${this.where}: streams must not be deleted, cut off ($tb) or bounded ($maxCount, $maxAge). `
        + 'Take that back, or restore the log from a backup.',
    );
  }
}
