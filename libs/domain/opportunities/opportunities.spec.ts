import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { type Opportunities } from './deal.js';

const eur = (amount: number | string) => ({ amount: String(amount), currency: 'EUR' });
const usd = (amount: number | string) => ({ amount: String(amount), currency: 'USD' });
const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T09:00:00.000Z`;

type Told = readonly [type: string, data: object, day: number, account?: string];
const opportunityId = 'o-1';
const open = (day = 3, more: object = {}, account = 'acme'): Told => [
  'OpenOpportunity',
  { opportunityId, title: 'Pumps', ...more },
  day,
  account,
];
const qualify = (day: number, more: object = {}): Told => [
  'QualifyProspect',
  { opportunityId, need: true, solvency: true, authority: true, ...more },
  day,
];
const stage = (word: string, day: number, more: object = {}): Told => [
  'ChangeOpportunityStage',
  { opportunityId, stage: word, ...more },
  day,
];
const win = (day: number, more: object = {}): Told => ['WinOpportunity', { opportunityId, ...more }, day];
const lose = (day: number, more: object = {}): Told => ['LoseOpportunity', { opportunityId, reasons: ['price'], ...more }, day];
const link = (of: string, by: string, day = 9): Told => ['LinkOpportunity', { opportunityId: of, openedBy: { opportunityId: by } }, day];
const tenderId = 't-1';
const enter = (day = 3, more: object = {}): Told => ['EnterTender', { tenderId, title: 'Framework', dueOn: '2026-02-20', ...more }, day];
const bid = (amount: number, day: number): Told => ['SubmitBid', { tenderId, amount: eur(amount) }, day];
const outcome = (word: string, day: number, more: object = {}): Told => ['RecordTenderOutcome', { tenderId, outcome: word, ...more }, day];
const withdraw = (fact: string): Told => ['WithdrawFact', { fact, reason: 'mistaken' }, 27];
const redate = (fact: string, day: number): Told => ['CorrectFact', { fact, occurredAt: on(day), reason: 'misread' }, 27];

/** What came of the last fact, after the others were told; facts go by `f0#0`, `f1#0` … */
const told = (...facts: readonly Told[]) => {
  const world = simulate();
  const send = (commandId: string, [type, data, day, account = 'acme']: Told) =>
    world.send({ stream: `account-${account}`, commandId, type, data, occurredAt: on(day) });
  world.send({ stream: 'employee-ann', commandId: 'e', type: 'RegisterEmployee', data: { name: 'Ann' }, occurredAt: on(1) });
  for (const account of ['acme', 'globex']) send(account, ['OpenAccount', { name: account }, 1, account]);
  send('owner', ['AssignOwner', { employeeId: 'ann' }, 1]);
  const answers = facts.map((fact, index) => send(`f${index}`, fact));
  return { last: answers.at(-1)!, answers, state: world.states.get('account-acme')!['opportunities'] as Opportunities };
};
const last = (...facts: readonly Told[]) => told(...facts).last;

const refused = (code: string, facts: readonly Told[]) => {
  expect(told(...facts.slice(0, -1)).answers.filter((answer) => isRejection(answer))).toEqual([]);
  expect(last(...facts)).toMatchObject({ rejected: code });
};

describe('an opportunity', () => {
  it('is opened for its owner with what it may come to, and ends when it is won', () => {
    const data = { value: eur(500), impactMonths: 24, uniqueAdvantage: { what: 'life', proof: 'test report' }, opens: ['service'] };
    expect(last(open(3, data))).toMatchObject([{ type: 'OpportunityOpened', data: { ...data, credit: { employeeId: 'ann' } } }]);
    expect(last(open(3, data), win(9))).toMatchObject([
      { type: 'OpportunityWon', data: { value: eur(500), credit: { employeeId: 'ann' } } },
    ]);
    expect(last(open(), win(9), win(10))).toEqual([]);
  });

  it('goes to qualified and beyond only with need, solvency and authority', () => {
    refused('OPPORTUNITY_NOT_QUALIFIED', [open(), stage('qualified', 5)]);
    refused('OPPORTUNITY_NOT_QUALIFIED', [open(), qualify(4, { solvency: false }), stage('proposal', 5)]);
    refused('OPPORTUNITY_NOT_QUALIFIED', [open(), qualify(6), stage('qualified', 5)]);
    expect(last(open(), stage('engaging', 5))).toHaveLength(1);
    expect(last(open(), qualify(4), stage('negotiation', 5))).toMatchObject([{ data: { previous: 'prospecting' } }]);
    expect(last(open(), qualify(4, { authority: false }))).toMatchObject([
      { type: 'ProspectDisqualified', data: { missing: ['authority'] } },
    ]);
  });

  it('goes on without one of them where it is overridden with a reason, which stays visible', () => {
    expect(last(open(), stage('proposal', 5, { override: 'the board' }))).toMatchObject([
      { data: { override: 'the board', missing: ['need', 'solvency', 'authority'] } },
    ]);
    const overridden = [open(), qualify(4, { solvency: false, override: 'prepaid' })] as const;
    expect(last(...overridden)).toMatchObject([{ type: 'ProspectQualified', data: { missing: ['solvency'], override: 'prepaid' } }]);
    expect(last(...overridden, stage('qualified', 5))).toHaveLength(1);
    expect(last(open(), qualify(4, { override: 'needless' }))).toEqual([
      { type: 'ProspectQualified', data: { opportunityId, need: true, solvency: true, authority: true } },
    ]);
  });

  it.each<[code: string, facts: readonly Told[]]>([
    ['OPPORTUNITY_ID_TAKEN', [open(), open(5)]],
    ['OPPORTUNITY_ID_TAKEN', [open(), withdraw('f0#0'), open(5)]],
    ['OPPORTUNITY_NOT_FOUND', [win(5)]],
    ['OPPORTUNITY_NOT_OPENED_YET', [open(), win(2)]],
    ['OPPORTUNITY_ENDED', [open(), lose(9), win(10)]],
    ['OPPORTUNITY_ENDED', [open(), lose(9), stage('engaging', 10)]],
    ['OPPORTUNITY_CHANGED_LATER', [open(), stage('engaging', 10), lose(9)]],
    ['ORDER_NOT_FOUND', [open(), win(9, { orderNumber: 'o-7' })]],
  ])('is refused with %s: %j', (code, facts) => refused(code, facts));

  it('takes what happened before its end after its end was told', () => {
    expect(last(open(), lose(9), stage('engaging', 5))).toHaveLength(1);
  });

  it('is lost for reasons, each once, to whom that is known', () => {
    expect(last(open(), lose(9, { reasons: ['price', 'price', 'delivery'], winner: 'Vireo' }))).toMatchObject([
      { data: { reasons: ['price', 'delivery'], winner: 'Vireo' } },
    ]);
  });
});

describe('a deal that opens another', () => {
  const second = (more: object = {}): Told => ['OpenOpportunity', { opportunityId: 'o-2', title: 'Service', ...more }, 6];
  it('is named by the one that it opened, also across accounts', () => {
    expect(last(open(), second({ openedBy: { opportunityId } }))).toHaveLength(1);
    expect(last(open(3, {}, 'globex'), second({ openedBy: { accountId: 'globex', opportunityId } }))).toHaveLength(1);
    expect(last(open(), second(), link('o-2', 'o-1'))).toMatchObject([{ type: 'OpportunityLinked' }]);
    expect(last(open(), second(), link('o-2', 'o-1'), link('o-2', 'o-1', 10))).toEqual([]);
  });

  it.each<[code: string, facts: readonly Told[]]>([
    ['OPPORTUNITY_NOT_FOUND', [second({ openedBy: { opportunityId } })]],
    ['OPPORTUNITY_NOT_FOUND', [second({ openedBy: { accountId: 'globex', opportunityId } })]],
    ['OPPORTUNITY_NOT_OPENED_YET', [open(8), second({ openedBy: { opportunityId } })]],
    ['OPPORTUNITY_OPENS_ITSELF', [open(), link('o-1', 'o-1')]],
    ['OPPORTUNITY_OPENS_ITSELF', [open(), second({ openedBy: { opportunityId } }), link('o-1', 'o-2')]],
  ])('is refused with %s: %j', (code, facts) => refused(code, facts));
});

describe('a tender', () => {
  it('is entered, bid for and decided on the bid that held', () => {
    const lost = { reasons: ['price'], winner: 'Vireo', winningPrice: eur(90) };
    expect(last(enter(), bid(120, 5), bid(100, 6), outcome('lost', 9, lost))).toMatchObject([
      { type: 'TenderOutcomeRecorded', data: { outcome: 'lost', bid: eur(100), ...lost, credit: { employeeId: 'ann' } } },
    ]);
    expect(last(enter(), bid(100, 5), bid(100, 6))).toMatchObject([]);
    expect(last(enter(), outcome('noBid', 9, { reasons: ['requirements'] }))).toHaveLength(1);
    expect(last(enter(), outcome('cancelled', 9))).toHaveLength(1);
    expect(last(enter(), outcome('cancelled', 9), outcome('cancelled', 10))).toEqual([]);
  });

  it.each<[code: string, facts: readonly Told[]]>([
    ['TENDER_ID_TAKEN', [enter(), enter(5)]],
    ['TENDER_ID_TAKEN', [enter(), withdraw('f0#0'), enter(5)]],
    ['TENDER_NOT_FOUND', [bid(100, 5)]],
    ['TENDER_NOT_ENTERED_YET', [enter(), bid(100, 2)]],
    ['TENDER_DECIDED', [enter(), outcome('cancelled', 9), bid(100, 10)]],
    ['OPPORTUNITY_NOT_FOUND', [enter(3, { opportunityId: 'o-9' })]],
    ['BID_AFTER_DUE', [enter(), bid(100, 21)]],
    ['BID_SUBMITTED_LATER', [enter(), bid(100, 10), outcome('won', 9)]],
    ['NO_BID_SUBMITTED', [enter(), outcome('won', 9)]],
    ['BID_SUBMITTED', [enter(), bid(100, 5), outcome('noBid', 9, { reasons: ['price'] })]],
    ['REASONS_MISSING', [enter(), bid(100, 5), outcome('lost', 9)]],
    ['WINNER_IS_US', [enter(), bid(100, 5), outcome('won', 9, { winner: 'Vireo' })]],
    ['CURRENCY_MISMATCH', [enter(3, { value: usd(1) }), bid(100, 5)]],
    ['CURRENCY_MISMATCH', [enter(), bid(100, 5), outcome('lost', 9, { reasons: ['price'], winningPrice: usd(9) })]],
  ])('is refused with %s: %j', (code, facts) => refused(code, facts));

  it('takes a bid that was submitted before its end after that was told', () => {
    expect(last(enter(), bid(120, 5), outcome('lost', 9, { reasons: ['price'] }), bid(110, 7))).toHaveLength(1);
  });
});

describe('M12: what is told of deals and tenders', () => {
  it.each<[code: string, facts: readonly Told[]]>([
    ['OPPORTUNITY_CHANGED_AFTER_END', [open(), stage('engaging', 5), lose(9), redate('f2#0', 4)]],
    ['OPPORTUNITY_CHANGED_BEFORE_OPENED', [open(), stage('engaging', 5), redate('f0#0', 6)]],
    ['OPPORTUNITY_ENDED_BEFORE_OPENED', [open(), lose(9), redate('f1#0', 2)]],
    ['BID_AFTER_OUTCOME', [enter(), bid(100, 5), outcome('won', 9), redate('f2#0', 4)]],
    ['BID_BEFORE_TENDER', [enter(), bid(100, 5), redate('f0#0', 6)]],
    ['TENDER_WITHOUT_BID', [enter(), bid(100, 5), outcome('won', 9), withdraw('f1#0')]],
  ])('cannot be corrected into %s: %j', (code, facts) => {
    expect(last(...facts)).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
  });

  it('is not withdrawn while something rests on it, and goes on once its end is withdrawn', () => {
    expect(last(open(), lose(9), withdraw('f0#0'))).toMatchObject({ rejected: 'FACT_IN_USE' });
    expect(last(open(), lose(9), withdraw('f1#0'), win(10))).toHaveLength(1);
  });

  it('T2: comes to the same in whatever order it is told', () => {
    const facts = [stage('engaging', 4), qualify(5), stage('proposal', 8, { override: 'told late' }), qualify(7, { need: false })];
    const known = (order: readonly Told[]) => {
      const deal = told(open(), ...order).state.deals.get(opportunityId)!;
      return [deal.stages, deal.assessments];
    };
    const inOrder = known(facts);
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => expect(known(order)).toEqual(inOrder)),
      { numRuns: 20 },
    );
  });
});
