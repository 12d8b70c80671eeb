import { amendmentsIn, amendmentsOf, type AmendmentTypes, isAmendment, toldBy } from '../amend.js';
import { type Aggregate, type Command, type Decided, isNeed, type State } from '../decider.js';
import { type Fact, type MessageMap, type RecordedEvent } from '../message.js';
import { type Rejection } from '../rejection.js';
import { contextOf, type World } from './decider.js';

/** A history as it is now told: what folds see. Facts stand where they stood, the withdrawn ones and the amendments are left out. */
export const asTold = (types: AmendmentTypes, events: readonly RecordedEvent[]): readonly RecordedEvent[] => {
  const amendments = amendmentsIn(types, events);
  const facts = events.filter((event) => !isAmendment(types, event));
  return facts.map((event) => toldBy(amendmentsOf(amendments, event), event)).filter((event) => event !== undefined);
};

/** A state as the runtime would fold it from nothing: of the history as it is told. */
export const stateAsTold = (aggregate: Aggregate, events: readonly RecordedEvent[]): State => {
  const amendments = amendmentsIn(aggregate.amendments, events);
  return events.reduce((state, event) => {
    if (isAmendment(aggregate.amendments, event)) return state;
    const told = toldBy(amendmentsOf(amendments, event), event);
    return told
      ? aggregate.evolve(state, told as unknown as Fact<MessageMap>)
      : aggregate.evolveWithdrawn(state, event as unknown as Fact<MessageMap>);
  }, aggregate.initial);
};

/** Rounds after which a decision asks without end. */
const ROUNDS_MAX = 10;

/** Decides on a history as the runtime does: what is asked of it is folded, what is asked of other streams stands in `world.others`. */
export const decideOn = (
  aggregate: Aggregate,
  events: readonly RecordedEvent[],
  command: Pick<Command<MessageMap>, 'type' | 'data'> & Partial<Command<MessageMap>>,
  world: World = {},
): readonly Decided<MessageMap>[] | Rejection => {
  const state = stateAsTold(aggregate, events);
  const histories: Record<string, unknown> = {};
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const context = contextOf({ ...world, histories });
    const occurredAt = world.occurredAt ?? context.now;
    const asked = { stream: events[0]?.stream ?? 'account-acme', commandId: 'command-now', actor: 'tester', occurredAt, ...command };
    const decision = aggregate.decide(asked, state, context);
    if (!isNeed(decision)) return decision;
    const missing = decision.needs.find((name) => world.others?.[name] === undefined);
    if (missing !== undefined) throw new Error(`The decision needs ${missing}: state it in world.others.`);
    for (const [name, { begin, step }] of Object.entries(decision.histories ?? {})) histories[name] = events.reduce(step, begin());
  }
  throw new Error(`${command.type} asks without end.`);
};
