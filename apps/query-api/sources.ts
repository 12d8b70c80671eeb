import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { type Turns } from './turns.js';

/** What answers are made from. */
export interface Sources {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly now: () => Date;
  /** For questions that fold the whole log. */
  readonly turns: Turns;
}

/** The token under which queries get the stores and the clock that they read. */
export const SOURCES = Symbol('Sources');
