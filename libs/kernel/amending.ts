import { type AmendedCredit, type AmendmentTypes, type Changes } from './amend.js';
import {
  type Aggregate,
  type Command,
  type Context,
  type Fault,
  type Need,
  type Reference,
  type State,
  type Violation,
} from './decider.js';
import { type Fact, type Instant, type Message, type MessageMap, type RecordedEvent } from './message.js';
import { type Rejection } from './rejection.js';

/** A rule that every command of an aggregate must pass before its own. */
export type Admission = (command: Command<MessageMap>, state: State, context: Context) => Need | Rejection | undefined;

/** What an aggregate's facets say about facts ({@link Facet}), put together. */
export interface FactRules {
  readonly check: (event: Message<MessageMap>, at: Instant, context: Context) => readonly Fault[] | Need;
  readonly derived: (event: Fact<MessageMap>) => Changes;
  readonly introduces: (event: Message<MessageMap>) => readonly Reference[];
  readonly refersTo: (event: Message<MessageMap>) => readonly Reference[];
  readonly invariants: (state: State) => readonly Violation[];
}

/** What an aggregate adds to amending its facts. */
export interface Amending {
  /** What its commands are called, where another category's bear the usual names. */
  readonly commands?: { readonly withdraw: string; readonly correct: string };
  /** How its logs amend beside {@link AMENDMENT_TYPES}. */
  readonly types?: AmendmentTypes;
  /** What is said about facts of every facet at once, from their declarations say; a facet's own rules are asked beside it. */
  readonly facts?: Partial<FactRules>;
  /** `false` where the first fact of a stream is one like the others; otherwise it is what makes it one, and all others rest on it. */
  readonly founded?: false;
  /** Refuses amendments of a stream that takes none; the aggregate's own admission is asked as well. */
  readonly admit?: Admission;
  /** Refuses to amend a fact that stands in the histories of several streams, and says which command takes it back. */
  readonly shared?: (fact: RecordedEvent) => Rejection | undefined;
  /** Whom a fact that carries a `credit` counts for once it is corrected. Without it nothing can be credited anew. */
  readonly credit?: (correction: CreditQuestion, state: State, context: Context) => AmendedCredit | Need | Rejection;
}

/** A correction that decides anew whom a fact counts for. */
export interface CreditQuestion {
  /** As it would be told, but for its credit, and as it is told now. */
  readonly fact: RecordedEvent;
  readonly before: RecordedEvent;
  /** As it was asked: null is nobody; absent, its date moved. */
  readonly employeeId?: string | null;
}

/** Why an amendment is refused. */
export type AmendmentCode =
  /** The stream has no such fact; another stream's is amended there. */
  | 'FACT_NOT_FOUND'
  /** What is named amends a fact itself. */
  | 'FACT_IS_A_CORRECTION'
  /** It stands in the history of another stream as well: a command takes it back on both sides. */
  | 'FACT_CONCERNS_OTHERS'
  /** It was withdrawn before. */
  | 'FACT_WITHDRAWN'
  /** Others rest on it. */
  | 'FACT_IN_USE'
  /** What it would say is not what such a fact can say. */
  | 'CORRECTION_INVALID'
  /** What is known would contradict itself. */
  | 'HISTORY_CONTRADICTED';

/** What amendments of one aggregate are decided by. */
export interface AmendingRules {
  readonly aggregate: Aggregate;
  readonly facts: FactRules;
  readonly admit: Admission;
  readonly amending: Amending;
}
