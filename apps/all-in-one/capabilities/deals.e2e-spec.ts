import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const advantage = { what: 'It runs a year longer between services', proof: 'Test report of their laboratory' };

beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  await send('FormTeam', { teamId: 'north' }, '2024-01-01', { name: 'North' });
  for (const employeeId of ['ann', 'bob']) await send('RegisterEmployee', { employeeId }, '2024-01-01', { name: employeeId });
  await send('JoinTeam', { employeeId: 'ann' }, '2024-01-02', { teamId: 'north' });
  await send('OpenAccount', 'acme', '2024-01-02', { name: 'Acme', segment: 'A' });
  await send('OpenAccount', 'bolt', '2024-01-02', { name: 'Bolt', segment: 'B' });
  await send('AssignOwner', 'acme', '2024-01-03', { employeeId: 'ann' });
  await send('AssignOwner', 'bolt', '2024-01-03', { employeeId: 'bob' });
  await send('RecordOrder', 'acme', '2024-02-01', { orderNumber: 'A-1', net: eur('1000.00'), category: 'pumps' });
  const open = (account: string, opportunityId: string, day: string, more: object) =>
    send('OpenOpportunity', account, day, { opportunityId, title: opportunityId, value: eur('100.00'), ...more });
  await open('acme', 'line', '2025-01-10', {
    impactMonths: 36,
    uniqueAdvantage: advantage,
    opens: ['service'],
    strategicPotential: 'high',
  });
  await open('acme', 'service', '2025-02-10', { openedBy: { opportunityId: 'line' }, impactMonths: 24 });
  await open('bolt', 'copy', '2025-02-12', { openedBy: { accountId: 'acme', opportunityId: 'line' }, impactMonths: 3 });
  await open('acme', 'parts', '2025-02-15', { impactMonths: 2 });
  await open('bolt', 'first', '2025-02-20', {});
  await open('bolt', 'second', '2025-03-20', {});
  await send('WinOpportunity', 'acme', '2025-03-11', { opportunityId: 'line', value: eur('120.00'), against: ['Vireo'] });
  await send('WinOpportunity', 'acme', '2025-04-11', { opportunityId: 'service', value: eur('40.00') });
  await send('LoseOpportunity', 'bolt', '2025-04-20', { opportunityId: 'first', reasons: ['price', 'delivery'], winner: 'Vireo' });
  await send('LoseOpportunity', 'bolt', '2025-05-20', { opportunityId: 'second', reasons: ['price'], winner: 'Vireo' });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('opportunities', () => {
  it('[95: figure] are strategic or tactical by policy, and show whether the net is cast too wide', async () => {
    const { ask } = product;
    const { items } = await ask('/v1/opportunities?status=open');
    expect(items.map(({ opportunityId, horizon }) => [opportunityId, horizon])).toEqual([
      ['parts', 'tactical'],
      ['copy', 'tactical'],
    ]);
    expect(await ask('/v1/funnel')).toMatchObject({ focus: { strategic: 0, tactical: 2, tacticalShare: 1, tooWide: true } });
    expect(await ask('/v1/funnel?asOf=2025-02-11')).toMatchObject({ focus: { strategic: 2, tactical: 0, tooWide: false } });
  });

  it('[96] are won more often with an advantage that nobody else has', async () => {
    const { items } = await product.ask('/v1/win-rates?by=advantage');
    expect(items).toMatchObject([
      { key: 'none', won: 1, lost: 2, winRate: 1 / 3 },
      { key: 'unique', won: 1, lost: 0, winRate: 1, wonValue: [eur('120.00')], daysToWin: 60 },
    ]);
    const [line] = (await product.ask('/v1/opportunities?accountId=acme&status=won&sort=openedAt')).items;
    expect(line).toMatchObject({ opportunityId: 'line', uniqueAdvantage: advantage, business: 'existing', competitors: ['Vireo'] });
  });

  it('[56] go beyond qualified with need, solvency and authority, or with a reason that stays visible', async () => {
    const { ask, command, send, caughtUp } = product;
    const step = { opportunityId: 'copy', stage: 'proposal' };
    expect((await command('ChangeOpportunityStage', 'bolt', '2025-03-01', step)).body).toMatchObject({ code: 'OPPORTUNITY_NOT_QUALIFIED' });
    await send('QualifyProspect', 'bolt', '2025-03-02', { opportunityId: 'copy', need: true, solvency: false, authority: true });
    const { body } = await command('ChangeOpportunityStage', 'bolt', '2025-03-03', step);
    expect(body).toMatchObject({ code: 'OPPORTUNITY_NOT_QUALIFIED', detail: expect.stringContaining('solvency missing') });
    await send('ChangeOpportunityStage', 'bolt', '2025-03-04', { ...step, override: 'They pay in advance' });
    await send('QualifyProspect', 'acme', '2025-03-02', { opportunityId: 'parts', need: true, solvency: true, authority: true });
    await send('ChangeOpportunityStage', 'acme', '2025-03-05', { opportunityId: 'parts', stage: 'negotiation' });
    await caughtUp();
    expect((await ask('/v1/opportunities?status=open&sort=openedAt')).items).toMatchObject([
      { opportunityId: 'copy', stage: 'proposal', qualification: { qualified: false, missing: ['solvency'] } },
      { opportunityId: 'parts', stage: 'negotiation', qualification: { qualified: true, missing: [] } },
    ]);
  });

  it('[102] stand in a funnel that has existing business apart from new, and so does what was sold', async () => {
    const { ask } = product;
    expect(await ask('/v1/funnel')).toMatchObject({
      open: { existing: { count: 1, value: [eur('100.00')] }, new: { count: 1, value: [eur('100.00')] } },
      decided: [
        { key: 'existing', won: 2, lost: 0, winRate: 1 },
        { key: 'new', won: 0, lost: 2, winRate: 0 },
      ],
    });
    expect((await ask('/v1/growth?period=year&from=2024&to=2024')).items).toMatchObject([
      { newAccounts: eur('1000.00'), existingShare: 0 },
    ]);
  });
});

describe('tenders', () => {
  it('[51: figure] tell why they are won and lost, to whom and by how much, and which reason comes back', async () => {
    const { ask, send, caughtUp } = product;
    await send('EnterTender', 'acme', '2025-06-01', { tenderId: 'frame', title: 'Framework', dueOn: '2025-06-20', competitors: ['Kappa'] });
    await send('SubmitBid', 'acme', '2025-06-10', { tenderId: 'frame', amount: eur('120.00') });
    await send('SubmitBid', 'acme', '2025-06-15', { tenderId: 'frame', amount: eur('108.00') });
    const lost = { outcome: 'lost', reasons: ['price'], winner: 'Vireo', winningPrice: eur('100.00') };
    await send('RecordTenderOutcome', 'acme', '2025-07-01', { tenderId: 'frame', ...lost });
    await send('EnterTender', 'bolt', '2025-05-30', { tenderId: 'small', title: 'Small' });
    await send('RecordTenderOutcome', 'bolt', '2025-06-05', { tenderId: 'small', outcome: 'noBid', reasons: ['requirements'] });
    await caughtUp();
    expect((await ask('/v1/tenders')).items).toMatchObject([
      { tenderId: 'frame', status: 'lost', bid: eur('108.00'), priceGapPercent: 8, winner: 'Vireo', employeeId: 'ann', teamId: 'north' },
      { tenderId: 'small', status: 'noBid', reasons: ['requirements'] },
    ]);
    const rates = async (query: string) => (await ask(`/v1/win-rates?${query}`)).items.map(({ key, won, lost: l }) => [key, won, l]);
    expect(await rates('by=competitor')).toEqual([
      ['Vireo', 1, 3],
      ['Kappa', 0, 1],
      ['none', 1, 0],
    ]);
    expect(await rates('by=reason&from=2025-Q3')).toEqual([['price', 0, 1]]);
    expect(await rates('by=segment')).toEqual([
      ['A', 2, 1],
      ['B', 0, 2],
    ]);
    expect(await ask('/v1/loss-reasons')).toMatchObject({
      lost: 3,
      pareto: [
        { key: 'price', count: 3, share: 0.75 },
        { key: 'delivery', count: 1, cumulative: 1 },
      ],
      repeated: [{ accountId: 'bolt', reason: 'price', count: 2, ids: ['first', 'second'] }],
    });
  });
});

describe('orders that we want', () => {
  it('[105] are told from those that we do not, and what else a deal opens stands beside it', async () => {
    const { ask, send, caughtUp } = product;
    const version = {
      version: 1,
      document: { ...WISHES, unwantedCategories: ['scrap'], wantedCategories: ['pumps'], marginShareMin: 0.1 },
    };
    await send('PublishPolicyVersion', { policy: 'order-wishes' }, '2025-06-01', version);
    await send('ActivatePolicyVersion', { policy: 'order-wishes' }, '2025-06-01', { version: 1, validFrom: '2025-06-01T00:00:00Z' });
    await send('RecordOrder', 'bolt', '2025-08-01', { orderNumber: 'B-1', net: eur('30.00'), category: 'scrap' });
    await send('RecordMargin', 'bolt', '2025-08-02', { orderNumber: 'B-1', margin: eur('1.50') });
    await send('DeclineOrder', 'bolt', '2025-08-03', { reason: 'No scrap', category: 'scrap', value: eur('70.00') });
    await caughtUp();
    expect(await ask('/v1/order-wishes')).toMatchObject({
      items: [
        { orderNumber: 'B-1', verdict: 'unwanted', because: ['category', 'margin'], marginShare: 0.05 },
        { orderNumber: 'A-1', verdict: 'wanted', because: [] },
      ],
      totals: { wanted: { orders: 1 }, unwanted: { orders: 1, net: [eur('30.00')] }, declined: { orders: 1, net: [eur('70.00')] } },
      declined: [{ accountId: 'bolt', reason: 'No scrap' }],
    });
    expect((await ask('/v1/deal-links?accountId=acme')).items[0]).toMatchObject({
      opportunityId: 'line',
      opens: ['service'],
      opened: [
        { accountId: 'acme', opportunityId: 'service', status: 'won' },
        { accountId: 'bolt', opportunityId: 'copy', status: 'open' },
      ],
      openedWon: [eur('40.00')],
    });
  });
});

const WISHES = { wantedCategories: [], unwantedCategories: [], netMin: 0, marginShareMin: 0, discountPercentMax: 100 };

describe('growth', () => {
  it('[103] is taken apart: what the same accounts bought more and less, who was lost, and what is new', async () => {
    const { ask, send, caughtUp } = product;
    const sold = [
      ['grows', '2022', '50.00', '68.00'],
      ['shrinks', '2022', '41.00', '35.00'],
      ['leaves', '2022', '9.00', '0'],
      ['fresh', '2022', '0', '7.00'],
    ] as const;
    for (const [account, year, before, after] of sold) {
      await send('OpenAccount', account, '2022-01-01', { name: account });
      if (before !== '0') await send('RecordOrder', account, `${year}-06-01`, { orderNumber: 'one', net: eur(before) });
      if (after !== '0') await send('RecordOrder', account, '2023-06-01', { orderNumber: 'two', net: eur(after) });
    }
    await caughtUp();
    expect((await ask('/v1/growth?period=year&from=2023&to=2023')).items).toMatchObject([
      {
        period: '2023',
        complete: true,
        before: eur('100.00'),
        expansion: eur('18.00'),
        contraction: eur('6.00'),
        lost: eur('9.00'),
        newAccounts: eur('7.00'),
        returning: eur('0.00'),
        after: eur('110.00'),
        existingShare: 103 / 110,
        grossRevenueRetention: 0.85,
        netRevenueRetention: 1.03,
      },
    ]);
  });
});

describe('after a delivery', () => {
  it('[98] the words that the customer is owed are done, due or missed', async () => {
    const { ask, send, caughtUp } = product;
    await send('RecordDelivery', 'acme', '2025-03-01', { orderNumber: 'A-1', deliveryNumber: 'D-1' });
    await send('RecordInteraction', 'acme', '2025-03-05', { interactionId: 'call', channel: 'call' });
    await caughtUp();
    expect(await ask('/v1/accounts/acme/after-sale?asOf=2025-04-05')).toMatchObject({
      items: [
        {
          deliveryNumber: 'D-1',
          touches: [
            { until: '2025-03-08', status: 'done', interactionId: 'call' },
            { until: '2025-03-31', status: 'missed' },
            { until: '2025-05-30', status: 'due' },
          ],
        },
      ],
      doneRate: 0.5,
    });
  });
});
