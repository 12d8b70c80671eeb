import { type KnownDeals } from './deal-deeds.js';
import { type Message, type MessageMap, type RecordedEvent, type TypeOf } from '#libs/kernel/message.js';

/** What the generator knows of an account, so that it states only what can have happened. */
export interface Known extends KnownDeals {
  open: boolean;
  stage: number;
  owner: string | undefined;
  promises: string[];
  interactions: { readonly id: string; lastEventId: string }[];
  orders: string[];
  /** Ids of what was begun and may end: complaints, disputes, surveys, questions, suggestions, needs. */
  begun: Record<'complaint' | 'dispute' | 'survey' | 'question' | 'suggestion' | 'need', string[]>;
  /** How many people there are known. */
  contacts: number;
  /** The facts that may be amended, and the id that the next event has. */
  facts: RecordedEvent[];
  nextEventId: string;
}

/** States one event that can have happened to an account, and notes what is known from then on; nothing where none can. */
export type DeedOf<Events extends MessageMap> = (account: Known, pick: number, day: number) => Message<Events> | undefined;

/** Deeds by the type of what they state. */
export type Deeds<Events extends MessageMap> = { readonly [E in TypeOf<Events>]?: DeedOf<Events> };

/** One of several. */
export const of = <Item>(items: readonly Item[], pick: number): Item => items[pick % items.length]!;
