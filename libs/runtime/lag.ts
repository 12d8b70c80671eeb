import { type Instant, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Collection, type EventStore, type ReadAllOptions, type ReadStore } from '#libs/kernel/ports.js';

/** Events behind that are counted; as many or more are told as this many. */
export const LAG_EVENTS_MAX = 1_000;

/** How far a projection is behind the log: what every answer carries. */
export interface Lag {
  /** The checkpoint; absent before the first commit. */
  readonly position?: Position;
  /** When the event at the checkpoint was written. */
  readonly recordedAt?: Instant;
  /** Events of the log that are not folded yet, at most {@link LAG_EVENTS_MAX}. */
  readonly lagEvents: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly lagMs: number;
}

/** The last event of the log; `undefined` while it is empty. */
export const headOf = (store: EventStore): Promise<RecordedEvent | undefined> => firstOf(store, { direction: 'backwards' });

/** Where a collection stands against the log, now. */
export const lagOf = async (
  { store, readStore, now }: { readonly store: EventStore; readonly readStore: ReadStore; readonly now: () => Date },
  collection: Collection,
): Promise<Lag> => {
  const [checkpoint, head] = await Promise.all([readStore.checkpoint(collection), headOf(store)]);
  const position = checkpoint?.position;
  const behind: RecordedEvent[] = [];
  if (head !== undefined && (position === undefined || position < head.position)) {
    for await (const event of store.readAll({ ...after(position), limit: LAG_EVENTS_MAX })) behind.push(event);
  }
  const oldest = behind[0];
  // The event at a position is found from the one behind it: reading starts beside a position, never at it.
  const last = oldest === undefined ? head : await firstOf(store, { direction: 'backwards', after: oldest.position });
  return {
    ...(position === undefined ? {} : { position }),
    ...(position === undefined || last === undefined ? {} : { recordedAt: last.meta.recordedAt }),
    lagEvents: behind.length,
    lagMs: oldest === undefined ? 0 : Math.max(0, now().getTime() - Date.parse(oldest.meta.recordedAt)),
  };
};

const after = (position: Position | undefined): ReadAllOptions => (position === undefined ? {} : { after: position });

const firstOf = async (store: EventStore, options: ReadAllOptions): Promise<RecordedEvent | undefined> => {
  let first: RecordedEvent | undefined;
  for await (const event of store.readAll({ ...options, limit: 1 })) first = event;
  return first;
};
