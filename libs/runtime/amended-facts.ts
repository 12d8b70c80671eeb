import { type Amendments, amendmentsIn, type AmendmentTypes, isAmendment } from '#libs/kernel/amend.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';

/** What some amendments of one stream are about. */
export interface AmendedFacts {
  /** All amendments of the stream, up to the version that was asked for. */
  readonly amendments: Amendments;
  /** The facts that those in question amend, as they were written, by id. One that is not there was never written. */
  readonly facts: ReadonlyMap<string, RecordedEvent>;
}

/**
 * Finds what amendments of one stream amend. Read backwards an amendment comes before what it amends, so that one reading finds all of
 * it and keeps no other event than those.
 */
export const amendedFacts = async (
  store: Pick<EventStore, 'read'>,
  types: AmendmentTypes,
  { stream, version }: Pick<RecordedEvent, 'stream' | 'version'>,
  amending: readonly RecordedEvent[],
): Promise<AmendedFacts> => {
  const wanted = new Set(amending.map(({ id }) => id));
  const facts = new Map<string, RecordedEvent>();
  const found: RecordedEvent[] = [];
  for await (const event of store.read(stream, { from: version, direction: 'backwards' })) {
    if (isAmendment(types, event)) {
      found.push(event);
      if (wanted.has(event.id)) wanted.add(types[event.type]!(event.data as never).fact);
    } else if (wanted.has(event.id)) facts.set(event.id, event);
  }
  return { amendments: amendmentsIn(types, found.toReversed()), facts };
};

/** Amendments with the facts that they amend on them, for projections that show both. */
export const withFacts = async (
  store: Pick<EventStore, 'read'>,
  types: AmendmentTypes,
  events: readonly RecordedEvent[],
  isWanted: (event: RecordedEvent) => boolean,
): Promise<readonly RecordedEvent[]> => {
  const amending = Map.groupBy(
    events.filter((event) => isAmendment(types, event) && isWanted(event)),
    ({ stream }) => stream,
  );
  const shown = new Map<string, RecordedEvent>();
  for (const own of amending.values()) {
    const { amendments, facts } = await amendedFacts(store, types, own.at(-1)!, own);
    for (const event of own) shown.set(event.id, showing(event, facts.get(amendments.factOf.get(event.id)!)));
  }
  return events.map((event) => shown.get(event.id) ?? event);
};

/** An amendment as a projection that shows it sees it. */
export const showing = (event: RecordedEvent, amends: RecordedEvent | undefined): RecordedEvent =>
  amends === undefined ? event : Object.assign({ ...event }, { amends });
