import { describe, expect, it } from '@jest/globals';
import { businessOf, contestsOf, focusOf, funnelOf, horizonOf, lossReasons, priceGapOf, winLines } from './figures.js';
import { type OpportunityRecord, type TenderRecord } from './opportunity-board.js';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const deal = (opportunityId: string, more: Partial<OpportunityRecord> = {}): OpportunityRecord => ({
  kind: 'opportunity',
  accountId: 'acme',
  opportunityId,
  title: 'Pumps',
  status: 'open',
  stage: 'engaging',
  stageSince: '2026-02-01T09:00:00.000Z',
  business: null,
  openedAt: '2026-02-01T09:00:00.000Z',
  openedOn: '2026-02-01',
  closedOn: null,
  value: eur('10.00'),
  employeeId: 'ann',
  teamId: 'north',
  qualification: null,
  openedBy: null,
  reasons: [],
  winner: null,
  remark: null,
  orderNumber: null,
  ...more,
});
const tender = (tenderId: string, more: Partial<TenderRecord> = {}): TenderRecord => ({
  kind: 'tender',
  accountId: 'acme',
  tenderId,
  title: 'Framework',
  opportunityId: null,
  status: 'lost',
  value: null,
  dueOn: null,
  competitors: [],
  openedAt: '2026-02-01T09:00:00.000Z',
  openedOn: '2026-02-01',
  closedOn: '2026-03-01',
  employeeId: 'bob',
  teamId: null,
  bid: eur('108.00'),
  bidAt: null,
  reasons: ['price'],
  winner: 'Vireo',
  winningPrice: eur('100.00'),
  priceGapPercent: null,
  ...more,
});
const won = (id: string, more: Partial<OpportunityRecord> = {}) => deal(id, { status: 'won', closedOn: '2026-02-11', ...more });
const lost = (id: string, more: Partial<OpportunityRecord> = {}) =>
  deal(id, { status: 'lost', closedOn: '2026-02-21', reasons: ['price'], ...more });
const advantage = { uniqueAdvantage: { what: 'life', proof: 'test' } };
const account = { kind: 'account', accountId: 'acme', segment: 'A', industry: null, firstOrderOn: '2026-01-05' } as const;
const contests = (deals: readonly OpportunityRecord[], tenders: readonly TenderRecord[] = []) =>
  contestsOf(deals, tenders, new Map([['acme', account]]));

it('a deal is existing business where the account had ordered before, unless it was said otherwise', () => {
  expect(businessOf(deal('a'), account)).toBe('existing');
  expect(businessOf(deal('a'), { ...account, firstOrderOn: '2026-02-01' })).toBe('new');
  expect(businessOf(deal('a', { business: 'new' }), account)).toBe('new');
  expect(businessOf(deal('a'))).toBe('new');
});

it('a deal that matters for less than a year is tactical', () => {
  expect([11, 12].map((impactMonths) => horizonOf({ impactMonths }, 12))).toEqual(['tactical', 'strategic']);
  expect(horizonOf({}, 12)).toBeNull();
  const deals = [deal('a', { impactMonths: 3 }), deal('b', { impactMonths: 6 }), deal('c', { impactMonths: 24 }), deal('d'), won('e')];
  expect(focusOf(deals, { tacticalBelowMonths: 12, tacticalShareMax: 0.5 })).toEqual({
    strategic: 1,
    tactical: 2,
    unknown: 1,
    tacticalShare: 2 / 3,
    tooWide: true,
  });
});

it('a bid lay above the winning price by percent of that; what was told stands where one of them is not known', () => {
  expect(priceGapOf(tender('t'))).toBe(8);
  expect(priceGapOf(tender('t', { winningPrice: null, priceGapPercent: 5 }))).toBe(5);
  expect(priceGapOf(tender('t', { bid: null }))).toBeNull();
});

describe('win rates', () => {
  const all = contests(
    [
      won('a', advantage),
      won('b', { ...advantage, competitors: ['Vireo'] }),
      lost('c', { winner: 'Vireo' }),
      lost('d', { employeeId: null }),
      deal('e'),
    ],
    [tender('t'), tender('u', { opportunityId: 'c' }), tender('v', { status: 'cancelled' })],
  );
  const rates = (by: Parameters<typeof winLines>[1]) => winLines(all, by).map(({ key, won: w, lost: l, winRate }) => [key, w, l, winRate]);

  it('count a deal and its tender once, and nothing that was not decided', () => {
    expect(rates('company')).toEqual([['all', 2, 3, 0.4]]);
    expect(winLines(all, 'company')).toMatchObject([
      { daysToWin: 10, daysToLose: 20, wonValue: [eur('20.00')], lostValue: [eur('128.00')] },
    ]);
  });

  it('are told with a unique advantage and without, by competitor, segment and person', () => {
    expect(rates('advantage')).toEqual([
      ['none', 0, 3, 0],
      ['unique', 2, 0, 1],
    ]);
    expect(rates('competitor')).toEqual([
      ['Vireo', 1, 2, 1 / 3],
      ['none', 1, 1, 0.5],
    ]);
    expect(rates('segment')).toEqual([['A', 2, 3, 0.4]]);
    expect(rates('employee')).toEqual([
      ['ann', 2, 1, 2 / 3],
      ['bob', 0, 1, 0],
      ['none', 0, 1, 0],
    ]);
  });
});

it('reasons of losses stand by how often, and those that came back at one account apart; an unknown reason is none', () => {
  const unknown = { reasons: ['unknown'] } as const;
  const all = contests([
    lost('a'),
    lost('b', { reasons: ['price', 'delivery'] }),
    lost('c', unknown),
    lost('d', unknown),
    won('e', { reasons: ['price'] }),
  ]);
  const { pareto, repeated } = lossReasons(all, 2);
  expect(pareto.map(({ key, count, cumulative }) => [key, count, cumulative])).toEqual([
    ['price', 2, 0.4],
    ['unknown', 2, 0.8],
    ['delivery', 1, 1],
  ]);
  expect(repeated).toEqual([{ accountId: 'acme', reason: 'price', count: 2, ids: ['a', 'b'] }]);
  expect(lossReasons(all, 3).repeated).toEqual([]);
});

it('the funnel has existing business apart', () => {
  const deals = [deal('a'), deal('b', { business: 'new', stage: 'proposal' }), won('c')];
  const open = funnelOf(deals, (one) => businessOf(one, account)).filter(({ existing, new: fresh }) => existing.count + fresh.count > 0);
  expect(open).toEqual([
    { stage: 'engaging', existing: { count: 1, value: [eur('10.00')] }, new: { count: 0, value: [] } },
    { stage: 'proposal', existing: { count: 0, value: [] }, new: { count: 1, value: [eur('10.00')] } },
  ]);
});
