import { idOf, type Fact, type Instant, type TypeOf } from '#libs/kernel/message.js';
import { type Index, type Projection } from '#libs/kernel/projection.js';
import { type AccountEvents, accountEventTypes } from '#libs/domain/messages.js';

/** A later event that corrected or retracted an entry; it is an entry of its own as well. */
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
  /** The latest {@link AMENDMENTS_MAX} corrections of this interaction, oldest first; the entry itself keeps what was said at the time. */
  readonly correctedBy?: readonly Amendment[];
  readonly retractedBy?: Amendment;
}

/** Corrections that one entry names; every correction is an entry anyway. */
export const AMENDMENTS_MAX = 20;

const indexes: readonly Index[] = [
  ['accountId', 'order'],
  ['accountId', 'version'],
  ['accountId', 'type', 'order'],
];

/** An entry's key; an interaction is found by its id, because that is all that its correction knows of it. */
const ownKey = (event: Fact<AccountEvents>): string =>
  event.type === 'InteractionRecorded'
    ? interactionKey(event, event.data.interactionId)
    : `${idOf(event.stream)}/${String(event.version).padStart(VERSION_DIGITS, '0')}`;

const VERSION_DIGITS = 10;

const interactionKey = (event: { readonly stream: string }, interactionId: string): string =>
  `${idOf(event.stream)}/interaction/${interactionId}`;

const entry = (event: Fact<AccountEvents>): TimelineEntry => {
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

const amendment = (event: Fact<AccountEvents>, reason: string): Amendment => ({
  eventId: event.id,
  version: event.version,
  recordedAt: event.meta.recordedAt,
  actor: event.meta.actor,
  reason,
});

const added = (_: TimelineEntry | undefined, event: Fact<AccountEvents>): TimelineEntry => entry(event);

/** Everything that happened to an account, in business or in recorded order: codes and data; the words are made when they are asked for. */
export const accountTimeline: Projection<TimelineEntry, AccountEvents> = {
  name: 'account-timeline',
  version: 2,
  gathers: 'one-stream',
  indexes,
  keys: (event) =>
    event.type === 'InteractionCorrected' || event.type === 'InteractionRetracted'
      ? [ownKey(event), interactionKey(event, event.data.interactionId)]
      : [ownKey(event)],
  on: {
    ...(Object.fromEntries(accountEventTypes.map((type) => [type, added])) as { [E in TypeOf<AccountEvents>]: typeof added }),
    InteractionCorrected: (document, event, key) =>
      key === ownKey(event)
        ? entry(event)
        : document && {
            ...document,
            correctedBy: [...(document.correctedBy ?? []), amendment(event, event.data.reason)].slice(-AMENDMENTS_MAX),
          },
    InteractionRetracted: (document, event, key) =>
      key === ownKey(event) ? entry(event) : document && { ...document, retractedBy: amendment(event, event.data.reason) },
  },
};
