import { FinishedPrefix } from '../finished-prefix.js';
import { type HandOut, type Lane, type LaneSource } from '../hand-out.js';
import { orderKeyOf, recordBytes } from './records.js';
import { HELD_BYTES_MAX, READ_AHEAD_MAX } from './settings.js';
import { type FetchedBatch, type FetchedRecord } from './wire.js';

/** Share of its bounds that a paused partition must have fallen to before it is read again: not a record at a time. */
const RESUME_SHARE = 0.5;

/** One partition in the hands of one consumer: what was read of it, what is finished, and what the group knows of that. */
export class PartitionLane {
  /** The offset to read next. */
  next: number;
  paused = false;
  private heldBytes = 0;
  /** The last offset that was read or passed over. */
  private seen: number;
  private readonly prefix: FinishedPrefix;
  private readonly lane: Lane<FetchedRecord>;

  /**
   * Begins at an offset. `committed` is the group's offset, as far as this consumer knows: -1 for one that is to be told where it begins.
   * `onFinished` is called after each message.
   */
  constructor(
    start: number,
    public committed: number,
    handOut: HandOut<FetchedRecord>,
    source: Omit<LaneSource<FetchedRecord>, 'finished'>,
    onFinished: (lane: PartitionLane) => void,
  ) {
    this.next = start;
    this.seen = start - 1;
    this.prefix = new FinishedPrefix(start - 1);
    this.lane = handOut.lane({
      ...source,
      finished: (record) => {
        this.prefix.finish(record.offset);
        this.heldBytes -= recordBytes(record);
        onFinished(this);
      },
    });
  }

  /** Everything before this offset is finished. */
  get finished(): number {
    return this.prefix.end + 1;
  }

  /** Whether a group's offset is one that this lane may go on from: not moved back by somebody, and not beyond what is finished here. */
  agreesWith(offset: number): boolean {
    return offset >= this.committed && offset <= this.finished;
  }

  /** Whether it is to be paused or, if it is paused, to stay so. */
  isFull(): boolean {
    const share = this.paused ? RESUME_SHARE : 1;
    return this.heldBytes >= HELD_BYTES_MAX * share || this.next - this.finished >= READ_AHEAD_MAX * share;
  }

  take({ records, next }: FetchedBatch): void {
    for (const record of records) {
      this.prefix.begin(record.offset);
      this.seen = record.offset;
      this.heldBytes += recordBytes(record);
      this.lane.add(orderKeyOf(record), record);
    }
    this.skipTo(next);
  }

  /** There is nothing to handle before this offset: transactions leave marks, compaction leaves holes. */
  skipTo(next: number): void {
    if (next - 1 > this.seen) {
      this.seen = next - 1;
      this.prefix.begin(this.seen);
      this.prefix.finish(this.seen);
    }
    this.next = Math.max(this.next, next);
  }

  suspend(): void {
    this.lane.suspend();
  }

  resume(): void {
    this.lane.resume();
  }

  /** Its messages are another's now; what is in hand changes nothing any more. */
  drop(): void {
    this.lane.drop();
  }
}
