import { describe, expect, it } from '@jest/globals';
import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { people } from '../testing/world.js';
import { type ProgramEvents } from './messages.js';
import { programs } from './programs.js';

const facet = decider(programs, {});
const given = (...events: readonly Past<ProgramEvents>[]) => {
  const history = facet.given(...events);
  return {
    when: (command: Parameters<typeof history.when>[0], world: World = {}) => history.when(command, { others: people, ...world }),
  };
};
const program = { programId: 'abm', title: 'Line two', audience: ['Eve'], team: ['ann', 'bob'] };
const launched: Past<ProgramEvents> = { type: 'AbmProgramLaunched', data: program };
const offer = { offerId: 'o-1', programId: 'abm', offer: 'A trial' };
const published: Past<ProgramEvents> = { type: 'AbmOfferPublished', data: offer };
const touch = { touchId: 't-1', programId: 'abm', contact: 'Eve', channel: 'mail', offerId: 'o-1' } as const;
const touched: Past<ProgramEvents> = { type: 'AbmTouchDelivered', data: touch };
const response = { touchId: 't-1', response: 'meeting' } as const;
const end = { programId: 'abm', reason: 'won' };
const ended: Past<ProgramEvents> = { type: 'AbmProgramEnded', data: end };
const EARLIER: World = { occurredAt: '2026-02-01T12:00:00.000Z' };

describe('an account programme', () => {
  it('is launched by people of ours, has an offer of its own, reaches people and is answered', () => {
    given().when({ type: 'LaunchAbmProgram', data: program }).thenEvents(launched);
    given()
      .when({ type: 'LaunchAbmProgram', data: { ...program, team: ['nobody'] } })
      .thenRejected('UNKNOWN_EMPLOYEE', /nobody/, '/team/0');
    given(launched).when({ type: 'PublishOffer', data: offer }).thenEvents(published);
    given(launched, published).when({ type: 'DeliverAbmTouch', data: touch }).thenEvents(touched);
    given(launched, published, touched)
      .when({ type: 'RecordAbmResponse', data: response })
      .thenEvents({ type: 'AbmTouchResponded', data: response });
  });

  it('has each thing once under its id', () => {
    given(launched).when({ type: 'LaunchAbmProgram', data: program }).thenEvents();
    given(launched)
      .when({ type: 'LaunchAbmProgram', data: { ...program, title: 'Line three' } })
      .thenRejected('ABM_PROGRAM_ID_TAKEN');
    given(launched, published)
      .when({ type: 'PublishOffer', data: { ...offer, offer: 'Two' } })
      .thenRejected('ABM_OFFER_ID_TAKEN');
    given(launched, published, touched)
      .when({ type: 'DeliverAbmTouch', data: { ...touch, contact: 'Fay' } })
      .thenRejected('ABM_TOUCH_ID_TAKEN');
  });

  it('knows what is named in it', () => {
    given().when({ type: 'PublishOffer', data: offer }).thenRejected('ABM_PROGRAM_NOT_FOUND', 'LaunchAbmProgram', '/programId');
    given(launched).when({ type: 'DeliverAbmTouch', data: touch }).thenRejected('ABM_OFFER_NOT_FOUND', 'PublishOffer', '/offerId');
    given(launched).when({ type: 'RecordAbmResponse', data: response }).thenRejected('ABM_TOUCH_NOT_FOUND', 'DeliverAbmTouch', '/touchId');
    given(launched).when({ type: 'PublishOffer', data: offer }, EARLIER).thenRejected('ABM_PROGRAM_LAUNCHED_LATER');
  });

  it('ends once, and takes answers that come afterwards, but nothing new', () => {
    given(launched).when({ type: 'EndAbmProgram', data: end }).thenEvents(ended);
    given(launched, ended).when({ type: 'EndAbmProgram', data: end }).thenEvents();
    given(launched, ended).when({ type: 'PublishOffer', data: offer }).thenRejected('ABM_PROGRAM_ENDED', 'another one');
    expect(given(launched, touched, ended).when({ type: 'RecordAbmResponse', data: response }).decision).toHaveLength(1);
  });

  it.each([
    ['ABM_PROGRAM_BEFORE_LAUNCH', 'launch', 25],
    ['ABM_TOUCH_ANSWERED_BEFORE', 'touch', 25],
  ])('is not corrected so that it contradicts itself: %s', (code, id, day) => {
    const told = simulate();
    const tell = (commandId: string, type: string, on: number, data: object) =>
      told.send({ stream: 'account-acme', commandId, type, occurredAt: `2026-02-${on}T12:00:00.000Z`, data });
    told.send({
      stream: 'employee-ann',
      commandId: 'ann',
      type: 'RegisterEmployee',
      occurredAt: '2026-02-01T12:00:00.000Z',
      data: { name: 'Ann' },
    });
    tell('open', 'OpenAccount', 10, { name: 'Acme' });
    tell('launch', 'LaunchAbmProgram', 11, { ...program, team: ['ann'] });
    tell('touch', 'DeliverAbmTouch', 12, { touchId: 't-1', programId: 'abm', contact: 'Eve', channel: 'mail' });
    tell('answer', 'RecordAbmResponse', 13, response);
    const correction = { fact: `${id}#0`, reason: 'misread', occurredAt: `2026-02-${day}T12:00:00.000Z` };
    expect(tell('correct', 'CorrectFact', 26, correction)).toMatchObject({
      rejected: 'HISTORY_CONTRADICTED',
      detail: expect.stringContaining(code),
    });
  });
});
