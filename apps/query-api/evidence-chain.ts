import { textOf } from '#libs/contracts/texts.js';
import { amendments as types } from '#libs/domain/amendments.js';
import { amendmentsIn, amendmentsOf, isAmendment, toldBy } from '#libs/kernel/amend.js';
import { type Instant, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { isIn, type Moment } from './answers.js';

/** An event that something rests on, as it is told now, and what it rests on itself. */
export interface Evidence {
  readonly eventId: string;
  /** Absent: there is no such event in the account's history. */
  readonly type?: string;
  readonly title?: string;
  readonly summary?: string;
  readonly at?: Instant;
  readonly actor?: string;
  readonly policy?: string;
  /** It was withdrawn since. */
  readonly withdrawn?: true;
  /** Ids of the events that it rests on; they follow in the list. */
  readonly evidence?: readonly string[];
}

/** How far evidence of evidence is followed, and how many events are looked for at once. */
export const CHAIN_DEPTH_MAX = 5;
export const CHAIN_EVENTS_MAX = 1_000;

/** Events by their ids: those that were named, those that these rest on, and so on. */
export type EvidenceGraph = ReadonlyMap<string, Evidence>;

/**
 * The events behind several things at once, down to facts that rest on nothing. A history is read once for each level, whatever is named,
 * and no more of it is kept than the events that are.
 */
export const evidenceGraph = async (
  store: EventStore,
  streams: readonly string[],
  named: Iterable<string>,
  asked: { readonly moment: Moment | undefined; readonly language: string },
): Promise<EvidenceGraph> => {
  const graph = new Map<string, Evidence>();
  let wanted = [...new Set(named)];
  for (let depth = 0; depth < CHAIN_DEPTH_MAX && wanted.length > 0 && graph.size < CHAIN_EVENTS_MAX; depth += 1) {
    wanted = wanted.slice(0, CHAIN_EVENTS_MAX - graph.size);
    const found = await findEvents(store, streams, new Set(wanted), asked);
    for (const id of wanted) graph.set(id, found.get(id) ?? { eventId: id });
    wanted = [...new Set([...found.values()].flatMap(({ evidence = [] }) => evidence))].filter((id) => !graph.has(id));
  }
  return graph;
};

/** What one thing rests on: the events that it names, then what these rest on; each once. */
export const chainIn = (graph: EvidenceGraph, named: readonly string[]): readonly Evidence[] => {
  const chain = new Map<string, Evidence>();
  for (const queue = [...named]; queue.length > 0;) {
    const id = queue.shift()!;
    const event = graph.get(id);
    if (event === undefined || chain.has(id)) continue;
    chain.set(id, event);
    queue.push(...(event.evidence ?? []));
  }
  return [...chain.values()];
};

const findEvents = async (
  store: EventStore,
  streams: readonly string[],
  ids: ReadonlySet<string>,
  { moment, language }: { readonly moment: Moment | undefined; readonly language: string },
): Promise<ReadonlyMap<string, Evidence>> => {
  const events: RecordedEvent[] = [];
  const amending: RecordedEvent[] = [];
  for (const stream of streams) {
    for await (const event of store.read(stream)) {
      if (!isIn(moment, event)) continue;
      if (ids.has(event.id)) events.push(event);
      if (isAmendment(types, event)) amending.push(event);
    }
  }
  const amendments = amendmentsIn(types, amending);
  return new Map(events.map((event) => [event.id, evidenceOf(event, toldBy(amendmentsOf(amendments, event), event), language)]));
};

const evidenceOf = (event: RecordedEvent, told: RecordedEvent | undefined, language: string): Evidence => {
  const { id, type, data, meta } = told ?? event;
  return {
    eventId: id,
    type,
    ...textOf(type, data, language),
    at: meta.occurredAt,
    actor: meta.actor,
    ...(meta.policy === undefined ? {} : { policy: meta.policy }),
    ...(told === undefined ? { withdrawn: true } : {}),
    ...(meta.evidence === undefined ? {} : { evidence: meta.evidence }),
  };
};
