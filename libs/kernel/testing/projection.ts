import { AMENDMENT_TYPES, amendmentsIn, type AmendmentTypes } from '../amend.js';
import { type Fact, type MessageMap, type RecordedEvent } from '../message.js';
import { type AnyProjection, type Projection, showsAmendments } from '../projection.js';
import { asTold } from './amendments.js';

/** Documents by key, with the position of the last event that each contains. */
export type Documents<Document> = ReadonlyMap<string, { readonly position: string; readonly document: Document }>;

/**
 * Folds events without amendments as the runner does: an event at or below a document's position changes nothing.
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

/** A whole history as a projection sees it in the end: as it is told, or with the fact of each amendment on it. */
export const seenBy = (
  subject: AnyProjection,
  events: readonly RecordedEvent[],
  types: AmendmentTypes = AMENDMENT_TYPES,
): readonly RecordedEvent[] => {
  if (!showsAmendments(subject)) return asTold(types, events);
  const { factOf } = amendmentsIn(types, events);
  const facts = new Map(events.map((event) => [event.id, event]));
  return events.map((event) => {
    const amends = facts.get(factOf.get(event.id) ?? '');
    return amends === undefined ? event : Object.assign({ ...event }, { amends });
  });
};

/** `projection(timeline).given(events).document('acme')`: of a whole history, amendments included; `types` says how else its logs amend. */
export const projection = <Document extends object, Events extends MessageMap>(
  subject: Projection<Document, Events>,
  types?: AmendmentTypes,
) => ({
  given: (...events: readonly RecordedEvent[]) => {
    const documents = project(subject, seenBy(subject as unknown as AnyProjection, events, types));
    return {
      documents,
      document: (key: string): Document | undefined => documents.get(key)?.document,
      keys: () => [...documents.keys()].toSorted(),
    };
  },
});
