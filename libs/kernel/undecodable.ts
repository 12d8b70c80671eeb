import { type InvariantBroken } from './errors.js';
import { type Metadata, type RecordedEvent } from './message.js';

/** Where an event stands, whatever it holds. */
type Place = Pick<RecordedEvent, 'stream' | 'id' | 'type' | 'version' | 'position'>;

/**
 * An event that stands in the log and that this program cannot read: damaged, written by another program, or not taken by its upcaster.
 * It has its place among the others, so that whoever reads the log goes on; whoever takes its data is told what is wrong with it.
 */
class Undecodable implements RecordedEvent {
  readonly stream;
  readonly id;
  readonly type;
  readonly version;
  readonly position;
  readonly #failure: InvariantBroken;
  readonly #meta: Metadata | undefined;

  constructor({ stream, id, type, version, position }: Place, failure: InvariantBroken, meta: Metadata | undefined) {
    this.stream = stream;
    this.id = id;
    this.type = type;
    this.version = version;
    this.position = position;
    this.#failure = failure;
    this.#meta = meta;
  }

  static failureOf(event: RecordedEvent): InvariantBroken | undefined {
    return event instanceof Undecodable ? event.#failure : undefined;
  }

  static metaOf(event: RecordedEvent): Metadata | undefined {
    return event instanceof Undecodable ? event.#meta : event.meta;
  }

  get data(): never {
    throw this.#failure;
  }

  get meta(): Metadata {
    if (this.#meta === undefined) throw this.#failure;
    return this.#meta;
  }
}

/** The event in its place, without data; with metadata where they can be read. */
export const undecodable = (place: Place, failure: InvariantBroken, meta?: Metadata): RecordedEvent =>
  new Undecodable(place, failure, meta);

/** Why an event's data cannot be read; `undefined` where they can. */
export const decodeFailureOf = (event: RecordedEvent): InvariantBroken | undefined => Undecodable.failureOf(event);

/** An event's metadata, for those who can do without. */
export const metaOf = (event: RecordedEvent): Metadata | undefined => Undecodable.metaOf(event);

/** @throws InvariantBroken for an event whose data cannot be read */
export const requireDecoded = (event: RecordedEvent): void => {
  const failure = decodeFailureOf(event);
  if (failure !== undefined) throw failure;
};
