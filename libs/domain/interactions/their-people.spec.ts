import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { type Interactions } from './state.js';

const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;

/** An account that knew eve from 2 February until she left on the 20th, and knows kim. */
const account = () => {
  const world = simulate();
  let sent = 0;
  const send = (stream: string, type: string, day: number, data: object, commandId = `c-${(sent += 1)}`) =>
    world.send({ stream, commandId, type, occurredAt: on(day), data });
  send('employee-ann', 'RegisterEmployee', 1, { name: 'Ann' });
  send('employee-bob', 'RegisterEmployee', 1, { name: 'Bob' });
  const tell = (type: string, day: number, data: object, commandId?: string) => send('account-acme', type, day, data, commandId);
  tell('OpenAccount', 1, { name: 'Acme' });
  tell('AddStakeholder', 2, { stakeholderId: 'eve', name: 'Eve' });
  tell('AddStakeholder', 2, { stakeholderId: 'kim', name: 'Kim' });
  return { tell, slice: () => world.states.get('account-acme')!['interactions'] as Interactions };
};
const refusal = (decision: unknown) =>
  isRejection(decision as never) ? (decision as { rejected: string; detail: string; field?: string }) : undefined;
const left = { stakeholderId: 'eve' };

describe('their people in an interaction', () => {
  it.each([
    ['stakeholders', { stakeholders: ['kim', 'eve'] }, '/stakeholders/1'],
    ['words that are an id', { contacts: ['the buyer', 'eve'] }, '/contacts/1'],
  ])('had not left by then: %s', (_, theirs, field) => {
    const { tell } = account();
    tell('RecordDeparture', 20, left);
    const call = { channel: 'call', ...theirs };
    expect(refusal(tell('RecordInteraction', 20, call))).toMatchObject({ rejected: 'STAKEHOLDER_DEPARTED', field });
    expect(tell('RecordInteraction', 19, call)).toHaveLength(1);
  });

  it('are words where nobody goes by that id, and must be known where they are ids', () => {
    const { tell } = account();
    expect(tell('RecordInteraction', 3, { channel: 'call', contacts: ['sam'] })).toHaveLength(1);
    const unknown = tell('RecordInteraction', 3, { channel: 'call', stakeholders: ['sam'] });
    expect(refusal(unknown)).toMatchObject({ rejected: 'STAKEHOLDER_NOT_FOUND', field: '/stakeholders/0' });
  });

  it('do not leave before they took part', () => {
    const { tell } = account();
    tell('RecordInteraction', 9, { channel: 'call', contacts: ['eve'], interactionId: 'i' });
    expect(refusal(tell('RecordDeparture', 9, left))).toMatchObject({
      rejected: 'STAKEHOLDER_SEEN_LATER',
      detail: expect.stringContaining('interaction i'),
    });
    tell('RetractInteraction', 10, { interactionId: 'i', reason: 'elsewhere' });
    tell('HoldWorkshop', 8, { topic: 'next year', ourPeople: ['ann'], stakeholders: ['eve'], workshopId: 'w' }, 'workshop');
    expect(refusal(tell('RecordDeparture', 8, left))).toMatchObject({ detail: expect.stringContaining('workshop w') });
    tell('WithdrawFact', 10, { fact: 'workshop#0', reason: 'elsewhere' });
    expect(tell('RecordDeparture', 8, left)).toHaveLength(1);
  });

  it('cannot be moved behind their departure by a correction', () => {
    const { tell } = account();
    tell('RecordInteraction', 9, { channel: 'call', stakeholders: ['eve'] }, 'call');
    tell('RecordDeparture', 20, left, 'left');
    for (const day of [20, 21]) {
      const moved = tell('CorrectFact', 25, { fact: 'call#0', occurredAt: on(day), reason: 'misread' });
      expect(refusal(moved)).toMatchObject({ detail: expect.stringContaining('CONTACT_HAD_LEFT') });
    }
    const earlier = tell('CorrectFact', 25, { fact: 'left#0', occurredAt: on(5), reason: 'misread' });
    expect(refusal(earlier)).toMatchObject({ detail: expect.stringContaining('CONTACT_HAD_LEFT') });
  });

  it('stand in the way of a withdrawal of who they are, and words do not', () => {
    const { tell } = account();
    tell('AddStakeholder', 2, { stakeholderId: 'sam', name: 'Sam' }, 'sam');
    tell('RecordInteraction', 9, { channel: 'call', contacts: ['sam'] }, 'words');
    expect(tell('CorrectFact', 9, { fact: 'words#0', changes: { contacts: ['the buyer'] }, reason: 'misheard' })).toHaveLength(1);
    tell('RecordInteraction', 9, { channel: 'call', stakeholders: ['sam'] }, 'call');
    expect(refusal(tell('WithdrawFact', 10, { fact: 'sam#0', reason: 'nobody' }))?.rejected).toBe('FACT_IN_USE');
  });
});

describe('a workshop', () => {
  const held = { topic: 'next year', ourPeople: ['ann', 'bob'], executives: ['bob'], stakeholders: ['eve'], workshopId: 'w' };

  it('is held once, by people of ours with people of theirs, and counts for the first of ours', () => {
    const { tell } = account();
    expect(tell('HoldWorkshop', 3, held)).toMatchObject([{ data: { ...held, credit: { employeeId: 'ann' } } }]);
    expect(refusal(tell('HoldWorkshop', 3, held))).toMatchObject({ rejected: 'WORKSHOP_ID_TAKEN', field: '/workshopId' });
  });

  it('is attended by the executives that it names', () => {
    const { tell } = account();
    expect(refusal(tell('HoldWorkshop', 3, { ...held, ourPeople: ['ann'] }))).toMatchObject({
      rejected: 'EXECUTIVE_NOT_THERE',
      field: '/executives/0',
    });
  });
});

describe('an interaction', () => {
  it('may have been prepared: it then names a meeting that was', () => {
    const { tell } = account();
    const meeting = { channel: 'meeting', meetingId: 'm-1', minutesLate: 10 };
    expect(refusal(tell('RecordInteraction', 5, meeting))).toMatchObject({ rejected: 'MEETING_NOT_FOUND', field: '/meetingId' });
    tell('PrepareMeeting', 4, { meetingId: 'm-1', checklist: ['agenda'], stakeholders: ['eve'] });
    expect(tell('RecordInteraction', 5, { ...meeting, interactionId: 'i' })).toHaveLength(1);
    const other = { interactionId: 'i', changes: { meetingId: 'm-2' }, reason: 'typo' };
    expect(refusal(tell('CorrectInteraction', 6, other))).toMatchObject({ rejected: 'MEETING_NOT_FOUND', field: '/changes/meetingId' });
  });
});

describe.each([
  [
    'DecideInteractionPlan',
    'plans',
    { expertId: 'ann', present: 'parts', future: 'service', steps: [{ what: 'a call', due: '2026-03-01' }] },
  ],
  ['EngageExpert', 'experts', { expert: 'Dr Lang', topic: 'hydraulics' }],
  ['DiscloseDissatisfaction', 'disclosures', { what: 'Nobody asks us.', stakeholderId: 'eve' }],
] as const)('%s', (type, line, data) => {
  it('is told once of a moment', () => {
    const { tell, slice } = account();
    expect(tell(type, 3, data)).toHaveLength(1);
    expect(tell(type, 3, data)).toEqual([]);
    expect(slice()[line].map(({ value }) => value)).toEqual([data]);
  });
});
