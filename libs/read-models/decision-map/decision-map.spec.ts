import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { decisionMap, LINE_MAX } from './decision-map.js';

itKeepsTheLaws(decisionMap);

const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;

describe('the decision map', () => {
  it('is the same whether somebody was met before or after being added, by id or in words', () => {
    const added = { type: 'StakeholderAdded', data: { stakeholderId: 'eve', name: 'Eve' }, occurredAt: on(5) } as const;
    const call = {
      type: 'InteractionRecorded',
      data: { interactionId: 'i', channel: 'call', contacts: ['eve'], credit: { employeeId: 'ann' }, executive: true },
      occurredAt: on(3),
    } as const;
    const first = projection(decisionMap).given(...recorded([added, call]));
    const second = projection(decisionMap).given(...recorded([call, added]));
    expect(first.document('acme/eve')).toEqual(second.document('acme/eve'));
    expect(first.document('acme/eve')).toMatchObject({
      addedAt: on(5),
      contacts: 1,
      lastExecutiveAt: on(3),
      met: { ann: { count: 1, firstAt: on(3), lastAt: on(3) } },
    });
  });

  it('keeps what holds from a date on, and of a card every field however often it is told', () => {
    const added = { type: 'StakeholderAdded', data: { stakeholderId: 'eve', name: 'Eve', email: 'eve@example.com' } } as const;
    const phones = Array.from(
      { length: LINE_MAX + 5 },
      (_, index) => ({ type: 'ContactCardUpdated', data: { stakeholderId: 'eve', card: { phone: String(index) } } }) as const,
    );
    const person = projection(decisionMap)
      .given(...recorded([added, ...phones]))
      .document('acme/eve');
    expect(person?.cards).toHaveLength(LINE_MAX);
    expect(Object.assign({}, ...person!.cards.map(({ value }) => value))).toEqual({
      name: 'Eve',
      email: 'eve@example.com',
      phone: String(LINE_MAX + 4),
    });
  });
});
