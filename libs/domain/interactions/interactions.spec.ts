import { describe, expect, it } from '@jest/globals';
import { type World, NOON } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { type Employee } from '../employee/employee.js';
import { ownership, type Ownership } from '../ownership/ownership.js';
import { day, people, profiles } from '../testing/fixtures.js';
import { stakeholders } from '../stakeholders/stakeholders.js';
import { interactions } from './interactions.js';

const nobodysAccount: Ownership = ownership.initial;
const annsUntilBobs: Ownership = {
  ...nobodysAccount,
  owners: [
    { value: 'ann', since: day(1) },
    { value: 'bob', since: day(5) },
  ],
};
const subject = decider(interactions, { profile: profiles.open, ownership: annsUntilBobs, stakeholders: stakeholders.initial });
const closed = decider(interactions, { profile: profiles.closed, ownership: annsUntilBobs, stakeholders: stakeholders.initial });

const bob: Employee = {
  stage: 'active',
  name: 'Bob',
  registeredAt: day(1),
  memberships: [
    { value: { teamId: 'north' }, since: day(1) },
    { value: { teamId: 'south' }, since: day(8) },
  ],
  capacity: [],
};
const on = (number: number): World => ({ occurredAt: day(number), others: { ...people('ann'), 'employee-bob': { employee: bob } } });

const call = { channel: 'call', direction: 'outbound', topics: ['prices'] } as const;
const record = { type: 'RecordInteraction', data: { interactionId: 'i-1', ...call } } as const;
const recorded = { type: 'InteractionRecorded', data: { interactionId: 'i-1', ...call, credit: {} } } as const;
const retracted = { type: 'InteractionRetracted', data: { interactionId: 'i-1', retracts: 'event-1', reason: 'wrong account' } } as const;

const credited = (at: number, credit: object) =>
  subject
    .given()
    .when(record, on(at))
    .thenEvents({ type: 'InteractionRecorded', data: { ...record.data, credit } });
const correct = (changes: object) => ({ type: 'CorrectInteraction', data: { interactionId: 'i-1', changes, reason: 'typo' } }) as const;
const around = (profile: keyof typeof profiles) =>
  decider(interactions, { profile: profiles[profile], ownership: nobodysAccount, stakeholders: stakeholders.initial });

describe('RecordInteraction', () => {
  it('records all that is told', () => {
    const data = {
      interactionId: 'i-9',
      channel: 'meeting',
      direction: 'inbound',
      ourPeople: ['bob', 'ann'],
      contacts: ['Jo Doe'],
      durationMinutes: 45,
      topics: ['prices'],
      sentiment: 'positive',
      outcome: 'order',
      summary: 'They want more.',
      executive: true,
    } as const;
    subject
      .given(recorded)
      .when({ type: 'RecordInteraction', data }, on(9))
      .thenEvents({ type: 'InteractionRecorded', data: { ...data, credit: { employeeId: 'bob', teamId: 'south' } } });
  });

  it('counts for the owner and the team of that time', () => {
    credited(9, { employeeId: 'bob', teamId: 'south' });
    credited(6, { employeeId: 'bob', teamId: 'north' });
    credited(4, { employeeId: 'ann' });
  });

  it('counts for the first of our people where they are named', () => {
    const data = { ...record.data, ourPeople: ['ann', 'bob'] };
    subject
      .given()
      .when({ type: 'RecordInteraction', data }, on(9))
      .thenEvents({ type: 'InteractionRecorded', data: { ...data, credit: { employeeId: 'ann' } } });
  });

  it('counts for nobody where the account had no owner', () => {
    decider(interactions, { profile: profiles.open, ownership: nobodysAccount, stakeholders: stakeholders.initial })
      .given()
      .when(record, on(9))
      .thenEvents({ type: 'InteractionRecorded', data: { ...record.data, credit: {} } });
  });

  it.each([
    [['nobody'], '/ourPeople/0'],
    [['ann', 'bob', 'nobody'], '/ourPeople/2'],
  ])('refuses people of ours who were never registered: %j', (ourPeople, field) => {
    subject
      .given()
      .when({ type: 'RecordInteraction', data: { ...call, ourPeople } }, on(9))
      .thenRejected('UNKNOWN_EMPLOYEE', /no employee nobody/, field);
  });

  it('takes the command id where no id is given', () => {
    const { decision } = subject.given().when({ type: 'RecordInteraction', data: call }, { ...on(9), commandId: 'c-7' });
    expect(decision).toMatchObject([{ data: { interactionId: 'c-7' } }]);
  });

  it('uses an id once, also after it was retracted', () => {
    subject
      .given(recorded)
      .when(record, on(9))
      .thenRejected('INTERACTION_ID_TAKEN', /CorrectInteraction/, '/interactionId');
    subject.given(recorded, retracted).when(record, on(9)).thenRejected('INTERACTION_ID_TAKEN');
  });

  it('needs an open account', () => {
    closed
      .given()
      .when(record, { ...on(9), occurredAt: NOON })
      .thenRejected('ACCOUNT_NOT_OPEN', /ReopenAccount/);
  });
});

describe('CorrectInteraction', () => {
  const corrected = {
    type: 'InteractionCorrected',
    data: { interactionId: 'i-1', corrects: 'event-1', changes: { durationMinutes: 30 }, reason: 'typo' },
  } as const;

  it('names the event that it corrects, and the one after it the correction', () => {
    subject
      .given(recorded)
      .when(correct({ durationMinutes: 30 }))
      .thenEvents(corrected);
    subject
      .given(recorded, corrected)
      .when(correct({ durationMinutes: 40 }))
      .thenEvents({ type: 'InteractionCorrected', data: { ...corrected.data, corrects: 'event-2', changes: { durationMinutes: 40 } } });
  });

  it('changes nothing where it says what is known', () => {
    const account = subject.given(recorded, corrected);
    account.when(correct({ durationMinutes: 30, topics: ['prices'], channel: 'call' })).thenEvents();
    account.when(correct({})).thenEvents();
    expect(account.when(correct({ topics: ['prices', 'terms'] })).decision).toHaveLength(1);
    expect(account.when(correct({ summary: 'short' })).decision).toHaveLength(1);
  });

  it('refuses people of ours who were never registered', () => {
    const account = subject.given(recorded);
    account
      .when(correct({ ourPeople: ['ann', 'nobody'] }), on(9))
      .thenRejected('UNKNOWN_EMPLOYEE', /no employee nobody/, '/changes/ourPeople/1');
    expect(account.when(correct({ ourPeople: ['ann', 'bob'] }), on(9)).decision).toHaveLength(1);
  });

  it('needs an interaction that is recorded and not retracted', () => {
    subject
      .given()
      .when(correct({}))
      .thenRejected('INTERACTION_NOT_FOUND', /RecordInteraction/, '/interactionId');
    subject
      .given(recorded, retracted)
      .when(correct({ durationMinutes: 30 }))
      .thenRejected('INTERACTION_RETRACTED', /anew/, '/interactionId');
  });

  it('R9: is taken by an account that was closed or merged', () => {
    closed
      .given(recorded)
      .when(correct({ durationMinutes: 30 }))
      .thenEvents(corrected);
    around('merged')
      .given(recorded)
      .when(correct({ durationMinutes: 30 }))
      .thenEvents(corrected);
    around('absent').given().when(correct({})).thenRejected('ACCOUNT_NOT_FOUND');
  });
});

describe('RetractInteraction', () => {
  const retract = { type: 'RetractInteraction', data: { interactionId: 'i-1', reason: 'wrong account' } } as const;
  const corrected = {
    type: 'InteractionCorrected',
    data: { interactionId: 'i-1', corrects: 'event-1', changes: { durationMinutes: 30 }, reason: 'typo' },
  } as const;

  it('names the last event about the interaction', () => {
    subject.given(recorded).when(retract).thenEvents(retracted);
    subject
      .given(recorded, corrected)
      .when(retract)
      .thenEvents({ type: 'InteractionRetracted', data: { ...retracted.data, retracts: 'event-2' } });
  });

  it('changes nothing the second time', () => {
    subject.given(recorded, retracted).when(retract).thenEvents();
  });

  it('needs an interaction', () => {
    subject
      .given()
      .when(retract)
      .thenRejected('INTERACTION_NOT_FOUND', /no interaction i-1/, '/interactionId');
  });

  it('R9: is taken by an account that was closed or merged', () => {
    closed.given(recorded).when(retract).thenEvents(retracted);
    decider(interactions, { profile: profiles.merged, ownership: nobodysAccount, stakeholders: stakeholders.initial })
      .given(recorded)
      .when(retract)
      .thenEvents(retracted);
  });
});

describe('PrepareMeeting', () => {
  const data = { meetingId: 'm-1', plannedFor: day(20), checklist: ['agenda', 'rivals'], brief: 'Renewal.' } as const;
  const prepare = { type: 'PrepareMeeting', data } as const;
  const prepared = { type: 'MeetingPrepared', data } as const;

  it('records the preparation', () => {
    subject.given().when(prepare).thenEvents(prepared);
  });

  it('takes the command id where no id is given', () => {
    subject
      .given()
      .when({ type: 'PrepareMeeting', data: { checklist: ['agenda'] } }, { commandId: 'c-7' })
      .thenEvents({ type: 'MeetingPrepared', data: { meetingId: 'c-7', checklist: ['agenda'] } });
  });

  it('changes nothing where it is prepared so, and replaces another preparation', () => {
    subject.given(prepared).when(prepare).thenEvents();
    const better = { ...data, checklist: ['agenda', 'rivals', 'prices'] };
    subject.given(prepared).when({ type: 'PrepareMeeting', data: better }).thenEvents({ type: 'MeetingPrepared', data: better });
    const { brief: _, ...shorter } = data;
    expect(subject.given(prepared).when({ type: 'PrepareMeeting', data: shorter }).decision).toHaveLength(1);
  });

  it('needs something on its checklist, and an open account', () => {
    subject
      .given()
      .when({ type: 'PrepareMeeting', data: { checklist: [] } })
      .thenRejected('CHECKLIST_EMPTY', /at least one/, '/checklist');
    closed.given().when(prepare).thenRejected('ACCOUNT_NOT_OPEN');
  });
});
