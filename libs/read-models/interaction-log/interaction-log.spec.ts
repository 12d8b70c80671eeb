import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { interactionLog } from './interaction-log.js';

itKeepsTheLaws(interactionLog);

describe('the interaction log', () => {
  it('tells who of ours met whom of theirs, by id or in words', () => {
    const call = {
      type: 'InteractionRecorded',
      data: { interactionId: 'i', channel: 'call', contacts: ['eve', 'the buyer'], stakeholders: ['eve'], credit: { employeeId: 'ann' } },
    } as const;
    const workshop = {
      type: 'AccountWorkshopHeld',
      data: { workshopId: 'w', topic: 'next year', ourPeople: ['ann', 'bob'], executives: ['bob'], stakeholders: ['kim'], credit: {} },
    } as const;
    const { document } = projection(interactionLog).given(...recorded([call, workshop]));
    expect(document('acme/interaction/i')).toMatchObject({
      ours: ['ann'],
      theirs: ['eve', 'the buyer'],
      executive: false,
      eventId: 'event-1',
    });
    expect(document('acme/workshop/w')).toMatchObject({ ours: ['ann', 'bob'], theirs: ['kim'], channel: 'meeting', executive: true });
  });

  it('keeps the latest preparation and plan, in whatever order they are told', () => {
    const prepared = (item: string, day: string) =>
      ({ type: 'MeetingPrepared', data: { meetingId: 'm', checklist: [item] }, occurredAt: `2026-02-${day}T12:00:00.000Z` }) as const;
    const { document } = projection(interactionLog).given(...recorded([prepared('late', '09'), prepared('early', '05')]));
    expect(document('acme/preparation/m')).toMatchObject({ checklist: ['late'] });
  });
});
