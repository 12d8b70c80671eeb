import { describe, expect, it } from '@jest/globals';
import { amendmentsIn, amendmentsOf } from './amend.js';
import { asTold } from './testing/amendments.js';
import { type AmendmentEvents } from './amend.js';
import { type RecordedEvent } from './message.js';
import { recorded, type Past } from './testing/decider.js';
import { orderAmendments, type OrderEvents } from './testing/orders.js';

type Events = OrderEvents & AmendmentEvents;

const history = (...events: readonly Past<Events>[]): readonly RecordedEvent[] => recorded<Events>(events, 'orders-a');

const ordered = { type: 'Ordered', data: { number: 'o-1', amount: 10, remark: 'by phone', credit: { employeeId: 'ann' } } } as const;
const corrects = (fact: string, data: Omit<AmendmentEvents['FactCorrected'], 'fact' | 'reason'>) =>
  ({ type: 'FactCorrected', data: { fact, reason: 'misread', ...data } }) as const;
const withdraws = (fact: string) => ({ type: 'FactWithdrawn', data: { fact, reason: 'another account' } }) as const;

const told = (...events: readonly Past<Events>[]) => asTold(orderAmendments, history(...events));

describe('a history as it is told', () => {
  it('has corrected data, date and credit at the place of the fact, and no amendments [M12]', () => {
    const amended = corrects('event-1', { changes: { amount: 12, remark: null }, occurredAt: '2026-01-01T00:00:00.000Z', credit: {} });
    const [fact, ...others] = told(ordered, { type: 'Noted', data: { text: 'late' } }, amended);
    expect(fact).toMatchObject({ id: 'event-1', version: 1, meta: { occurredAt: '2026-01-01T00:00:00.000Z' } });
    expect(fact!.data).toEqual({ number: 'o-1', amount: 12, credit: {} });
    expect(fact!.meta.recordedAt).toBe('2026-03-01T12:00:00.000Z');
    expect(others.map(({ id }) => id)).toEqual(['event-2']);
  });

  it('merges several corrections of one fact, the later over the earlier', () => {
    const [fact] = told(
      ordered,
      corrects('event-1', { changes: { amount: 12, remark: 'by mail' }, credit: { employeeId: 'ben' } }),
      corrects('event-1', { changes: { amount: 14 }, occurredAt: '2026-01-01T00:00:00.000Z' }),
      corrects('event-1', { changes: { remark: null } }),
    );
    expect(fact!.data).toEqual({ number: 'o-1', amount: 14, credit: { employeeId: 'ben' } });
    expect(fact!.meta.occurredAt).toBe('2026-01-01T00:00:00.000Z');
  });

  it('leaves out what was withdrawn, however it was corrected before or after', () => {
    const again = corrects('event-1', { changes: { amount: 12 } });
    expect(told(ordered, again, withdraws('event-1'), again)).toEqual([]);
  });

  it('tells a null that nobody corrected, and keeps it', () => {
    const [fact] = told({ type: 'Noted', data: { text: null as unknown as string } }, corrects('event-1', { changes: { more: 1 } }));
    expect(fact!.data).toEqual({ text: null, more: 1 });
  });

  it('follows amendments that name the amendment before, as earlier versions wrote them', () => {
    const [fact] = told(
      { type: 'Noted', data: { text: 'a' } },
      { type: 'NoteRevised', data: { revises: 'event-1', text: 'b' } },
      { type: 'NoteRevised', data: { revises: 'event-2', text: 'c' } },
    );
    expect(fact).toMatchObject({ id: 'event-1', data: { text: 'c' } });
    expect(
      told({ type: 'Noted', data: { text: 'a' } }, { type: 'NoteRevised', data: { revises: 'event-1', text: 'b' } }, withdraws('event-2')),
    ).toEqual([]);
  });

  it('does not listen to amendments of later facts, of other streams, or of nothing', () => {
    const [early, fact] = history(withdraws('event-2'), ordered, withdraws('event-9'));
    const foreign = { ...history(withdraws('event-2'))[0]!, id: 'foreign', stream: 'orders-b', version: 7 };
    const amendments = amendmentsIn(orderAmendments, [early!, foreign]);
    expect(amendmentsOf(amendments, fact!)).toEqual([]);
    expect(told(withdraws('event-2'), ordered, withdraws('event-9'))).toEqual([fact]);
  });

  it('is added to without a change to what was known before', () => {
    const [, one, two] = history(ordered, corrects('event-1', { changes: { amount: 1 } }), corrects('event-1', { changes: { amount: 2 } }));
    const before = amendmentsIn(orderAmendments, [one!]);
    const after = amendmentsIn(orderAmendments, [two!], before);
    expect(before.ofFact.get('event-1')).toHaveLength(1);
    expect(after.ofFact.get('event-1')).toHaveLength(2);
    expect(amendmentsIn(orderAmendments, history(ordered), after)).toBe(after);
  });
});
