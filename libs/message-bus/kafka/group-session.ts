import { backOffMs } from '#libs/kernel/back-off.js';
import { type AdminDesk } from './admin-desk.js';
import { inTime, pause } from './failure.js';
import { type PartitionLane } from './partition-lane.js';
import { CLOSE_MS_MAX, COMMIT_DELAY_MS, COORDINATOR_MS_MAX, RESTART_BACK_OFF } from './settings.js';
import { SignsOfLife } from './signs-of-life.js';
import { type Client, type FetchedBatch, type GroupReader, type ReaderHooks } from './wire.js';

/** How often an offset beyond the end of a partition is asked for again before it is believed: a new leader may not know its end yet. */
const BEYOND_ATTEMPTS_MAX = 5;

/** What a session serves: a topic, a group, and the lanes that outlive it. */
export interface SessionFor {
  readonly topic: string;
  readonly group: string;
  readonly from: 'earliest' | 'latest';
  /** Whether nothing is to be kept of how far it is. */
  readonly ephemeral: boolean;
  readonly lanes: Map<number, PartitionLane>;
  readonly desk: AdminDesk;
  begin(partition: number, start: number, committed: number): PartitionLane;
  assigned(partitions: readonly number[]): void;
  revoked(partitions: readonly number[]): void;
  rebalancing(): void;
  /** Its broker is away; whether its partitions are still its own is not known. */
  unreachable(error: unknown): void;
  /** There is something to hand out. */
  wake(): void;
  warn(text: string): void;
}

/**
 * One membership in a consumer group, from joining to leaving or to a crash. Where each partition goes on is decided here: a partition
 * that stayed goes on where it is, if the group's offset is one that it can have; any other begins at the group's offset. Offsets are
 * committed for partitions that this member has in the generation that it has them in, and never tried again by themselves.
 */
export class GroupSession implements ReaderHooks {
  /** Resolves with what went wrong. */
  readonly over: Promise<unknown>;
  private readonly end: (error: unknown) => void;
  private readonly reader: GroupReader;
  private readonly started: Promise<void>;
  private readonly closing = new AbortController();
  private readonly life: SignsOfLife;
  private partitions: readonly number[] = [];
  /** Counts what may change the partitions; what belongs to an earlier one is not done any more. */
  private generation = 0;
  private settled = false;
  private holding = false;
  private committing = false;
  private commitTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly serves: SessionFor,
    private readonly client: Client,
  ) {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.over = promise;
    this.end = resolve;
    this.reader = client.reader(serves.topic, serves.group, this);
    this.life = new SignsOfLife({
      ask: () => serves.desk.ask((admin) => admin.groupState(serves.group), COORDINATOR_MS_MAX),
      unreachable: (error) => this.unreachable(error),
      back: () => this.joined(this.partitions),
      stalled: (error) => this.crashed(error),
    });
    this.started = this.reader.start().catch((error: unknown) => this.crashed(error));
  }

  alive(): void {
    this.life.seen();
  }

  /** The member may be known to the broker still when it is back, and then goes on where it is. */
  private unreachable(error: unknown): void {
    this.unsettle();
    this.serves.unreachable(error);
  }

  crashed(error: unknown): void {
    this.unsettle();
    this.end(error);
  }

  rebalancing(): void {
    this.commit();
    this.unsettle();
    this.serves.rebalancing();
  }

  joined(partitions: readonly number[]): void {
    this.life.joined();
    this.unsettle();
    this.partitions = partitions;
    const lost = [...this.serves.lanes.keys()].filter((partition) => !partitions.includes(partition));
    for (const partition of lost) this.serves.lanes.get(partition)?.drop();
    for (const partition of lost) this.serves.lanes.delete(partition);
    if (lost.length > 0) this.serves.revoked(lost);
    this.reader.pause(partitions);
    void this.settle(this.generation);
  }

  private unsettle(): void {
    this.generation += 1;
    this.settled = false;
    for (const lane of this.serves.lanes.values()) lane.suspend();
  }

  private async settle(generation: number): Promise<void> {
    for (let attempt = 1; generation === this.generation; attempt += 1) {
      try {
        const { topic, group, desk, ephemeral } = this.serves;
        const [committed, bounds] = await Promise.all([
          ephemeral ? new Map<number, number>() : desk.ask((admin) => admin.committed(topic, group)),
          desk.ask((admin) => admin.bounds(topic)),
        ]);
        const beyond = this.partitions.some((partition) => (committed.get(partition) ?? 0) > (bounds.get(partition)?.high ?? 0));
        if (beyond && attempt <= BEYOND_ATTEMPTS_MAX) throw new Error('the offset is beyond the end');
        if (generation === this.generation) this.goOn(committed, bounds);
        return;
      } catch {
        await pause(backOffMs(attempt, RESTART_BACK_OFF, Math.random()), this.closing.signal);
      }
    }
  }

  private goOn(committed: ReadonlyMap<number, number>, bounds: ReadonlyMap<number, { readonly low: number; readonly high: number }>): void {
    for (const partition of this.partitions) {
      const at = committed.get(partition);
      const lane = this.laneFor(partition, at, bounds.get(partition) ?? { low: 0, high: 0 });
      if (lane === undefined) continue;
      this.reader.seek(partition, lane.next);
      lane.paused = lane.isFull();
      if (!lane.paused && !this.holding) this.reader.resume([partition]);
      lane.resume();
    }
    this.settled = true;
    this.serves.assigned(this.partitions);
    this.commitSoon();
  }

  private laneFor(
    partition: number,
    at: number | undefined,
    { low, high }: { readonly low: number; readonly high: number },
  ): PartitionLane | undefined {
    const { lanes, from, topic, group } = this.serves;
    const kept = lanes.get(partition);
    if (kept !== undefined && (at === undefined || kept.agreesWith(at))) {
      if (kept.next < low) this.serves.warn(lostText(topic, group, partition, kept.next, low));
      kept.skipTo(low);
      return kept;
    }
    kept?.drop();
    lanes.delete(partition);
    if (this.holding) return undefined;
    const lost = at !== undefined && (at < low || at > high);
    if (lost) this.serves.warn(lostText(topic, group, partition, at, low));
    const start = at === undefined ? (from === 'latest' ? high : low) : lost ? low : at;
    // A group that begins at the end is told so at once: what comes now is its own, even if it is killed before the first message.
    const lane = this.serves.begin(partition, start, at ?? (from === 'latest' ? -1 : start));
    lanes.set(partition, lane);
    return lane;
  }

  batch(batch: FetchedBatch): void {
    const lane = this.serves.lanes.get(batch.partition);
    if (!this.settled || this.holding || lane === undefined) return;
    // Not what was asked for: fetched for an earlier generation, or the offset that was asked for is gone.
    if (batch.from !== lane.next) return this.joined(this.partitions);
    lane.take(batch);
    this.serves.wake();
    if (!lane.isFull()) return;
    lane.paused = true;
    this.reader.pause([batch.partition]);
  }

  skipped(partition: number, next: number): void {
    if (!this.settled || this.holding) return;
    this.serves.lanes.get(partition)?.skipTo(next);
    this.commitSoon();
  }

  /** To be called when a message of a lane is finished. */
  finished(partition: number, lane: PartitionLane): void {
    this.commitSoon();
    if (!this.settled || this.holding || !lane.paused || lane.isFull()) return;
    lane.paused = false;
    this.reader.resume([partition]);
  }

  /** Fetches nothing more; goes on being a member. */
  hold(): void {
    this.holding = true;
    if (this.settled) this.reader.pause(this.partitions);
  }

  private commitSoon(ms = COMMIT_DELAY_MS): void {
    this.commitTimer ??= setTimeout(() => {
      this.commitTimer = undefined;
      this.commit();
    }, ms);
  }

  /** Once, for what this member has; what does not get through goes with the next. The call to the client is made synchronously. */
  private commit(): void {
    if (this.serves.ephemeral || !this.settled || this.committing || this.closing.signal.aborted) return;
    const behind = new Map([...this.serves.lanes].filter(([, lane]) => lane.finished > lane.committed));
    if (behind.size === 0) return;
    const offsets = new Map([...behind].map(([partition, lane]) => [partition, lane.finished]));
    this.committing = true;
    void this.committed(behind, offsets, this.reader.commit(offsets));
  }

  private async committed(
    lanes: ReadonlyMap<number, PartitionLane>,
    offsets: ReadonlyMap<number, number>,
    answer: Promise<void>,
  ): Promise<void> {
    let next = COMMIT_DELAY_MS;
    try {
      await answer;
      for (const [partition, lane] of lanes) lane.committed = Math.max(lane.committed, offsets.get(partition) ?? 0);
    } catch {
      // A rebalance or a broker that is gone: the session hears of it by itself.
      next = RESTART_BACK_OFF.capMs;
    }
    this.committing = false;
    if (!this.closing.signal.aborted) this.commitSoon(next);
  }

  /** Commits what is finished, leaves the group and closes the connections; each within a time. Whether it has left. */
  async close(): Promise<boolean> {
    await inTime(this.flush(), CLOSE_MS_MAX, 'the last commit').catch(() => undefined);
    this.closing.abort();
    this.unsettle();
    this.life.stop();
    clearTimeout(this.commitTimer);
    const left = this.started.then(() => this.reader.close());
    // Nobody hears a goodbye while the broker is away.
    const waitMs = this.life.away ? 0 : CLOSE_MS_MAX;
    const hasLeft = await inTime(left, waitMs, 'leaving the group').then(
      () => true,
      () => false,
    );
    this.client.destroy();
    return hasLeft;
  }

  private async flush(): Promise<void> {
    const isBehind = () => !this.serves.ephemeral && this.serves.lanes.values().some((lane) => lane.finished > lane.committed);
    while (this.settled && isBehind()) {
      this.commit();
      await pause(COMMIT_DELAY_MS / 10, this.closing.signal);
    }
  }
}

const lostText = (topic: string, group: string, partition: number, from: number, low: number): string =>
  `Group ${group} was at offset ${from} of topic ${topic}, partition ${partition}, which is not there any more: it goes on at ${low}, `
  + 'the earliest. Messages in between were deleted before they were handled, or the topic was made anew: look at its retention.';
