import { amendmentsIn, amendmentsOf, isAmendment, toldBy } from '#libs/kernel/amend.js';
import { type Aggregate, type State } from '#libs/kernel/decider.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { asFact } from './goldens.js';

/** A stream's state from nothing, its facts as they are now told. */
export const foldTold = (aggregate: Aggregate, events: readonly RecordedEvent[]): State => {
  const amendments = amendmentsIn(aggregate.amendments, events);
  return events.reduce((state, event) => {
    if (isAmendment(aggregate.amendments, event)) return state;
    const now = toldBy(amendmentsOf(amendments, event), event);
    return now ? aggregate.evolve(state, asFact(now)) : aggregate.evolveWithdrawn(state, asFact(event));
  }, aggregate.initial);
};
