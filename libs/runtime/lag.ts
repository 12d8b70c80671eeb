import { type Instant, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Collection, type EventStore, type ReadAllOptions, type ReadStore } from '#libs/kernel/ports.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { faultOf } from './checkpoint-fault.js';

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
  /** Why this projection does not go on at all: its checkpoint is none of this log. Every event of the log is behind then. */
  readonly stopped?: string;
}

/** The last event of the log; `undefined` while it is empty. */
export const headOf = (store: EventStore): Promise<RecordedEvent | undefined> => firstOf(store, { direction: 'backwards' });

/** Where a collection stands against the log, now. */
export const lagOf = async (
  { store, readStore, now }: { readonly store: EventStore; readonly readStore: ReadStore; readonly now: () => Date },
  collection: Collection,
): Promise<Lag> => {
  // The checkpoint first: what it passed is in a log that is looked at later, so that nothing looks as if it were beyond it.
  const checkpoint = await readStore.checkpoint(collection);
  const head = await store.head();
  const position = checkpoint?.position;
  const stopped = faultOf(collection.name, checkpoint, head)?.message;
  const at = position === undefined ? {} : { position };
  if (position !== undefined && position === head.position && stopped === undefined) {
    return { ...at, ...(await recordedAtOf(store, position)), lagEvents: 0, lagMs: 0 };
  }
  const behind: RecordedEvent[] = [];
  const place = position === undefined || stopped !== undefined ? {} : { after: position };
  for await (const event of store.readAll({ ...place, limit: LAG_EVENTS_MAX })) behind.push(event);
  const lag = { lagEvents: behind.length, lagMs: ageOf(behind[0], now()) };
  if (stopped !== undefined) return { ...at, ...lag, stopped };
  return { ...at, ...(position === undefined ? {} : await recordedAtOf(store, position, behind[0])), ...lag };
};

const ageOf = (oldest: RecordedEvent | undefined, now: Date): number =>
  Math.max(0, now.getTime() - Date.parse((oldest && metaOf(oldest)?.recordedAt) ?? now.toISOString()));

/** The last position that was asked for, by store: answer after answer asks for the same one. */
const asked = new WeakMap<EventStore, { readonly position: Position; readonly recordedAt?: Instant }>();

/** When the last event up to a position was written; `next` is the event behind it, where it is known. */
const recordedAtOf = async (store: EventStore, position: Position, next?: RecordedEvent): Promise<{ readonly recordedAt?: Instant }> => {
  const known = asked.get(store);
  if (known?.position === position) return known.recordedAt === undefined ? {} : { recordedAt: known.recordedAt };
  const last = await lastUpTo(store, position, next);
  const meta = last && metaOf(last);
  const found = meta === undefined ? {} : { recordedAt: meta.recordedAt };
  asked.set(store, { position, ...found });
  return found;
};

/** Reading starts beside a position, never at it: the event there is found from the one behind it, or from the end. */
const lastUpTo = async (store: EventStore, position: Position, next?: RecordedEvent): Promise<RecordedEvent | undefined> => {
  const last = next ?? (await firstOf(store, { direction: 'backwards' }));
  if (last === undefined || last.position <= position) return last;
  const behind = next ?? (await firstOf(store, { after: position }));
  return behind && firstOf(store, { direction: 'backwards', after: behind.position });
};

const firstOf = async (store: EventStore, options: ReadAllOptions): Promise<RecordedEvent | undefined> => {
  let first: RecordedEvent | undefined;
  for await (const event of store.readAll({ ...options, limit: 1 })) first = event;
  return first;
};
