import { AMENDMENT_TYPES, type AmendmentEvents } from '#libs/kernel/amend.js';
import { categoryOf, idOf, type Fact, type Instant, type TypeOf } from '#libs/kernel/message.js';
import { type Index, type Projection } from '#libs/kernel/projection.js';
import { type AccountEvents, accountEventTypes } from '#libs/domain/messages.js';

/** A later event that corrected or withdrew an entry; it is an entry of its own as well. */
export interface Amendment {
  readonly eventId: string;
  readonly version: number;
  /** When it was written. */
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly reason: string;
}

/** One line of an account's history. Lines are documents of their own, so that none grows with the account. */
export interface TimelineEntry {
  readonly accountId: string;
  readonly entryId: string;
  readonly version: number;
  /** When it happened (business time). */
  readonly at: Instant;
  readonly recordedAt: Instant;
  /** `<at>/<version>`: business time, ties as they were written. Sort and page by it; an instant is a valid bound. */
  readonly order: string;
  /** The type of the event; what it reads like is made when it is asked for. */
  readonly type: string;
  readonly actor: string;
  readonly source?: string;
  readonly note?: string;
  /** The policy version that the decision rests on. */
  readonly policy?: string;
  /** Ids of the events that it rests on. */
  readonly evidence?: readonly string[];
  /** The event's data as it was stored. */
  readonly data: object;
  /** The latest {@link AMENDMENTS_MAX} corrections, oldest first; the entry itself keeps what was said at the time. */
  readonly correctedBy?: readonly Amendment[];
  /** What withdrew it. */
  readonly retractedBy?: Amendment;
}

/** Corrections that one entry names; every correction is an entry anyway. */
export const AMENDMENTS_MAX = 20;

const indexes: readonly Index[] = [
  ['accountId', 'order'],
  ['accountId', 'version'],
  ['accountId', 'type', 'order'],
];

type Events = AccountEvents & AmendmentEvents;

const VERSION_DIGITS = 10;

const keyOf = ({ stream, version }: { readonly stream: string; readonly version: number }): string =>
  `${idOf(stream)}/${String(version).padStart(VERSION_DIGITS, '0')}`;

const entry = (event: Fact<Events>): TimelineEntry => {
  const { occurredAt, recordedAt, actor, source, note, policy, evidence } = event.meta;
  return {
    accountId: idOf(event.stream),
    entryId: event.id,
    version: event.version,
    at: occurredAt,
    recordedAt,
    order: `${occurredAt}/${String(event.version).padStart(VERSION_DIGITS, '0')}`,
    type: event.type,
    actor,
    ...(source === undefined ? {} : { source }),
    ...(note === undefined ? {} : { note }),
    ...(policy === undefined ? {} : { policy }),
    ...(evidence === undefined ? {} : { evidence }),
    data: event.data,
  };
};

/** The entry with a mark of what amended it. */
const marked = (document: TimelineEntry, { id, type, version, data, meta }: Fact<Events>): TimelineEntry => {
  const { reason } = data as { readonly reason: string };
  const amendment: Amendment = { eventId: id, version, recordedAt: meta.recordedAt, actor: meta.actor, reason };
  return WITHDRAWALS.has(type)
    ? { ...document, retractedBy: amendment }
    : { ...document, correctedBy: [...(document.correctedBy ?? []), amendment].slice(-AMENDMENTS_MAX) };
};

const WITHDRAWALS: ReadonlySet<string> = new Set<TypeOf<Events>>(['FactWithdrawn', 'InteractionRetracted']);

const added = (document: TimelineEntry | undefined, event: Fact<Events>, key: string): TimelineEntry | undefined =>
  key === keyOf(event) ? entry(event) : document && marked(document, event);

const types = [...new Set([...accountEventTypes, ...Object.keys(AMENDMENT_TYPES)])];

/**
 * Everything that happened to an account, in business or in recorded order: codes and data; the words are made when they are asked for.
 * Facts stand as they were told, and what amended them stands beside them, each linked with the other.
 */
export const accountTimeline: Projection<TimelineEntry, Events> = {
  name: 'account-timeline',
  version: 2,
  gathers: 'one-stream',
  amendments: 'shown',
  indexes,
  // People and teams are amended by events of the same types.
  keys: (event) => (categoryOf(event.stream) === 'account' ? [keyOf(event), ...(event.amends ? [keyOf(event.amends)] : [])] : []),
  on: Object.fromEntries(types.map((type) => [type, added])) as { [E in TypeOf<Events>]: typeof added },
};
