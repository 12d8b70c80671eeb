import { type MaturityFacts } from '#libs/domain/maturity/facts.js';
import { countsForMaturity, maturityFactsOf } from '#libs/domain/maturity/history.js';
import { type Instant, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { isIn, type Moment } from './answers.js';

/**
 * What an account's maturity is scored on at a moment, from its history. By business time everything that is known now of what had
 * happened by then counts; by recorded time what was known then.
 */
export const maturityFacts = async (
  store: Pick<EventStore, 'read'>,
  id: string,
  moment: Moment | undefined,
  until: Instant,
): Promise<MaturityFacts> => {
  const events: RecordedEvent[] = [];
  for await (const event of store.read(`account-${id}`)) {
    if (countsForMaturity(event) && (moment?.time !== 'recorded' || isIn(moment, event))) events.push(event);
  }
  return maturityFactsOf(events, until);
};
