import { type Instant, type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Query, type Stored } from '#libs/kernel/ports.js';

/** A moment to look at: what had happened by then, or what had been recorded by then. */
export interface Moment {
  readonly at: Instant;
  readonly time: 'occurred' | 'recorded';
}

/** What an answer contains: everything up to a position, and how far behind the log that is. */
export interface AsOf {
  /** Of the last event in it; `null` while the log is empty. */
  readonly position: Position | null;
  readonly recordedAt: Instant | null;
  /** Events of the log that are not in it yet, counted up to a bound. */
  readonly lagEvents: number;
  /** Age of the oldest of those, in milliseconds; 0 where there is none. */
  readonly lagMs: number;
  /**
   * Accounts, or other streams of the log, that are not in it from an event on which could not be folded: the answer is incomplete
   * until that is repaired. Absent where nothing is parked; of several read models, of the one that misses most.
   */
  readonly parked?: number;
  /** Present where the past was asked for: the moment, and by which of the two times. */
  readonly at?: Instant;
  readonly time?: 'occurred' | 'recorded';
}

/** What an answer from two read models contains: as much as the one further behind; what is parked in either is missing. */
export const olderOf = (left: AsOf, right: AsOf): AsOf => {
  const { parked: _own, ...older } = (right.position ?? '') < (left.position ?? '') ? right : left;
  return { ...older, ...parkedOf(Math.max(left.parked ?? 0, right.parked ?? 0)) };
};

/** The part of {@link AsOf} that says how much is parked. */
export const parkedOf = (streams: number): Pick<AsOf, 'parked'> => (streams === 0 ? {} : { parked: streams });

/** A list with its continuation and what it contains. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Give it as `cursor` for the next page; absent on the last one. */
  readonly next?: string;
  readonly asOf: AsOf;
}

/** A page of documents, of the present or of the past. */
export interface Found<Document> {
  readonly items: readonly Pick<Stored<Document>, 'key' | 'document'>[];
  readonly next?: string;
}

/** A page as it is answered. */
export const listed = <Document extends object, Item>(
  { items, next }: Found<Document>,
  asOf: AsOf,
  answer: (document: Document) => Item,
): Listed<Item> => ({ items: items.map(({ document }) => answer(document)), ...(next === undefined ? {} : { next }), asOf });

/** The part of a query that goes on from page to page. */
export const paging = ({ limit, cursor }: { readonly limit?: number; readonly cursor?: string }): Pick<Query, 'limit' | 'cursor'> => ({
  ...(limit === undefined ? {} : { limit }),
  ...(cursor === undefined ? {} : { cursor }),
});

/** An event is in the picture of a moment by the time that the moment names. */
export const isIn = (moment: Moment | undefined, { meta }: RecordedEvent): boolean =>
  moment === undefined || (moment.time === 'occurred' ? meta.occurredAt : meta.recordedAt) <= moment.at;
