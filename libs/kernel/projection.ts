import { type Fact, type MessageMap, type RecordedEvent, type TypeOf } from './message.js';

/** A path into a document, `owner` or `stage.current`, that queries filter or sort on. */
export type IndexedField = string;

/** Fields of one declared index, in order. */
export type Index = readonly IndexedField[];

/**
 * A read model as a fold: events in, documents out.
 * A document is created, replaced or (with `undefined`) removed by the events that {@link Projection.keys} sends to it.
 * Folds are pure and total; one that throws parks its stream in this projection (architecture, semantics 8).
 */
export interface Projection<Document extends object, Events extends MessageMap> {
  /** A noun of the question, `account-timeline`. */
  readonly name: string;
  /** Raised whenever a fold or a document's shape changes: a new version is built beside the old one. */
  readonly version: number;
  /** Whether every document belongs to one stream, or one document gathers events of many. */
  readonly gathers: 'one-stream' | 'many-streams';
  /** Indexes beside the key; queries use no other fields. */
  readonly indexes: readonly Index[];
  /** The keys of the documents that an event changes. */
  readonly keys: (event: Fact<Events>) => readonly string[];
  readonly on: {
    readonly [E in TypeOf<Events>]?: (document: Document | undefined, event: Fact<Events, E>, key: string) => Document | undefined;
  };
  /**
   * Folds the events that {@link Projection.on} does not name, those of types that this program does not know among them: by what
   * stands beside their data. `keys` is asked for them too.
   */
  readonly onAny?: (document: Document | undefined, event: Omit<RecordedEvent, 'data'>, key: string) => Document | undefined;
  /**
   * What amendments do. `refold` (where it is left out): folds never see them, they see facts as they are now told; an amendment folds
   * the documents that the fact belongs to, or belonged to, anew from their stream. `shown`: an amendment is an event like any other,
   * which comes with the fact that it amends ({@link Fact.amends}), and facts stay as they were written.
   */
  readonly amendments?: 'refold' | 'shown';
  /**
   * For documents that gather many streams, which cannot be folded anew from one: the document without what one stream's history came to
   * before (`before`), and with what it comes to as it is now told (`after`); both are folds of that stream alone, and `undefined` where
   * it comes to nothing. It answers `undefined` where nothing is left. What is gathered must not depend on the order among streams.
   */
  readonly difference?: (
    document: Document | undefined,
    before: Document | undefined,
    after: Document | undefined,
    key: string,
  ) => Document | undefined;
}

/** Any projection, for registries and the runner. */
// The fold's parameter types are erased here: the registry holds projections of different documents side by side.
export type AnyProjection = Omit<Projection<never, never>, 'on' | 'onAny' | 'keys' | 'difference'> & {
  readonly keys: (event: never) => readonly string[];
  readonly on: { readonly [type: string]: unknown };
  readonly onAny?: unknown;
  readonly difference?: unknown;
};

/**
 * Whether a projection sees amendments as events of their own. One that gathers many streams and knows no difference can see them in no
 * other way; that it is none by mistake is tested where the read models are registered.
 */
export const showsAmendments = ({ amendments, gathers, difference }: AnyProjection): boolean =>
  amendments === 'shown' || (gathers === 'many-streams' && difference === undefined);

/** The name of a projection's collection and checkpoint, `account-timeline@3`. */
export const collectionOf = (projection: Pick<AnyProjection, 'name' | 'version'>): string => `${projection.name}@${projection.version}`;
