import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Fact, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { type Past, recorded } from '#libs/kernel/testing/decider.js';
import { type AccountEvents } from '../messages.js';
import { type MaturityPolicy, POLICY_DEFAULTS } from '../policy/documents.js';
import { MATURITY_ITEMS, type MaturityItem } from '../values.js';
import { KEPT, type MaturityFacts, NO_FACTS, withFact } from './facts.js';
import { maturityFactsOf } from './history.js';
import { maturityOf } from './score.js';

type Told = Past<AccountEvents>;

const UNTIL = { at: '2026-06-30T23:59:59.999Z', day: '2026-06-30' };
const credit = {};
const on = (day: string) => `${day}T09:00:00.000Z`;

const talk = (day: string, ourPeople: string[], contacts: string[], executive = false): Told => ({
  type: 'InteractionRecorded',
  data: { interactionId: `${day} ${contacts.join()}`, channel: 'call', ourPeople, contacts, executive, credit },
  occurredAt: on(day),
});
const member = (employeeId: string, department: string): Told => ({
  type: 'TeamMemberAdded',
  data: { employeeId, department, role: 'planner' },
  occurredAt: on('2026-01-02'),
});
const promise = (promiseId: string, due: string): Told => ({
  type: 'PromiseMade',
  data: { promiseId, what: 'call', due, credit },
  occurredAt: on('2026-02-01'),
});
const kept = (promiseId: string, daysLate: number): Told => ({
  type: 'PromiseKept',
  data: { promiseId, due: '2026-03-01', daysLate, credit },
  occurredAt: on('2026-03-01'),
});
const shared: Told = { type: 'AccountPlanShared', data: { planVersion: '1', sharedWith: [] }, occurredAt: on('2026-02-01') };
const acknowledged: Told = { type: 'AccountPlanAcknowledged', data: { planVersion: '1', by: 'Eve' }, occurredAt: on('2026-02-02') };
const forecast = (day: string): Told => ({
  type: 'ForecastShared',
  data: { horizonMonths: 6, quantities: {} },
  occurredAt: on(day),
});
const sellOut: Told = { type: 'DataSharingAgreed', data: { scope: 'sell-out' }, occurredAt: on('2026-02-03') };
const started: Told = { type: 'JointInitiativeStarted', data: { initiativeId: 'i', title: 'Depot' }, occurredAt: on('2026-02-04') };

const at = (day: string, type: string, data: object) => ({ type, data, occurredAt: on(day) }) as unknown as Told;

const factsOf = (...events: readonly Told[]): MaturityFacts => maturityFactsOf(recorded(events) as unknown as RecordedEvent[], UNTIL.at);

const itemOf = (item: MaturityItem, events: readonly Told[], policy: MaturityPolicy = POLICY_DEFAULTS.maturity) =>
  maturityOf(factsOf(...events), UNTIL, policy).items.find((scored) => scored.item === item)!;

describe('maturity by the facts', () => {
  it('is six items of one point each, basic, where nothing is known', () => {
    const { items, total, band } = maturityOf(NO_FACTS, UNTIL, POLICY_DEFAULTS.maturity);
    expect(items.map(({ item, score, evidence }) => [item, score, evidence])).toEqual(MATURITY_ITEMS.map((item) => [item, 1, []]));
    expect([total, band]).toEqual([6, 'basic']);
  });

  it('counts who spoke with whom: one person with many contacts is no structure, and what is long ago is none', () => {
    const alone = [talk('2026-05-01', ['ann'], ['Eve', 'Kim', 'Joe', 'Lea', 'Max'])];
    expect(itemOf('contactStructure', alone)).toMatchObject({ score: 2, inputs: { contacts: 5, ourPeople: 1 } });
    const several = [...alone, talk('2026-05-02', ['bob'], [' eve ']), talk('2025-05-02', ['cyd'], ['Old'])];
    expect(itemOf('contactStructure', several)).toEqual({
      item: 'contactStructure',
      score: 3,
      inputs: { contacts: 5, ourPeople: 2 },
      rule: { asked: { contacts: 3, ourPeople: 2 }, next: { contacts: 5, ourPeople: 3 } },
      evidence: ['event-1', 'event-2'],
    });
    expect(itemOf('contactStructure', [...several, talk('2026-05-03', ['cyd'], ['Eve'])]).score).toBe(4);
  });

  it('counts a function of ours by who of the team took part, not by who was named a member', () => {
    const team = [member('ann', 'Service'), member('bob', 'logistics'), member('cyd', 'service')];
    expect(itemOf('functions', team).inputs).toEqual({ ours: 0, theirs: 0 });
    const spoke = [...team, talk('2026-05-01', ['ann', 'bob', 'cyd'], ['Eve'])];
    expect(itemOf('functions', spoke).inputs).toEqual({ ours: 2, theirs: 0 });
  });

  it('counts meetings of executives that lie well apart, and not how often they met', () => {
    const often = ['2026-06-01', '2026-06-02', '2026-06-03'].map((day) => talk(day, ['ann'], ['Eve'], true));
    expect(itemOf('executiveCadence', often)).toMatchObject({ score: 2, inputs: { meetings: 1 } });
    const regular = ['2025-08-01', '2025-11-01', '2026-02-01', '2026-06-01'].map((day) => talk(day, ['ann'], ['Eve'], true));
    expect(itemOf('executiveCadence', regular)).toMatchObject({ score: 4, inputs: { meetings: 4 } });
    expect(itemOf('executiveCadence', [talk('2025-06-01', ['ann'], ['Eve'], true)]).score).toBe(1);
  });

  it('counts kinds of information and of common plans, each once, as long as they are good', () => {
    expect(itemOf('informationSharing', [shared, shared])).toMatchObject({ score: 2, inputs: { kinds: 1, shared: 0, joint: 1 } });
    const both = [shared, acknowledged, forecast('2026-03-01')];
    expect(itemOf('informationSharing', both)).toMatchObject({ score: 3, inputs: { kinds: 3, shared: 1, joint: 2 } });
    expect(itemOf('informationSharing', [...both, sellOut, started]).score).toBe(4);
    expect(itemOf('informationSharing', [shared, acknowledged, forecast('2025-12-01')]).inputs).toEqual({ kinds: 2, shared: 0, joint: 2 });
  });

  it('counts the level of the offering that holds, and what is made for them alone', () => {
    const level = (name: string, day: string) => at(day, 'OfferingLevelRecorded', { level: name });
    expect(itemOf('offering', [])).toMatchObject({ score: 1, inputs: { offering: 1, differentiated: 0 } });
    const lines = [level('solution', '2026-03-01'), level('service', '2026-01-01')];
    expect(itemOf('offering', lines)).toMatchObject({
      score: 3,
      inputs: { offering: 3 },
      rule: { next: { offering: 4, differentiated: 1 } },
    });
    const together = [...lines, level('co-managed', '2026-04-01')];
    expect(itemOf('offering', together).score).toBe(3);
    const formed = at('2026-04-02', 'AllianceFormed', { allianceId: 'a', by: 'Eve' });
    expect(itemOf('offering', [...together, formed]).score).toBe(4);
    expect(itemOf('offering', [...together, formed, at('2026-05-02', 'AllianceEnded', { allianceId: 'a' })]).score).toBe(3);
    expect(itemOf('offering', [level('co-managed', '2024-01-01')]).score).toBe(1);
  });

  it('counts integration as information that flows: data, sell-out and replenishment', () => {
    const flow = ['DataSharingAgreed', 'SellOutReported', 'ReplenishmentTriggered'].map((type) => at('2026-06-01', type, {}));
    const developed = at('2026-06-01', 'JointDevelopmentStarted', { developmentId: 'd' });
    expect(itemOf('informationSharing', [...flow, developed])).toMatchObject({ score: 3, inputs: { kinds: 4, shared: 3, joint: 1 } });
    expect(itemOf('informationSharing', [at('2026-01-01', 'SellOutReported', {})]).inputs).toEqual({ kinds: 0, shared: 0, joint: 0 });
  });

  it('counts what they say of their trust as a signal of its own', () => {
    const said = [at('2026-06-01', 'TrustAssessed', { by: 'Eve', mark: 5 }), at('2026-06-02', 'TrustAssessed', { by: 'kim', mark: 4 })];
    expect(itemOf('trust', said)).toMatchObject({ score: 3, inputs: { signals: 1, trust: 4.5 } });
  });

  it('counts workshops as talks, with executives where there were some, their part in the plan, and deliveries in their own way', () => {
    const held = at('2026-06-01', 'AccountWorkshopHeld', {
      ourPeople: ['ann', 'bob'],
      executives: ['bob'],
      stakeholders: ['eve', 'kim', 'joe'],
    });
    expect(itemOf('contactStructure', [held]).inputs).toEqual({ contacts: 3, ourPeople: 2 });
    expect(itemOf('executiveCadence', [held]).inputs).toEqual({ meetings: 1 });
    const actions = [at('2026-06-01', 'ActionPlanned', { stakeholderId: 'eve' }), at('2026-06-01', 'ActionPlanned', { employeeId: 'ann' })];
    expect(itemOf('informationSharing', actions).inputs).toEqual({ kinds: 1, shared: 0, joint: 1 });
    const tailored = [
      at('2026-06-01', 'DeliveryTailored', { tailoringId: 't' }),
      at('2026-06-01', 'DeliveryTailored', { tailoringId: 'u' }),
    ];
    expect(itemOf('offering', tailored).inputs).toEqual({ offering: 1, differentiated: 2 });
  });

  it('counts promises that came due: late is not kept, and what is open and past its day is not either', () => {
    expect(itemOf('trust', [promise('a', '2026-08-01')])).toMatchObject({ score: 1, inputs: { signals: 0 } });
    const three = [promise('a', '2026-03-01'), promise('b', '2026-03-01'), promise('c', '2026-03-01'), promise('d', '2026-03-01')];
    const mixed = [...three, kept('a', 0), kept('b', 0), kept('c', 3)];
    expect(itemOf('trust', mixed)).toMatchObject({ score: 2, inputs: { signals: 1, promisesKept: 0.5 } });
    // One signal alone is not the highest trust.
    expect(itemOf('trust', [promise('a', '2026-03-01'), kept('a', 0)])).toMatchObject({ score: 3, inputs: { promisesKept: 1 } });
  });

  it('knows a contact by name and by id as one, with its department, and no more once it has left', () => {
    const known = [
      member('ann', 'service'),
      at('2026-01-02', 'StakeholderAdded', { stakeholderId: 'eve-1', name: 'Eve Adler', department: 'Purchasing' }),
      at('2026-01-02', 'StakeholderAdded', { stakeholderId: 'kim-1', name: 'Kim Sand' }),
      talk('2026-05-01', ['ann'], ['Eve Adler', 'kim-1']),
      talk('2026-05-02', ['ann'], ['eve-1', 'Kim Sand']),
    ];
    expect(itemOf('contactStructure', known).inputs).toEqual({ contacts: 2, ourPeople: 1 });
    expect(itemOf('functions', known)).toMatchObject({ score: 2, inputs: { ours: 1, theirs: 1 } });
    const card = at('2026-05-03', 'ContactCardUpdated', { stakeholderId: 'kim-1', card: { department: 'production' } });
    expect(itemOf('functions', [...known, card]).inputs).toEqual({ ours: 1, theirs: 2 });
    const left = at('2026-05-04', 'StakeholderDeparted', { stakeholderId: 'eve-1' });
    expect(itemOf('contactStructure', [...known, left]).inputs).toEqual({ contacts: 1, ourPeople: 1 });
  });

  it('counts complaints by what became of them once they had time, and what answers to surveys say', () => {
    const complaint = (complaintId: string, day: string) => at(day, 'ComplaintRecorded', { complaintId });
    const resolved = at('2026-05-09', 'ComplaintResolved', { complaintId: 'a' });
    expect(itemOf('trust', [complaint('new', '2026-06-25')]).inputs).toEqual({ signals: 0 });
    const one = [complaint('a', '2026-05-01'), resolved, complaint('b', '2026-05-02')];
    expect(itemOf('trust', one)).toMatchObject({ score: 2, inputs: { signals: 1, complaintsHandled: 0.5 } });
    const again = at('2026-06-01', 'ComplaintReopened', { complaintId: 'a' });
    expect(itemOf('trust', [...one, again])).toMatchObject({ score: 1, inputs: { complaintsHandled: 0 } });
    const answers = [at('2026-05-01', 'SurveyResponseRecorded', { responseId: 'r', csat: 5 })];
    const inWords = at('2026-05-02', 'SurveyResponseRecorded', { responseId: 's', level: 'satisfied' });
    expect(itemOf('trust', [...answers, inWords, promise('p', '2026-03-01'), kept('p', 0)])).toMatchObject({
      score: 4,
      inputs: { signals: 2, satisfaction: 4.5, promisesKept: 1 },
    });
  });

  it('counts what somebody scores otherwise until its day, and keeps what the facts come to beside it', () => {
    const override = (until: string): Told => ({
      type: 'MaturityItemOverridden',
      data: { item: 'trust', score: 4, until, reason: 'their board said so' },
      occurredAt: on('2026-05-01'),
    });
    expect(itemOf('trust', [override('2026-06-30')])).toMatchObject({
      score: 4,
      byFacts: 1,
      override: { until: '2026-06-30', event: 'event-1' },
    });
    expect(itemOf('trust', [override('2026-06-29')]).score).toBe(1);
  });

  it('follows the policy: windows, thresholds and bands', () => {
    const { contactStructure, ...others } = POLICY_DEFAULTS.maturity;
    const calls = [talk('2026-02-01', ['ann'], ['Eve', 'Kim'])];
    expect(itemOf('contactStructure', calls).score).toBe(2);
    expect(itemOf('contactStructure', calls, { ...others, contactStructure: { ...contactStructure, windowDays: 30 } }).score).toBe(1);
    const bands = { cooperative: 6, interdependent: 6, integrated: 6 };
    expect(maturityOf(NO_FACTS, UNTIL, { ...POLICY_DEFAULTS.maturity, bands }).band).toBe('integrated');
  });

  it('rests on facts that are told in any order, and never on those of later', () => {
    const story = [
      talk('2026-05-01', ['ann'], ['Eve', 'Kim'], true),
      talk('2026-05-09', ['bob'], ['eve']),
      member('ann', 'service'),
      { type: 'TeamMemberRemoved', data: { employeeId: 'ann' }, occurredAt: on('2026-05-20') } as Told,
      promise('a', '2026-03-01'),
      kept('a', 2),
      shared,
      acknowledged,
      forecast('2026-03-01'),
      forecast('2026-01-01'),
    ];
    const known = recorded(story);
    const fold = (events: readonly unknown[]) =>
      events.reduce<MaturityFacts>((facts, event) => withFact(facts, event as Fact<MessageMap>), NO_FACTS);
    fc.assert(
      fc.property(fc.shuffledSubarray([...known], { minLength: known.length }), (order) => expect(fold(order)).toEqual(fold(known))),
    );
    expect(factsOf(talk('2026-07-01', ['ann'], ['Eve']))).toEqual(NO_FACTS);
  });

  it('never gives fewer points where more is known of an item, and always says the rule', () => {
    const some = fc.shuffledSubarray([shared, acknowledged, forecast('2026-03-01'), sellOut, started]);
    fc.assert(
      fc.property(some, (events) => {
        const all = itemOf('informationSharing', events);
        const fewer = itemOf('informationSharing', events.slice(1));
        expect(all.score).toBeGreaterThanOrEqual(fewer.score);
        expect([all.rule.asked !== undefined, all.rule.next !== undefined]).toEqual([all.score > 1, all.score < 4]);
      }),
    );
  });

  it('keeps the latest of each kind, as many as it may', () => {
    const many = Array.from({ length: KEPT.contact + 5 }, (_, index) => talk('2026-05-01', ['ann'], [`c-${index}`]));
    expect(factsOf(...many).contact).toHaveLength(KEPT.contact);
    expect(factsOf(...many).ourPerson).toHaveLength(1);
  });
});
