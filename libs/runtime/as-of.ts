import { type Instant, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { type Change, foldEvent, keysOf } from './fold.js';

/** A moment of business time (`occurred`) or of what was known (`recorded`); events of that very moment count. */
export interface AsOf {
  readonly at: Instant;
  readonly time: 'occurred' | 'recorded';
}

/** Documents as they stood, or would have stood, at a moment. */
export interface PastDocuments<Document> {
  readonly documents: ReadonlyMap<string, Document>;
  /** Of the last event that counts; absent when none does. */
  readonly position?: Position;
  readonly recordedAt?: Instant;
  /** Events that count. */
  readonly events: number;
  /** Streams with an event that cannot be folded: their documents stop before it, in the same way as they would be parked. */
  readonly parked: readonly string[];
}

/**
 * The projection's own fold over history cut at a moment: by `recorded`, what was known then; by `occurred`, what had happened by
 * then as we know it today, in the order in which it was written. Documents are kept in memory: give the events of one account, or
 * fold a projection whose documents are few.
 */
export const foldAsOf = async <Document extends object>(
  projection: Projection<Document, never> | AnyProjection,
  events: AsyncIterable<RecordedEvent>,
  { at, time }: AsOf,
  upcasters: Upcasters = {},
): Promise<PastDocuments<Document>> => {
  const documents = new Map<string, Change>();
  const parked = new Set<string>();
  let last: RecordedEvent | undefined;
  let count = 0;
  for await (const event of events) {
    if ((time === 'occurred' ? event.meta.occurredAt : event.meta.recordedAt) > at) continue;
    last = event;
    count += 1;
    if (parked.has(event.stream)) continue;
    try {
      const changes = foldEvent(projection, event, keysOf(projection, event, upcasters), (key) => documents.get(key));
      for (const change of changes) documents.set(change.key, change);
    } catch {
      parked.add(event.stream);
    }
  }
  const present = [...documents].filter(([, { document }]) => document !== undefined);
  return {
    documents: new Map(present.map(([key, { document }]) => [key, document as Document])),
    ...(last ? { position: last.position, recordedAt: last.meta.recordedAt } : {}),
    events: count,
    parked: [...parked],
  };
};
