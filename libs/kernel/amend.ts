import { type Instant, type RecordedEvent } from './message.js';

/** Fields of a fact's data that are told otherwise; null empties an optional one. A field is replaced as a whole. */
export type Changes = Readonly<Record<string, unknown>>;

/** Whom a corrected fact counts for, in the words of its aggregate; `{}` counts for nobody. */
export type AmendedCredit = Readonly<Record<string, string>>;

/**
 * What may be asked of every stream that can be amended. `fact` is the id of an event of the same stream. A fact that was corrected is
 * corrected again by its own id, and an amendment is none.
 */
export type AmendmentCommands = {
  /** It did not happen, or not here. */
  WithdrawFact: { readonly fact: string; readonly reason: string };
  /**
   * It happened, but otherwise: at least one of `changes`, `occurredAt` and `employeeId`. Whom it counts for is decided anew where
   * `employeeId` names somebody (null: nobody), or where the date moves.
   */
  CorrectFact: {
    readonly fact: string;
    readonly changes?: Changes;
    readonly occurredAt?: Instant;
    readonly employeeId?: string | null;
    readonly reason: string;
  };
};

/** Stored contract: facts that say how an earlier fact of their stream is told. Both stand for ever. */
export type AmendmentEvents = {
  FactWithdrawn: { readonly fact: string; readonly reason: string };
  /** `credit` was decided with the correction, like that of every fact; absent: it counts for whom it counted. */
  FactCorrected: {
    readonly fact: string;
    readonly changes?: Changes;
    readonly occurredAt?: Instant;
    readonly credit?: AmendedCredit;
    readonly reason: string;
  };
};

/** How an amendment has an earlier fact told. */
export type Amendment = { readonly fact: string; readonly reason: string } & (
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'corrected'; readonly changes?: Changes; readonly occurredAt?: Instant; readonly credit?: AmendedCredit }
);

/**
 * By event type, how what is stored amends. `fact` may name an earlier amendment, as logs of earlier versions do: then it amends what
 * that one amends. Pure and total: every stored shape has a golden file that must pass.
 */
export type AmendmentTypes = Readonly<Record<string, (data: never) => Amendment>>;

/** Those that every amendable stream has; a domain adds what its logs know beside them. */
export const AMENDMENT_TYPES = {
  FactWithdrawn: ({ fact, reason }: AmendmentEvents['FactWithdrawn']): Amendment => ({ kind: 'withdrawn', fact, reason }),
  FactCorrected: (data: AmendmentEvents['FactCorrected']): Amendment => ({ kind: 'corrected', ...data }),
} as const satisfies AmendmentTypes;

/** Whether an event says how another is told. */
export const isAmendment = (types: AmendmentTypes, event: Pick<RecordedEvent, 'type'>): boolean => Object.hasOwn(types, event.type);

/** An amendment with its place, and with the fact behind all amendments of amendments. */
export type PlacedAmendment = Amendment & Pick<RecordedEvent, 'id' | 'stream' | 'version' | 'position' | 'meta'>;

/** Amendments as far as they were read. Never changes: what is read further makes a new one. */
export interface Amendments {
  /** In the order in which they were written, by the id of the fact. */
  readonly ofFact: ReadonlyMap<string, readonly PlacedAmendment[]>;
  /** The fact that an amendment is about, by the amendment's id. */
  readonly factOf: ReadonlyMap<string, string>;
}

/** Nothing was ever amended. */
export const NO_AMENDMENTS: Amendments = { ofFact: new Map(), factOf: new Map() };

/** What a history says about its facts; `events` are in order, and those that amend nothing are passed over. */
export const amendmentsIn = (types: AmendmentTypes, events: Iterable<RecordedEvent>, before: Amendments = NO_AMENDMENTS): Amendments => {
  let copy: { readonly ofFact: Map<string, readonly PlacedAmendment[]>; readonly factOf: Map<string, string> } | undefined;
  for (const { id, type, data, stream, version, position, meta } of events) {
    if (!Object.hasOwn(types, type)) continue;
    const { ofFact, factOf } = (copy ??= { ofFact: new Map(before.ofFact), factOf: new Map(before.factOf) });
    const amendment = types[type]!(data as never);
    const fact = factOf.get(amendment.fact) ?? amendment.fact;
    factOf.set(id, fact);
    ofFact.set(fact, [...(ofFact.get(fact) ?? []), { ...amendment, fact, id, stream, version, position, meta }]);
  }
  return copy ?? before;
};

/** The amendments that are about an event: later ones of its own stream. Whatever else names it says nothing. */
export const amendmentsOf = ({ ofFact }: Amendments, { id, stream, version }: RecordedEvent): readonly PlacedAmendment[] =>
  ofFact.get(id)?.filter((amendment) => amendment.stream === stream && amendment.version > version) ?? [];

/**
 * A fact as it is told by its amendments: with the data, the date and the credit of its corrections, the later ones over the earlier;
 * `undefined` where it was withdrawn. It keeps its id, version and position, and when it was written.
 */
export const toldBy = (amendments: readonly Amendment[], event: RecordedEvent): RecordedEvent | undefined => {
  if (amendments.length === 0) return event;
  let { data } = event;
  let { occurredAt } = event.meta;
  for (const amendment of amendments) {
    if (amendment.kind === 'withdrawn') return undefined;
    const { changes = {}, credit } = amendment;
    const changed = Object.entries({ ...data, ...changes, ...(credit === undefined ? {} : { credit }) });
    data = Object.fromEntries(changed.filter(([field, value]) => value !== null || !Object.hasOwn(changes, field)));
    occurredAt = amendment.occurredAt ?? occurredAt;
  }
  return { ...event, data, meta: { ...event.meta, occurredAt } };
};
