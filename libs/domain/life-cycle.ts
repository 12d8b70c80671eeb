import { type Instant } from '#libs/kernel/message.js';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Rejection } from '#libs/kernel/rejection.js';

/** Something that begins under an id and may end: a promise, a handover, an initiative, an offer, a complaint. */
export interface Life<End extends string> {
  /** When it began, by business time. */
  readonly begun: Instant;
  /** How and when it ended; absent while it goes on. Whoever goes on again has none. */
  readonly ended?: { readonly as: End; readonly at: Instant } | undefined;
}

/** Lives by their ids; an id is taken for ever. */
export type Lives<L extends Life<string>> = PersistentMap<string, L>;

/** What a facet answers where a life cycle refuses; sentences say what to do. */
export interface Refusals<L extends Life<string>, Code extends string> {
  /** The id was given before. */
  readonly taken: (id: string, life: L) => Rejection<Code>;
  /** Nothing goes by that id. */
  readonly unknown: (id: string) => Rejection<Code>;
  /** It ended otherwise before. */
  readonly over: (id: string, life: L) => Rejection<Code>;
  /** What is told happened before it began. */
  readonly early: (id: string, life: L, at: Instant) => Rejection<Code>;
}

/** The one set of rules for everything that begins and ends. */
export interface LifeCycle<L extends Life<string>, Code extends string> {
  /** Refuses an id that is taken. */
  requireFree(lives: Lives<L>, id: string): Rejection<Code> | undefined;
  /** What goes by that id, ended or not. */
  find(lives: Lives<L>, id: string): L | Rejection<Code>;
  /** What was going on under that id at that moment: begun by then, and not ended. */
  findRunning(lives: Lives<L>, id: string, at: Instant): L | Rejection<Code>;
  /** As {@link findRunning}, before it ends in a way; `already` where it has ended so before. */
  findEnding(lives: Lives<L>, id: string, as: NonNullable<L['ended']>['as'], at: Instant): L | 'already' | Rejection<Code>;
}

/** Every ending and every change is dated at or after the beginning; what has ended stays so until it is said to go on. */
export const lifeCycle = <L extends Life<string>, Code extends string>(refusals: Refusals<L, Code>): LifeCycle<L, Code> => {
  const find = (lives: Lives<L>, id: string) => lives.get(id) ?? refusals.unknown(id);
  const going = (id: string, life: L, at: Instant) => {
    if (life.ended !== undefined) return refusals.over(id, life);
    return at < life.begun ? refusals.early(id, life, at) : life;
  };
  return {
    requireFree: (lives, id) => {
      const life = lives.get(id);
      return life && refusals.taken(id, life);
    },
    find,
    findRunning: (lives, id, at) => {
      const life = lives.get(id);
      return life === undefined ? refusals.unknown(id) : going(id, life, at);
    },
    findEnding: (lives, id, as, at) => {
      const life = lives.get(id);
      if (life === undefined) return refusals.unknown(id);
      return life.ended?.as === as ? 'already' : going(id, life, at);
    },
  };
};

/** Folds the end of a life; what is unknown stays so. */
export const ended = <L extends Life<string>>(lives: Lives<L>, id: string, as: NonNullable<L['ended']>['as'], at: Instant): Lives<L> =>
  changed(lives, id, (life) => ({ ...life, ended: { as, at } }));

/** Folds a change of a life; what is unknown stays so. */
export const changed = <L extends Life<string>>(lives: Lives<L>, id: string, change: (life: L) => L): Lives<L> => {
  const life = lives.get(id);
  return life === undefined ? lives : lives.with(id, change(life));
};
