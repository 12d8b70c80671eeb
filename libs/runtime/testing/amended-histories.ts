import fc from 'fast-check';
import { type AmendmentEvents } from '#libs/kernel/amend.js';
import { type Message, type RecordedEvent } from '#libs/kernel/message.js';
import { orderAmendments, type OrderEvents } from '#libs/kernel/testing/orders.js';

/** One choice of the generator: where, what, about which earlier fact, on which days, and which of several values. */
interface Choice {
  readonly stream: number;
  readonly what: number;
  readonly about: number;
  readonly day: number;
  readonly pick: number;
}

type Told = OrderEvents & AmendmentEvents;

/** Writes events of orders: versions 1..n a stream, positions over all, ids as an event store takes them. */
export class OrderLog {
  readonly events: RecordedEvent[] = [];

  /** Appends one event; it happened on the first day, and was written on the second. */
  append(stream: string, { type, data }: Message<Told>, day = '2026-01-01', recordedDay = day): RecordedEvent {
    const index = this.events.length + 1;
    const event: RecordedEvent = {
      id: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
      stream,
      version: this.events.filter((known) => known.stream === stream).length + 1,
      position: String(index).padStart(16, '0'),
      type,
      data,
      meta: {
        commandId: `command-${index}`,
        commandHash: '',
        actor: 'tester',
        occurredAt: `${day}T12:00:00.000Z`,
        recordedAt: `${recordedDay}T12:00:00.000Z`,
      },
    };
    this.events.push(event);
    return event;
  }
}

const dayOf = (days: number): string => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);

const PEOPLE = ['ann', 'ben', undefined];

const creditOf = (pick: number) => (PEOPLE[pick % PEOPLE.length] === undefined ? {} : { employeeId: PEOPLE[pick % PEOPLE.length]! });

/** What amends a fact, in every way that there is. */
const amending = (fact: RecordedEvent, last: RecordedEvent | undefined, pick: number, day: number): Message<Told> => {
  const corrected = { fact: fact.id, reason: 'misread' };
  if (pick % 4 === 0) return { type: 'FactWithdrawn', data: corrected };
  if (pick % 4 === 1) return { type: 'FactCorrected', data: { ...corrected, occurredAt: `${dayOf(day)}T09:00:00.000Z` } };
  if (fact.type === 'Noted') return { type: 'NoteRevised', data: { revises: (last ?? fact).id, text: `revised ${pick}` } };
  const changes = pick % 3 === 0 ? { number: `o-${pick}` } : { amount: pick };
  return { type: 'FactCorrected', data: { ...corrected, changes, ...('credit' in fact.data ? { credit: creditOf(pick + 1) } : {}) } };
};

const historyOf = (choices: readonly Choice[]): readonly RecordedEvent[] => {
  const log = new OrderLog();
  const lastAbout = new Map<string, RecordedEvent>();
  for (const [index, { stream: number, what, about, day, pick }] of choices.entries()) {
    const stream = `orders-${number}`;
    const facts = log.events.filter((event) => event.stream === stream && !Object.hasOwn(orderAmendments, event.type));
    const fact = facts[about % Math.max(1, facts.length)];
    const written = dayOf(index);
    if (fact !== undefined && what < 4) {
      lastAbout.set(fact.id, log.append(stream, amending(fact, lastAbout.get(fact.id), pick, day), dayOf(day), written));
    } else if (what < 7) {
      log.append(stream, { type: 'Ordered', data: { number: `o-${pick}`, amount: pick, credit: creditOf(pick) } }, dayOf(day), written);
    } else if (what < 9) log.append(stream, { type: 'Returned', data: { number: `o-${pick}`, amount: 1 } }, dayOf(day), written);
    else log.append(stream, { type: 'Noted', data: { text: `note ${pick}` } }, dayOf(day), written);
  }
  return log.events;
};

/** Histories of three streams whose facts are corrected and withdrawn in every way, each day one event; dates come in any order. */
export const amendedHistories: fc.Arbitrary<readonly RecordedEvent[]> = fc
  .array(fc.record({ stream: fc.nat(2), what: fc.nat(9), about: fc.nat(20), day: fc.nat(90), pick: fc.nat(9) }), { maxLength: 50 })
  .map(historyOf);
