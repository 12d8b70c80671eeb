import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eur, tellOfBuyers, YEAR } from '../testing/buyers.js';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
  await tellOfBuyers(product);
});

afterAll(async () => product[Symbol.asyncDispose]());

describe('segments and tiers', () => {
  it('[31: figure, 36] are ABC by sales or margin and XYZ by regularity, sliced by any attribute', async () => {
    const { ask } = product;
    const answer = await ask(`/v1/segments?${YEAR}&bucket=month&by=industry`);
    expect(answer).toMatchObject({ accounts: 5, byFrequency: { X: 5, Y: 0, Z: 0 }, warnings: [], change: { stability: 1 } });
    const cells = answer['cells'] as readonly { readonly cell: string; readonly accounts: number }[];
    expect(Object.fromEntries(cells.filter(({ accounts }) => accounts > 0).map(({ cell, accounts }) => [cell, accounts]))).toEqual({
      AX: 2,
      BX: 1,
      CX: 2,
    });
    expect(answer['slices']).toMatchObject([
      { value: 'retail', A: 1 },
      { value: 'food', A: 1, B: 1 },
      { value: 'craft', C: 2 },
    ]);
    const byMargin = await ask(`/v1/segments?${YEAR}&metric=margin&bucket=month&cell=A`);
    expect(byMargin.items).toMatchObject([{ accountId: 'steady', cell: 'AX', cellBefore: null }]);
    const asOf = await ask('/v1/segments?bucket=month&asOf=2025-07-15');
    expect(asOf).toMatchObject({ parameters: { from: '2024-07', until: '2025-06' } });
    expect(await ask('/v1/segments?windowMonths=9&bucket=quarter')).toMatchObject({ errors: [{ pointer: '/windowMonths' }] });
  });

  it('[32: figure, 34] are run, kept with all of their parameters and compared; each class has an offer', async () => {
    const { send, ask, caughtUp } = product;
    const company = { portfolio: 'company' };
    const { digest } = await ask('/v1/segments?until=2025-06&bucket=month');
    await send('RunSegmentation', company, '2025-07-10', { runId: 'mid-2025', bucket: 'month', digest });
    await send('DefineSegmentPolicy', company, '2025-07-11', {
      segment: 'A',
      valueProposition: 'One person for all',
      services: ['review'],
    });
    await send('DefineSegmentPolicy', company, '2025-07-11', { segment: 'CX', valueProposition: 'By mail', services: [] });
    await send('FreezeBaseline', company, '2025-07-12', { baselineId: 'plan', runId: 'mid-2025', purpose: 'the plan of 2026' });
    await caughtUp();
    const run = await ask('/v1/segments?run=mid-2025');
    expect(run).toMatchObject({ parameters: { until: '2025-06', bucket: 'month' }, run: { runId: 'mid-2025', digest: 'same' } });
    const cells = run['cells'] as readonly { readonly cell: string; readonly offer: object | null }[];
    expect(cells.find(({ cell }) => cell === 'AX')!.offer).toMatchObject({ valueProposition: 'One person for all' });
    expect(cells.find(({ cell }) => cell === 'CX')!.offer).toMatchObject({ valueProposition: 'By mail' });
    expect(cells.find(({ cell }) => cell === 'BX')!.offer).toBeNull();
    expect(await ask('/v1/segments?bucket=month&asOf=2025-08-15')).toMatchObject({ overdue: false });
    expect(await ask('/v1/segments?bucket=month&asOf=2025-11-15')).toMatchObject({ overdue: true });
    expect((await ask('/v1/company-plan'))['runs']).toMatchObject([{ runId: 'mid-2025', baselines: [{ baselineId: 'plan' }] }]);
  });

  it('[20: figure, 21, 22: figure, 23] are tiers with what they bring and cost, who enters and leaves, and who is likely to', async () => {
    const { ask } = product;
    expect(await ask(`/v1/tiers?${YEAR}&metric=revenue&bucket=month`)).toMatchObject({
      tiers: [
        { tier: 'core', accounts: 1, share: 0.61538, costShare: 0.75 },
        { tier: 'second', accounts: 1, share: 0.30769, costShare: 0.25 },
        { tier: 'rest', accounts: 3, costShare: 0 },
      ],
      coreHolds: true,
      core: [{ accountId: 'giant' }],
      entered: [],
      left: [],
      migration: [
        { from: 'core', to: 'core', count: 1 },
        { from: 'rest', to: 'rest', count: 3 },
        { from: 'second', to: 'second', count: 1 },
      ],
    });
    const rising = await ask('/v1/tiers?until=2025-03&windowMonths=6&bucket=month&metric=revenue');
    expect(rising['promising']).toMatchObject([{ accountId: 'small' }]);
  });

  it('[111] are frozen as a baseline before a programme, which is held against what it was to bring', async () => {
    const { ask } = product;
    const { items } = await ask('/v1/baselines?asOf=2026-02-15');
    expect(items).toMatchObject([
      {
        baselineId: 'plan',
        frozen: { from: '2024-07', until: '2025-06', accounts: 5, revenue: eur('18240.00') },
        now: { from: '2025-02', until: '2026-01' },
        logoRetention: 1,
        targets: {
          salesGrowth: { min: 0.05, max: 0.2, is: 'below' },
          keyAccountGrowth: { is: null },
          retention: { min: 0.9, max: 1, is: 'within' },
        },
      },
    ]);
  });
});
