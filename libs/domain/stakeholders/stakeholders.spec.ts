import { describe, expect, it } from '@jest/globals';
import { type Message } from '#libs/kernel/message.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { type Past } from '#libs/kernel/testing/decider.js';
import { interactions } from '../interactions/interactions.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { type StakeholderCommands, type StakeholderEvents } from './messages.js';
import { cardAt, type Stakeholders } from './stakeholder.js';
import { stakeholders } from './stakeholders.js';

const subject = decider(stakeholders, { interactions: interactions.initial });
const on = (day: number) => ({ occurredAt: `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z` });
const card = { name: 'Eve Adler', function: 'Head of purchasing', department: 'purchasing' };
const add = { type: 'AddStakeholder', data: { stakeholderId: 'eve', ...card } } as const;
const addition = { type: 'StakeholderAdded', data: { stakeholderId: 'eve', ...card } } as const;
const added = { ...addition, ...on(2) };
const kim: Past<StakeholderEvents> = { type: 'StakeholderAdded', data: { stakeholderId: 'kim', name: 'Kim', reportsTo: 'eve' } };
const departure = { type: 'StakeholderDeparted', data: { stakeholderId: 'eve' } } as const;
const left = { ...departure, ...on(20) };
const update = (changes: StakeholderCommands['UpdateContactCard']['card'], stakeholderId = 'eve') =>
  ({ type: 'UpdateContactCard', data: { stakeholderId, card: changes } }) as const;
const depart = { type: 'RecordDeparture', data: { stakeholderId: 'eve' } } as const;

describe('AddStakeholder', () => {
  it('begins what is known of a person, under an id of its own', () => {
    subject.given().when(add, on(2)).thenEvents(addition);
    subject.given(added).when(add, on(3)).thenRejected('STAKEHOLDER_ID_TAKEN', 'another id', '/stakeholderId');
    subject.given(added, left).when(add, on(21)).thenRejected('STAKEHOLDER_ID_TAKEN');
  });

  it('takes the command id where no id is given', () => {
    const { decision } = subject.given().when({ type: 'AddStakeholder', data: { name: 'Sam' } }, { ...on(2), commandId: 'c-7' });
    expect(decision).toEqual([{ type: 'StakeholderAdded', data: { stakeholderId: 'c-7', name: 'Sam' } }]);
  });

  it('knows whom a person answers to', () => {
    subject.given(added).when({ type: 'AddStakeholder', data: kim.data }, on(2)).thenEvents(kim);
    subject
      .given()
      .when({ type: 'AddStakeholder', data: kim.data }, on(2))
      .thenRejected('STAKEHOLDER_NOT_FOUND', /AddStakeholder/, '/reportsTo');
  });
});

describe('UpdateContactCard', () => {
  it('says what is new from a date on, and takes back what holds no more', () => {
    const account = subject.given(added);
    account.when(update({ phone: '1' }), on(3)).thenEvents({ type: 'ContactCardUpdated', data: update({ phone: '1' }).data });
    account.when(update({ name: card.name, phone: null }), on(3)).thenEvents();
    account.when(update({}), on(3)).thenEvents();
    expect(account.when(update({ function: null }), on(3)).decision).toHaveLength(1);
  });

  it('is told in any order: a field is what was said of it last, by when it holds', () => {
    const changed = (value: string, day: number): Past<StakeholderEvents> => ({
      type: 'ContactCardUpdated',
      data: { stakeholderId: 'eve', card: { phone: value } },
      ...on(day),
    });
    const eve = subject.given(added, changed('late', 9), changed('early', 5)).slice.byId.get('eve')!;
    expect([4, 5, 9].map((day) => cardAt(eve, on(day).occurredAt).phone)).toEqual([undefined, 'early', 'late']);
  });

  it('lets nobody answer to somebody who answers to them', () => {
    const account = subject.given(added, { ...kim, ...on(2) });
    account.when(update({ reportsTo: 'kim' }), on(3)).thenRejected('REPORTING_CYCLE', /kim answers to eve/, '/card/reportsTo');
    account.when(update({ reportsTo: 'eve' }), on(3)).thenRejected('REPORTING_CYCLE');
    expect(account.when(update({ reportsTo: null }, 'kim'), on(3)).decision).toHaveLength(1);
  });
});

const settings = [
  ['SetDecisionRole', 'DecisionRoleSet', { roles: ['decider', 'economic'] }, { roles: ['user'] }],
  ['SetInfluence', 'InfluenceSet', { influence: 4 }, { influence: 2 }],
  ['SetStance', 'StanceSet', { stance: 'advocate' }, { stance: 'hostile' }],
] as const;

describe.each(settings)('%s', (type, event, value, other) => {
  const set = (changes: object) => ({ type, data: { stakeholderId: 'eve', ...changes } }) as never;
  const done = (changes: object) => ({ type: event, data: { stakeholderId: 'eve', ...changes } }) as Message<StakeholderEvents>;
  const told = (changes: object, day: number) => ({ ...done(changes), ...on(day) });

  it('holds from a date on, and changes nothing where it is so', () => {
    subject.given(added).when(set(value), on(3)).thenEvents(done(value));
    subject.given(added, told(value, 3)).when(set(value), on(4)).thenEvents();
    subject.given(added, told(value, 3)).when(set(other), on(4)).thenEvents(done(other));
    subject.given(added, told(other, 9), told(value, 3)).when(set(value), on(5)).thenEvents();
  });

  it('needs somebody who is known, and there at that time', () => {
    subject
      .given()
      .when(set(value), on(3))
      .thenRejected('STAKEHOLDER_NOT_FOUND', /no stakeholder eve/, '/stakeholderId');
    subject
      .given(added)
      .when(set(value), on(1))
      .thenRejected('STAKEHOLDER_NOT_ADDED_YET', /added on 2026-02-02/, '/occurredAt');
    subject
      .given(added, left)
      .when(set(value), on(20))
      .thenRejected('STAKEHOLDER_DEPARTED', /left on 2026-02-20/, '/stakeholderId');
    expect(subject.given(added, left).when(set(value), on(19)).decision).toHaveLength(1);
  });
});

it('a person has several parts in a decision, in whatever order they are told', () => {
  const set = (...roles: StakeholderCommands['SetDecisionRole']['roles']) =>
    ({ type: 'SetDecisionRole', data: { stakeholderId: 'eve', roles } }) as const;
  const done = { type: 'DecisionRoleSet', data: set('user', 'decider', 'user').data, ...on(3) } as const;
  subject.given(added, done).when(set('decider', 'user'), on(4)).thenEvents();
  subject.given(added).when(set(), on(4)).thenEvents();
});

describe('RecordDeparture', () => {
  it('ends what is told of a person, once', () => {
    subject.given(added).when(depart, on(20)).thenEvents(departure);
    subject.given(added, left).when(depart, on(21)).thenEvents();
  });

  it('needs somebody who is known by then, and of whom nothing is told afterwards', () => {
    subject
      .given()
      .when(depart, on(20))
      .thenRejected('STAKEHOLDER_NOT_FOUND', /AddStakeholder/, '/stakeholderId');
    subject.given(added).when(depart, on(1)).thenRejected('STAKEHOLDER_NOT_ADDED_YET');
    const stance: Past<StakeholderEvents> = { type: 'StanceSet', data: { stakeholderId: 'eve', stance: 'neutral' }, ...on(9) };
    subject
      .given(added, stance)
      .when(depart, on(8))
      .thenRejected('STAKEHOLDER_CHANGED_LATER', /CorrectFact/, '/occurredAt');
  });
});

describe('what is recorded of a stakeholder', () => {
  const account = () => {
    const world = simulate();
    const tell = (commandId: string, type: string, day: number, data: object) =>
      world.send({ stream: 'account-acme', commandId, type, ...on(day), data });
    tell('open', 'OpenAccount', 1, { name: 'Acme' });
    tell('added', 'AddStakeholder', 2, add.data);
    tell('stance', 'SetStance', 5, { stakeholderId: 'eve', stance: 'advocate' });
    tell('left', 'RecordDeparture', 20, { stakeholderId: 'eve' });
    return {
      tell,
      eve: () => (world.states.get('account-acme')!['stakeholders'] as Stakeholders).byId.get('eve'),
      correct: (id: string, day: number) => tell(`correct-${id}`, 'CorrectFact', 25, { fact: `${id}#0`, reason: 'misread', ...on(day) }),
      withdraw: (id: string) => tell(`withdraw-${id}`, 'WithdrawFact', 25, { fact: `${id}#0`, reason: 'mistaken' }),
    };
  };
  const refused = (decision: unknown) => (isRejection(decision as never) ? (decision as { rejected: string; detail: string }) : undefined);

  it('is withdrawn: what rests on the person first; the id stays taken', () => {
    const { tell, withdraw, eve } = account();
    expect(refused(withdraw('added'))?.rejected).toBe('FACT_IN_USE');
    expect(withdraw('left')).toHaveLength(1);
    expect(eve()?.ended).toBeUndefined();
    withdraw('stance');
    expect(withdraw('added')).toHaveLength(1);
    expect(eve()).toBeUndefined();
    expect(refused(tell('again', 'AddStakeholder', 21, add.data))).toMatchObject({
      rejected: 'STAKEHOLDER_ID_TAKEN',
      detail: expect.stringContaining('withdrawn'),
    });
  });

  it.each<[code: string, id: string, day: number]>([
    ['STAKEHOLDER_CHANGED_BEFORE_ADDED', 'added', 6],
    ['STAKEHOLDER_DEPARTED_BEFORE_ADDED', 'added', 21],
    ['STAKEHOLDER_CHANGED_AFTER_DEPARTURE', 'stance', 21],
    ['STAKEHOLDER_CHANGED_AFTER_DEPARTURE', 'left', 4],
  ])('is refused with %s where %s would be told of another day', (code, id, day) => {
    const { correct, eve } = account();
    const before = eve();
    expect(refused(correct(id, day))).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
    expect(eve()).toBe(before);
  });

  it('is refused where a person would leave twice', () => {
    const { tell, correct } = account();
    tell('other', 'AddStakeholder', 2, { stakeholderId: 'kim', name: 'Kim' });
    tell('other-left', 'RecordDeparture', 9, { stakeholderId: 'kim' });
    const twice = tell('twice', 'CorrectFact', 25, { fact: 'other-left#0', reason: 'misread', changes: { stakeholderId: 'eve' } });
    expect(refused(twice)).toMatchObject({ detail: expect.stringContaining('STAKEHOLDER_DEPARTED_TWICE') });
    expect(correct('left', 21)).toHaveLength(1);
  });
});
