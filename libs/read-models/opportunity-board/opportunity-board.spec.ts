import { describe, expect, it } from '@jest/globals';
import { type Message } from '#libs/kernel/message.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { type AnyEvents, Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { opportunityBoard } from './opportunity-board.js';

itKeepsTheLaws(opportunityBoard);

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const credit = { employeeId: 'ann', teamId: 'north' };
type Told = readonly [day: string, fact: Message<AnyEvents>];
const told = (...facts: readonly Told[]) => {
  const log = new Log();
  for (const [day, fact] of facts) log.append('account-acme', fact, day);
  return projection(opportunityBoard).given(...log.events).document;
};
const opportunityId = 'o-1';
const opened: Told = ['2026-02-01', { type: 'OpportunityOpened', data: { opportunityId, title: 'Pumps', value: eur('500'), credit } }];
const staged = (stage: 'engaging' | 'proposal', day: string): Told => [
  day,
  { type: 'OpportunityStageChanged', data: { opportunityId, stage, previous: 'prospecting' } },
];

describe('the opportunity board', () => {
  it('shows the stage by when it was reached, and whom the deal counts for', () => {
    const deal = told(opened, staged('proposal', '2026-03-01'), staged('engaging', '2026-02-10'))('opportunity|acme|o-1');
    expect(deal).toMatchObject({
      status: 'open',
      stage: 'proposal',
      employeeId: 'ann',
      teamId: 'north',
      value: eur('500'),
      closedOn: null,
    });
  });

  it('keeps the latest assessment of the prospect', () => {
    const findings = { opportunityId, need: true, solvency: true, authority: true };
    const deal = told(
      opened,
      ['2026-03-01', { type: 'ProspectQualified', data: findings }],
      ['2026-02-10', { type: 'ProspectDisqualified', data: { ...findings, need: false, missing: ['need'] } }],
    )('opportunity|acme|o-1');
    expect(deal).toMatchObject({ qualification: { qualified: true, missing: [] } });
  });

  it('says how a deal ended, against whom, and which one opened it', () => {
    const won: Told = ['2026-03-01', { type: 'OpportunityWon', data: { opportunityId, value: eur('450'), against: ['Vireo'], credit } }];
    const link: Told = ['2026-02-02', { type: 'OpportunityLinked', data: { opportunityId, openedBy: { opportunityId: 'o-0' } } }];
    expect(told(opened, link, won)('opportunity|acme|o-1')).toMatchObject({
      status: 'won',
      closedOn: '2026-03-01',
      value: eur('450'),
      competitors: ['Vireo'],
      openedBy: 'acme/o-0',
    });
    expect(told(won)('opportunity|acme|o-1')).toBeUndefined();
  });

  it('holds a tender on the latest bid', () => {
    const bid = (amount: string, day: string): Told => [day, { type: 'BidSubmitted', data: { tenderId: 't', amount: eur(amount) } }];
    const tender = told(
      ['2026-02-01', { type: 'TenderEntered', data: { tenderId: 't', title: 'Framework', credit } }],
      bid('90', '2026-02-20'),
      bid('120', '2026-02-10'),
      [
        '2026-03-01',
        { type: 'TenderOutcomeRecorded', data: { tenderId: 't', outcome: 'lost', reasons: ['price'], winner: 'Vireo', credit } },
      ],
    )('tender|acme|t');
    expect(tender).toMatchObject({ status: 'lost', bid: eur('90'), winner: 'Vireo', reasons: ['price'], closedOn: '2026-03-01' });
  });

  it('knows since when an account has ordered, in whatever order that is told', () => {
    const order = (orderNumber: string, day: string): Told => [
      day,
      { type: 'OrderRecorded', data: { orderNumber, net: eur('1'), credit } },
    ];
    const account = told(
      ['2026-01-01', { type: 'AccountOpened', data: { name: 'Acme', segment: 'A', industry: 'Retail' } }],
      order('o-2', '2026-03-01'),
      order('o-1', '2026-02-01'),
    )('account|acme');
    expect(account).toMatchObject({ segment: 'A', industry: 'Retail', firstOrderOn: '2026-02-01' });
  });
});
