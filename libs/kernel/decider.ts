import { type AmendmentTypes, type Changes } from './amend.js';
import { type Fact, type Instant, type Message, type MessageMap, type RecordedEvent, type TypeOf } from './message.js';
import { type Rejection } from './rejection.js';

/** A command as a decider sees it: what is asked, when it happened, and by whom it is asked. */
export type Command<Map, Type extends TypeOf<Map> = TypeOf<Map>> = Message<Map, Type> & {
  readonly stream: string;
  readonly commandId: string;
  /** Names the command together with its id: see command-identity.ts. */
  readonly source?: string;
  readonly occurredAt: Instant;
  readonly actor: string;
  readonly note?: string;
  readonly evidence?: readonly string[];
};

/** A policy as it is in force while a command is decided. */
export interface ActivePolicy<Document extends object = object> {
  /** `stage-evidence@3`; version 0 is the built-in default. */
  readonly ref: string;
  readonly document: Document;
}

/** Everything that a decision may rest on besides the stream's own state. Data only: no clock, no reads. */
export interface Context {
  /** When the command is decided; becomes `recordedAt` of its events. */
  readonly now: Instant;
  /** The company's time zone (IANA) at that moment: it is stamped on the events, and their business day is that of `occurredAt` in it. */
  readonly timeZone: string;
  /** The policy of that name that is in force. */
  policy<Document extends object>(name: string): ActivePolicy<Document>;
  /** The state of another stream, `undefined` while it was not asked for with {@link need}. An absent stream has its initial state. */
  other<State>(stream: string): State | undefined;
  /** What the own stream's history came to, `undefined` while it was not asked for under this name with {@link needHistory}. */
  history<Result>(name: string): Result | undefined;
}

/** Asks for the state of other streams; the decider is called again with them in {@link Context.other}. */
export interface Need {
  readonly needs: readonly string[];
  /** Questions to the own stream's history, by the name under which {@link Context.history} answers them. */
  readonly histories?: Readonly<Record<string, HistoryFold<unknown>>>;
}

/**
 * A question to a stream's history as a fold: events as they were written, in order, amendments among them, up to the version that is
 * decided on. They are read as they are folded, so that a history of any length takes no more memory than the answer does.
 */
export interface HistoryFold<Result> {
  /** What it comes to before the first event. Each folding begins with one of its own, which `step` may change. */
  readonly begin: () => Result;
  readonly step: (result: Result, event: RecordedEvent) => Result;
}

/** See {@link Need}. */
export const need = (...streams: readonly string[]): Need => ({ needs: streams });

/** Asks for what the own stream's history comes to; the decider is called again with it in {@link Context.history}. */
export const needHistory = <Result>(name: string, fold: HistoryFold<Result>): Need => ({
  needs: [],
  histories: { [name]: fold as HistoryFold<unknown> },
});

/** Tells a need from a decision's events. */
export const isNeed = (value: object): value is Need => 'needs' in value;

/** Events to append with the policy they rest on; an empty list means "already so". */
export type Decision<Events, Code extends string> = readonly Decided<Events>[] | Rejection<Code> | Need;

/**
 * An event just decided; `policy` names the version that the decision rests on, `stream` where it is to stand, the command's own unless
 * told. A command that tells events of several streams is coordinated ({@link Aggregate.coordination}): those of the stream that comes
 * first are appended at the version that was decided on or not at all, and once they stand the others follow whatever has happened
 * there, so that nothing in another stream may forbid them.
 */
export type Decided<Events> = Message<Events> & { readonly policy?: string; readonly stream?: string };

/**
 * One slice of an aggregate: what may be asked (`decide`), what we therefore know (`evolve`).
 * `decide` reads the slices it names in `Needs`, its own among them; `evolve` folds only its own, never validates, never fails.
 * The compiler demands a rule for every command and a fold for every event.
 */
export interface Facet<
  Name extends string,
  Slice,
  Commands extends MessageMap,
  Events extends MessageMap,
  Code extends string,
  Needs = { readonly [N in Name]: Slice },
> {
  readonly name: Name;
  readonly initial: Slice;
  readonly decide: {
    readonly [C in TypeOf<Commands>]: (command: Command<Commands, C>, state: Needs, context: Context) => Decision<Events, Code>;
  };
  readonly evolve: { readonly [E in TypeOf<Events>]: (slice: Slice, event: Fact<Events, E>) => Slice };
  /** What a withdrawn fact leaves behind, an id that stays taken say; a type that is not named leaves nothing. */
  readonly withdrawn?: { readonly [E in TypeOf<Events>]?: (slice: Slice, event: Fact<Events, E>) => Slice };
  /**
   * What is wrong with an event's data by its declaration, shape and references to other streams; asked of a fact as a correction would
   * have it told, with the moment at which it would have happened.
   */
  readonly check?: (event: Message<Events>, at: Instant, context: Context) => readonly Fault[] | Need;
  /**
   * What of an event's data follows from the rest of it and from its date, days of lateness say, of a fact as a correction would have it
   * told: it is corrected with it. Fields that stay as they are may be left out.
   */
  readonly derived?: (event: Fact<Events>) => Changes;
  /** The ids that an event gives: no other event of the stream gives one of them anew. */
  readonly introduces?: (event: Message<Events>) => readonly Reference[];
  /** The ids of the same stream that an event names and does not give. */
  readonly refersTo?: (event: Message<Events>) => readonly Reference[];
  /** What contradicts itself in a state: decisions never come to it, a correction of what they rested on could. */
  readonly invariants?: (state: Needs) => readonly Violation[];
}

/** An id that one event of a stream gives and others name: order `o-1`. */
export interface Reference {
  /** A noun, `order`. */
  readonly kind: string;
  readonly id: string;
  /** Where it stands in the event's data, `/orderNumber`. */
  readonly pointer?: string;
}

/** What is wrong with a piece of data: a sentence, and a JSON pointer into the data, `/net/amount`. */
export interface Fault {
  readonly detail: string;
  readonly pointer?: string;
}

/** A contradiction in a state. */
export interface Violation {
  /** `RETURNS_EXCEED_ORDER`. */
  readonly code: string;
  /** What it is about, `order o-1`: with the code it tells one that was there before from a new one. Absent: the detail does. */
  readonly subject?: string;
  /** A sentence with what stands in the way. */
  readonly detail: string;
}

/** A stream's state: one slice a facet. */
export type State = { readonly [facet: string]: unknown };

/** Facets put together: what the runtime knows of a category of streams. */
export interface Aggregate {
  /** Streams are `<category>-<id>`. */
  readonly category: string;
  readonly initial: State;
  readonly commandTypes: readonly string[];
  readonly eventTypes: readonly string[];
  /**
   * The stream that serialises the changes to which a command of that type belongs; `undefined` for a command that concerns no stream
   * but its own. Of some types only some do: `concernsOthers` is asked once one has told events of other streams. See docs/adr/0060.
   */
  coordination(commandType: string, concernsOthers?: boolean): string | undefined;
  /** Decides a known command; throws on an unknown type (the doors check types before). */
  decide(command: Command<MessageMap>, state: State, context: Context): Decision<MessageMap, string>;
  /** Folds one event into its facet's slice. An unknown event type changes nothing in state and is reported by the runtime. */
  evolve(state: State, event: Fact<MessageMap>): State;
  /** Folds what a withdrawn fact leaves behind, in the place where the fact stood. */
  evolveWithdrawn(state: State, event: Fact<MessageMap>): State;
  /** How its events amend earlier ones. Amendments are never folded: {@link Aggregate.evolve} sees facts as they are now told. */
  readonly amendments: AmendmentTypes;
}
