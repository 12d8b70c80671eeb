import { type Fact, type MessageMap, type RecordedEvent } from '../message.js';
import { type Projection } from '../projection.js';

/** Documents by key, with the position of the last event that each contains. */
export type Documents<Document> = ReadonlyMap<string, { readonly position: string; readonly document: Document }>;

/**
 * Folds events as the runner does: an event at or below a document's position changes nothing.
 * The reference that the runner, rebuilds and as-of answers are compared with.
 */
export const project = <Document extends object, Events extends MessageMap>(
  projection: Projection<Document, Events>,
  events: Iterable<RecordedEvent>,
  into: Map<string, { readonly position: string; readonly document: Document }> = new Map(),
): Documents<Document> => {
  const on = projection.on as Readonly<
    Record<string, (document: Document | undefined, event: unknown, key: string) => Document | undefined>
  >;
  for (const event of events) {
    const fold = on[event.type] ?? projection.onAny;
    if (fold === undefined) continue;
    for (const key of projection.keys(event as unknown as Fact<Events>)) {
      const before = into.get(key);
      if (before !== undefined && before.position >= event.position) continue;
      const document = fold(before?.document, event, key);
      if (document === undefined) into.delete(key);
      else into.set(key, { position: event.position, document });
    }
  }
  return into;
};

/** `projection(timeline).given(events).document('acme')`. */
export const projection = <Document extends object, Events extends MessageMap>(subject: Projection<Document, Events>) => ({
  given: (...events: readonly RecordedEvent[]) => {
    const documents = project(subject, events);
    return {
      documents,
      document: (key: string): Document | undefined => documents.get(key)?.document,
      keys: () => [...documents.keys()].toSorted(),
    };
  },
});
