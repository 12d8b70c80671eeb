import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Instant, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Collection, PAGE_SIZE_MAX, type ReadStore } from '#libs/kernel/ports.js';

/** A stream that a projection does not fold any further, because one of its events cannot be folded. */
export interface ParkedStream {
  /** The projection's collection, `stage-board@1`. */
  readonly collection: string;
  readonly stream: string;
  /** The event that cannot be folded; it and all later ones of its stream wait. */
  readonly fromVersion: number;
  readonly position: Position;
  readonly type: string;
  readonly error: string;
  readonly since: Instant;
  /** The last event that waits, and how many do. */
  readonly lastVersion: number;
  readonly lastPosition: Position;
  readonly count: number;
  /**
   * What to do once the fold is mended. `replay`: start the projector, it folds what waits, in order (the relay: publishes it). `rebuild`: raise the projection's
   * version, because its documents gather many streams and have gone on without this one.
   */
  readonly repair: 'replay' | 'rebuild';
}

/** The parked streams of all projections, by `<collection>/<stream>`. */
export const PARKED: Collection = { name: 'parked@1', indexes: [['collection', 'stream']] };

/** Streams that one projection parks. More of them is a fold that is broken, not streams that are: the projection stops. */
export const PARKED_STREAMS_MAX = 1_000;

/** What parks: the projection's collection, what mends it, the clock, and who is told. */
export interface Parking {
  readonly collection: string;
  readonly repair: ParkedStream['repair'];
  readonly now: () => Date;
  readonly onPark?: ((stream: ParkedStream) => void) | undefined;
}

/** What is parked in one projection, as this runner knows it. It is written before the checkpoint passes the events that wait. */
export class ParkedStreams {
  private readonly streams = new Map<string, ParkedStream>();
  private readonly released = new Map<string, ParkedStream>();
  private readonly unsaved = new Set<string>();
  /** Records of events above the checkpoint: forgotten when it has passed them. */
  private readonly passing = new Map<string, ParkedStream>();

  private constructor(
    private readonly readStore: Pick<ReadStore, 'commit' | 'find'>,
    private readonly projection: Parking,
  ) {}

  static async load(readStore: Pick<ReadStore, 'commit' | 'find'>, projection: Parking): Promise<ParkedStreams> {
    const parked = new ParkedStreams(readStore, projection);
    for (const record of await parkedStreams(readStore, projection.collection)) parked.streams.set(record.stream, record);
    return parked;
  }

  get size(): number {
    return this.streams.size;
  }

  all(): readonly ParkedStream[] {
    return [...this.streams.values()];
  }

  has(stream: string): boolean {
    return this.streams.has(stream);
  }

  /** Whether an event would wait. */
  wouldHold({ stream, version }: Pick<RecordedEvent, 'stream' | 'version'>): boolean {
    return version >= (this.streams.get(stream)?.fromVersion ?? Number.POSITIVE_INFINITY);
  }

  /** Whether an event waits; it is counted then. Events before the poisonous one are folded, also when they come again. */
  holds({ stream, version, position }: RecordedEvent): boolean {
    const record = this.streams.get(stream);
    if (record === undefined || version < record.fromVersion) return false;
    if (version > record.lastVersion) this.set({ ...record, lastVersion: version, lastPosition: position });
    return true;
  }

  /** Parks an event's stream from that event on. @throws InvariantBroken beyond {@link PARKED_STREAMS_MAX} */
  park({ stream, version, position, type }: RecordedEvent, error: unknown): void {
    const { collection, repair, now, onPark } = this.projection;
    if (this.streams.size >= PARKED_STREAMS_MAX) {
      throw new InvariantBroken(
        `${collection} cannot fold events of more than ${PARKED_STREAMS_MAX} streams: mend the fold, then start it again.`,
        { cause: error },
      );
    }
    const { since = now().toISOString(), lastVersion = version, lastPosition = position } = this.released.get(stream) ?? {};
    const text = error instanceof Error ? error.message : String(error);
    const place = { collection, stream, fromVersion: version, position, type, error: text, since, repair };
    const record = this.set({ ...place, lastVersion, lastPosition });
    onPark?.(record);
  }

  /** Lets a stream go for a replay; parked again, it keeps its history. Nothing is written. */
  release(record: ParkedStream): void {
    this.streams.delete(record.stream);
    this.released.set(record.stream, record);
  }

  /** Lets a stream go whose events are yet to come with the log; its record stays until {@link forgetPassed}. */
  leaveToLog(record: ParkedStream): void {
    this.release(record);
    this.passing.set(record.stream, record);
  }

  /** Forgets the records of {@link leaveToLog} that a committed checkpoint has passed, and answers those that wait no more. */
  async forgetPassed(checkpoint: Position): Promise<readonly ParkedStream[]> {
    const passed = [...this.passing.values()].filter(({ lastPosition }) => lastPosition <= checkpoint);
    const folded = passed.filter(({ stream }) => !this.streams.has(stream));
    for (const { stream } of passed) this.passing.delete(stream);
    for (const record of folded) await this.forget(record);
    return folded;
  }

  /** Writes what has changed. */
  async save(): Promise<void> {
    if (this.unsaved.size === 0) return;
    const records = [...this.unsaved].map((stream) => this.streams.get(stream)).filter((record) => record !== undefined);
    await this.readStore.commit(PARKED, {
      puts: records.map((record) => ({ key: keyOf(record), position: guardOf(record), document: record })),
    });
    this.unsaved.clear();
  }

  /** Forgets a record as it was read. One that another runner has moved on since stays: events wait behind it. */
  async forget(record: ParkedStream): Promise<void> {
    this.streams.delete(record.stream);
    await this.readStore.commit(PARKED, { puts: [], deletes: [{ key: keyOf(record), position: guardOf(record) }] });
  }

  private set(record: Omit<ParkedStream, 'count'>): ParkedStream {
    const counted: ParkedStream = { ...record, count: record.lastVersion - record.fromVersion + 1 };
    this.streams.set(record.stream, counted);
    this.unsaved.add(record.stream);
    return counted;
  }
}

/** Every parked stream, of one projection's collection where it is named. */
export const parkedStreams = async (readStore: Pick<ReadStore, 'find'>, collection?: string): Promise<readonly ParkedStream[]> => {
  const found: ParkedStream[] = [];
  let cursor: string | undefined;
  do {
    const page = await readStore.find<ParkedStream>(PARKED, {
      ...(collection === undefined ? {} : { where: { collection } }),
      limit: PAGE_SIZE_MAX,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.items.map(({ document }) => document));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

const keyOf = ({ collection, stream }: ParkedStream): string => `${collection}/${stream}`;

/** Records grow in two ways, by events that wait and by those that a replay got through: both count for the store's guard. */
const guardOf = ({ lastPosition, fromVersion }: ParkedStream): string => `${lastPosition}#${String(fromVersion).padStart(10, '0')}`;
