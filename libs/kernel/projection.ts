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
}

/** Any projection, for registries and the runner. */
// The fold's parameter types are erased here: the registry holds projections of different documents side by side.
export type AnyProjection = Omit<Projection<never, never>, 'on' | 'onAny' | 'keys'> & {
  readonly keys: (event: never) => readonly string[];
  readonly on: { readonly [type: string]: unknown };
  readonly onAny?: unknown;
};

/** The name of a projection's collection and checkpoint, `account-timeline@3`. */
export const collectionOf = (projection: Pick<AnyProjection, 'name' | 'version'>): string => `${projection.name}@${projection.version}`;
