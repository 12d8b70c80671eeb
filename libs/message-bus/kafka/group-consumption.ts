import { type ConsumeOptions, type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { type Dead, HandOut } from '../hand-out.js';
import { type BusObserver, type ConsumerState } from '../observer.js';
import { type AdminDesk } from './admin-desk.js';
import { pause, reasonOf } from './failure.js';
import { GroupSession, type SessionFor } from './group-session.js';
import { type HeldRecord, PartitionLane } from './partition-lane.js';
import { type RawMessage, toMessage, toRawMessage } from './records.js';
import { CLOSE_MS_MAX, RESTART_BACK_OFF } from './settings.js';
import { type Client } from './wire.js';

/** What a consumption needs of its bus. */
export interface ConsumptionOf {
  readonly topic: string;
  readonly group: string;
  readonly handle: (delivery: Delivery) => Promise<Disposition>;
  readonly options: ConsumeOptions;
  readonly backOff: BackOff;
  readonly observer: BusObserver;
  readonly desk: AdminDesk;
  openClient(): Client;
  bury(message: RawMessage, topic: string, disposition: Dead): Promise<void>;
}

/** One consumer of a group: hands out what its sessions read, and begins a new session when one has crashed. */
export class GroupConsumption implements SessionFor {
  readonly topic: string;
  readonly group: string;
  readonly from: 'earliest' | 'latest';
  readonly ephemeral: boolean;
  readonly desk: AdminDesk;
  readonly lanes = new Map<number, PartitionLane>();
  private readonly handOut: HandOut<HeldRecord>;
  private session: GroupSession | undefined;
  private crashes = 0;
  /** Partitions that somebody was told it is in charge of. */
  private mine: readonly number[] = [];

  /** @throws RangeError for a bound of less than one message in hand */
  constructor(private readonly of: ConsumptionOf) {
    ({ topic: this.topic, group: this.group, desk: this.desk } = of);
    this.ephemeral = of.options.ephemeral ?? false;
    this.from = this.ephemeral ? 'latest' : (of.options.from ?? 'earliest');
    this.handOut = new HandOut<HeldRecord>({
      handle: of.handle,
      backOff: of.backOff,
      inFlightMax: of.options.inFlightMax,
      more: () => false,
      retried: ({ attempt }) => of.observer.retried?.(of.topic, of.group, attempt),
    });
  }

  /** Until the signal aborts and what is in hand is finished. */
  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise: aborted, resolve: abort } = Promise.withResolvers<undefined>();
    const stop = () => {
      this.session?.hold();
      this.handOut.stop();
      abort(undefined);
    };
    signal.addEventListener('abort', stop);
    while (await this.isReachable(signal)) {
      const session = (this.session = new GroupSession(this, this.of.openClient()));
      const crash = await Promise.race([session.over.then((error) => ({ error })), aborted]);
      if (crash === undefined) break;
      this.crashed(crash.error);
      await session.close();
      await pause(backOffMs((this.crashes += 1), RESTART_BACK_OFF, Math.random()), signal);
    }
    await this.handOut.ended;
    const hasLeft = await this.session?.close();
    if (hasLeft && this.ephemeral) await this.forget();
    signal.removeEventListener('abort', stop);
    this.lanes.clear();
    this.revoked(this.mine);
    this.tell('ended', []);
  }

  /** Removes the group, which keeps no offsets. Where that does not get through, the broker does so some minutes after the last member. */
  private async forget(): Promise<void> {
    await this.desk.ask((admin) => admin.forgetGroup(this.group), CLOSE_MS_MAX).catch(() => undefined);
  }

  /**
   * Waits until the group's coordinator answers; false when the signal aborted before. A session that began earlier would join whenever
   * its client has got through, and each member that is given up holds up the next one for a session's time.
   */
  private async isReachable(signal: AbortSignal): Promise<boolean> {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await this.desk.ask((admin) => admin.groupState(this.group));
        return !signal.aborted;
      } catch (error) {
        if (attempt === 1 && this.crashes === 0) this.unreachable(error);
        await pause(backOffMs(attempt, RESTART_BACK_OFF, Math.random()), signal);
      }
    }
    return false;
  }

  /** Messages not finished of each partition that it is in charge of, by the ends of the partitions. */
  lags(ends: ReadonlyMap<number, { readonly high: number }>): ReadonlyMap<number, number> {
    return new Map(
      [...this.lanes].map(([partition, { finished }]) => [partition, Math.max(0, (ends.get(partition)?.high ?? 0) - finished)]),
    );
  }

  begin(partition: number, start: number, committed: number): PartitionLane {
    const source = {
      deliver: ({ record }: HeldRecord, attempt: number) => ({ ...toMessage(record), topic: this.topic, attempt }),
      bury: ({ record }: HeldRecord, _: Delivery, disposition: Dead) => this.of.bury(toRawMessage(record), this.topic, disposition),
    };
    return new PartitionLane(start, committed, this.handOut, source, (lane) => {
      if (this.lanes.get(partition) === lane) this.session?.finished(partition, lane);
    });
  }

  assigned(partitions: readonly number[]): void {
    this.crashes = 0;
    this.mine = partitions;
    this.handOut.wake();
    this.of.options.onAssigned?.(partitions);
    this.tell('assigned', partitions);
  }

  revoked(partitions: readonly number[]): void {
    const lost = this.mine.filter((one) => partitions.includes(one));
    this.mine = this.mine.filter((one) => !lost.includes(one));
    if (lost.length > 0) this.of.options.onRevoked?.(lost);
  }

  unreachable(error: unknown): void {
    this.revoked(this.mine);
    this.tell('unreachable', [], reasonOf(error));
  }

  rebalancing(): void {
    this.tell('rebalancing', [...this.lanes.keys()]);
  }

  wake(): void {
    this.handOut.wake();
  }

  warn(text: string): void {
    this.of.observer.warn?.(text);
  }

  private crashed(error: unknown): void {
    this.revoked(this.mine);
    this.tell('crashed', [], reasonOf(error));
  }

  private tell(state: ConsumerState['state'], partitions: readonly number[], reason?: string): void {
    this.of.observer.consumer?.({ topic: this.topic, group: this.group, state, partitions, ...(reason !== undefined && { reason }) });
  }
}
