import { type Fact, type Instant, type Message, type MessageMap, type TypeOf } from './message.js';
import { type Rejection } from './rejection.js';

/** A command as a decider sees it: what is asked, when it happened, and by whom it is asked. */
export type Command<Map, Type extends TypeOf<Map> = TypeOf<Map>> = Message<Map, Type> & {
  readonly stream: string;
  readonly commandId: string;
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
  /** The policy of that name that is in force. */
  policy<Document extends object>(name: string): ActivePolicy<Document>;
  /** The state of another stream, `undefined` while it was not asked for with {@link need}. An absent stream has its initial state. */
  other<State>(stream: string): State | undefined;
}

/** Asks for the state of other streams; the decider is called again with them in {@link Context.other}. */
export interface Need {
  readonly needs: readonly string[];
}

/** See {@link Need}. */
export const need = (...streams: readonly string[]): Need => ({ needs: streams });

/** Tells a need from a decision's events. */
export const isNeed = (value: object): value is Need => 'needs' in value;

/** Events to append with the policy they rest on; an empty list means "already so". */
export type Decision<Events, Code extends string> = readonly Decided<Events>[] | Rejection<Code> | Need;

/**
 * An event just decided; `policy` names the version that the decision rests on, `stream` where it is to stand, the command's own unless
 * told. Only a coordinated command ({@link Aggregate.coordination}) may tell events of several streams: those of the stream that comes
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
   * but its own. See docs/adr/0060.
   */
  coordination(commandType: string): string | undefined;
  /** Decides a known command; throws on an unknown type (the doors check types before). */
  decide(command: Command<MessageMap>, state: State, context: Context): Decision<MessageMap, string>;
  /** Folds one event into its facet's slice. An unknown event type changes nothing in state and is reported by the runtime. */
  evolve(state: State, event: Fact<MessageMap>): State;
}
