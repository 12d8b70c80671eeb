/** Message types by name: `{ AccountOpened: { name: string } }`. Commands and events are both declared this way. */
export type MessageMap = { readonly [type: string]: object };

/** The names of a map's messages. */
export type TypeOf<Map> = keyof Map & string;

/** One message, discriminated by its type. */
export type Message<Map, Type extends TypeOf<Map> = TypeOf<Map>> = {
  [T in Type]: { readonly type: T; readonly data: Map[T] };
}[Type];

/** A date-time in UTC with milliseconds, `2026-03-01T09:30:00.000Z`: it sorts as text. */
export type Instant = string;

/** A calendar day, `2026-03-01`. */
export type Day = string;

/** What an actor may be called: visible, one line, and without white space at its ends. Letters that nobody sees (U+3164) are none. */
export const ACTOR_NAME = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{N}][\p{L}\p{N} .,@_:+'-]{0,126}[\p{L}\p{N}.)]?$/u;

/** What stands on every event beside its data (invariant 13). Stamped once, never changed. */
export interface Metadata {
  /** The command that caused the event; the key of exactly-once effect. */
  readonly commandId: string;
  /** SHA-256 of the command's body as the caller gave it: tells a retry from a reused id. */
  readonly commandHash: string;
  /** Who: a person, a service, an importer or a policy. From the credential, never from the body. */
  readonly actor: string;
  /** Business time: when it happened, as given. May lie in the past. */
  readonly occurredAt: Instant;
  /** How far the sender's clock was from UTC, `+08:00`, where the sender said so: `occurredAt` is in UTC. */
  readonly occurredOffset?: string;
  /** When it was written; stamped once by the worker. */
  readonly recordedAt: Instant;
  /**
   * The time zone (IANA) of the company when the command was decided: `occurredAt` in it is the fact's business day. Absent: UTC. Stamped
   * with the fact, so that no later change of zone moves it to another day.
   */
  readonly zone?: string;
  /** Where the fact comes from, for example `http`, `kafka`, `import:northwind`. */
  readonly source?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The policy version that the decision rests on, `stage-evidence@3`. */
  readonly policy?: string;
  /** Ids of the events that the decision rests on. */
  readonly evidence?: readonly string[];
  /** Free text of the person who spoke. */
  readonly note?: string;
  /** The sending that the command came with, where its door names it: tells a message that is handed out again from one sent again. */
  readonly request?: string;
  /** Version of the data's shape; absent: 1. See upcast.ts. */
  readonly schema?: number;
  /** The trace that the command belongs to (W3C Trace Context), so that it goes on behind the log. */
  readonly traceparent?: string;
}

/** An event on its way into a stream. */
export interface NewEvent {
  /** A UUID; deterministic, so that a repeated append is recognised. */
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly meta: Metadata;
}

/** A place in the whole log: opaque, and it sorts as text in every engine. */
export type Position = string;

/** An event as it stands in the log. Versions of a stream are 1..n without holes. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  readonly version: number;
  readonly position: Position;
}

/** A recorded event of a known map, for folds that are typed by their events. */
export type Fact<Map, Type extends TypeOf<Map> = TypeOf<Map>> = {
  [T in Type]: Omit<RecordedEvent, 'type' | 'data'> & {
    readonly type: T;
    readonly data: Map[T];
    /** What an amendment amends, as it was written: stands on it where a projection shows amendments, and nowhere else. */
    readonly amends?: RecordedEvent;
  };
}[Type];

/** What a caller asks for, checked in form but not yet decided. */
export interface CommandEnvelope {
  readonly commandId: string;
  /** The stream that decides: `account-acme`, `employee-7`, `team-north`, `policy-stage-evidence`. */
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly actor: string;
  /** When it happened; stamped with the time of the decision where the caller left it out. */
  readonly occurredAt?: Instant;
  /** How far the sender's clock was from UTC, `+08:00`. No part of what makes the command the same command. */
  readonly occurredOffset?: string;
  /** Refuse unless the stream stands at this version (0: must not exist). */
  readonly expectedVersion?: number;
  readonly source?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly evidence?: readonly string[];
  readonly note?: string;
  readonly traceparent?: string;
}

/** The event as callers see it in an answer. */
export interface EventReference {
  readonly id: string;
  readonly type: string;
  readonly version: number;
}

/** Why a command was refused; see Rejection in rejection.ts. */
export interface RefusalReason {
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly survivor?: string;
}

/** One of the three answers that a command has. ACCEPTED and REJECTED are final; UNKNOWN settles to one of them. */
export type Outcome = { readonly commandId: string; readonly stream: string; readonly duplicate: boolean } & (
  | {
      readonly outcome: 'ACCEPTED';
      /** The stream's version after the command; unchanged where nothing was left to do. */
      readonly version: number;
      /** Of the last event; absent when the command added none. */
      readonly position?: Position;
      /** As given, or as stamped. */
      readonly occurredAt: Instant;
      readonly events: readonly EventReference[];
    }
  | { readonly outcome: 'REJECTED'; readonly rejection: RefusalReason }
  | { readonly outcome: 'UNKNOWN'; readonly detail: string }
);

/** The category of a stream, the part before the first dash: `account` of `account-acme`. */
export const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** The id within the category: `acme` of `account-acme`. */
export const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
