import { type ConsumeOptions, type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { type BackOff, backOffMs } from '#libs/kernel/back-off.js';
import { type Dead, HandOut } from '../hand-out.js';
import { type BusObserver } from '../observer.js';
import { type AdminDesk } from './admin-desk.js';
import { pause, reasonOf } from './failure.js';
import { GroupSession, type SessionFor } from './group-session.js';
import { PartitionLane } from './partition-lane.js';
import { type RawMessage, toMessage, toRawMessage } from './records.js';
import { RESTART_BACK_OFF } from './settings.js';
import { type Client, type FetchedRecord } from './wire.js';

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
  readonly desk: AdminDesk;
  readonly lanes = new Map<number, PartitionLane>();
  private readonly handOut: HandOut<FetchedRecord>;
  private session: GroupSession | undefined;
  private crashes = 0;

  /** @throws RangeError for a bound of less than one message in hand */
  constructor(private readonly of: ConsumptionOf) {
    ({ topic: this.topic, group: this.group, desk: this.desk } = of);
    this.from = of.options.from ?? 'earliest';
    this.handOut = new HandOut<FetchedRecord>({
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
    while (!signal.aborted) {
      const session = (this.session = new GroupSession(this, this.of.openClient()));
      const crash = await Promise.race([session.over.then((error) => ({ error })), aborted]);
      if (crash === undefined) break;
      this.crashed(crash.error);
      await session.close();
      await pause(backOffMs((this.crashes += 1), RESTART_BACK_OFF, Math.random()), signal);
    }
    await this.handOut.ended;
    await this.session?.close();
    signal.removeEventListener('abort', stop);
    const partitions = [...this.lanes.keys()];
    this.lanes.clear();
    if (partitions.length > 0) this.of.options.onRevoked?.(partitions);
    this.tell('ended', []);
  }

  /** Messages not finished of each partition that it is in charge of, by the ends of the partitions. */
  lags(ends: ReadonlyMap<number, { readonly high: number }>): ReadonlyMap<number, number> {
    return new Map(
      [...this.lanes].map(([partition, { finished }]) => [partition, Math.max(0, (ends.get(partition)?.high ?? 0) - finished)]),
    );
  }

  begin(partition: number, start: number, committed: number): PartitionLane {
    const source = {
      deliver: (record: FetchedRecord, attempt: number) => ({ ...toMessage(record), topic: this.topic, attempt }),
      bury: (record: FetchedRecord, _: Delivery, disposition: Dead) => this.of.bury(toRawMessage(record), this.topic, disposition),
    };
    return new PartitionLane(start, committed, this.handOut, source, (lane) => {
      if (this.lanes.get(partition) === lane) this.session?.finished(partition, lane);
    });
  }

  assigned(partitions: readonly number[]): void {
    this.crashes = 0;
    this.handOut.wake();
    this.of.options.onAssigned?.(partitions);
    this.tell('assigned', partitions);
  }

  revoked(partitions: readonly number[]): void {
    this.of.options.onRevoked?.(partitions);
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
    const partitions = [...this.lanes.keys()];
    if (partitions.length > 0) this.revoked(partitions);
    this.tell('crashed', [], reasonOf(error));
  }

  private tell(state: 'assigned' | 'rebalancing' | 'crashed' | 'ended', partitions: readonly number[], reason?: string): void {
    this.of.observer.consumer?.({ topic: this.topic, group: this.group, state, partitions, ...(reason !== undefined && { reason }) });
  }
}
