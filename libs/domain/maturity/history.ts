import { type Amendments, amendmentsIn, amendmentsOf, isAmendment, toldBy } from '#libs/kernel/amend.js';
import { type Context, type HistoryFold, type Need, needHistory } from '#libs/kernel/decider.js';
import { type Fact, type Instant, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { amendments as types } from '../amendments.js';
import { type MaturityFacts, NO_FACTS, saysSomething, withFact } from './facts.js';

/** What an account's history holds up to a moment of business time, as it is told now. */
export interface History {
  readonly facts: MaturityFacts;
  /** The latest review of the month that is asked about, where there is one. */
  readonly reviewed: RecordedEvent | undefined;
}

/** A history as it is being read: one that is amended is read a second time, since what amends comes later than what it amends. */
interface Reading {
  facts: MaturityFacts;
  reviewed: RecordedEvent | undefined;
  readonly amending: RecordedEvent[];
}

/** The names of the readings; no event has one of them for an id. */
const [FIRST, SECOND] = ['facts of maturity', 'facts of maturity as they are told now'];

/**
 * What maturity is scored on as of a moment, however long ago: it is read from the history, so that no state is kept for it, a month is
 * reviewed by what happened in it whenever that was told, and corrections count.
 */
export const maturityHistory = (month: string, until: Instant, context: Context): History | Need => {
  const first = context.history<Reading>(FIRST);
  if (first === undefined) return needHistory(FIRST, reading(month, until));
  if (first.amending.length === 0) return first;
  const second = context.history<Reading>(SECOND);
  return second ?? needHistory(SECOND, reading(month, until, amendmentsIn(types, first.amending)));
};

/** Whether an event has to be known to tell what maturity is scored on. */
export const countsForMaturity = (event: RecordedEvent): boolean => saysSomething(event) || isAmendment(types, event);

/** The facts that events come to by a moment, as their amendments among them tell them; for whoever shows what would be reviewed. */
export const maturityFactsOf = (events: readonly RecordedEvent[], until: Instant): MaturityFacts => {
  const { begin, step } = reading('', until, amendmentsIn(types, events));
  return events.reduce(step, begin()).facts;
};

const reading = (month: string, until: Instant, amendments?: Amendments): HistoryFold<Reading> => ({
  begin: () => ({ facts: NO_FACTS, reviewed: undefined, amending: [] }),
  step: (result, event) => {
    if (isAmendment(types, event)) {
      if (amendments === undefined) result.amending.push(event);
      return result;
    }
    const isReview = event.type === 'RelationshipReviewed' && (event.data as { readonly month?: string }).month === month;
    if (!isReview && !saysSomething(event)) return result;
    const told = amendments === undefined ? event : toldBy(amendmentsOf(amendments, event), event);
    if (told === undefined) return result;
    if (isReview) result.reviewed = told;
    else if (told.meta.occurredAt <= until) result.facts = withFact(result.facts, told as unknown as Fact<MessageMap>);
    return result;
  },
});
