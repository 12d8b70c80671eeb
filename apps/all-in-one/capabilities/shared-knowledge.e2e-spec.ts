import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

let product: Product;
const eur = (amount: string) => ({ amount, currency: 'EUR' });

beforeAll(async () => {
  product = await startProduct();
  const { send } = product;
  for (const employeeId of ['ann', 'bob']) await send('RegisterEmployee', { employeeId }, '2025-01-01', { name: employeeId });
  for (const id of ['acme', 'bolt', 'corp', 'dune']) await send('OpenAccount', id, '2026-01-05', { name: id });
  await send('RecordOrder', 'dune', '2026-02-01', { orderNumber: '1', net: eur('10') });
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('what accounts learn from each other', () => {
  it('[38] are lessons, and where they were put to use', async () => {
    const { send, ask, command, caughtUp } = product;
    await send('CaptureLesson', 'acme', '2026-02-01', {
      lessonId: 'night',
      lesson: 'Night windows halve their waiting.',
      topic: 'logistics',
    });
    await send('CaptureLesson', 'acme', '2026-02-02', { lessonId: 'other', lesson: 'Ask the night shift.' });
    await send('ReuseLesson', 'bolt', '2026-03-01', { lessonId: 'night', fromAccountId: 'acme', how: 'two depots' });
    expect((await command('ReuseLesson', 'bolt', '2026-01-10', { lessonId: 'night', fromAccountId: 'acme' })).body).toMatchObject({
      rejection: { code: 'LESSON_NOT_FOUND', field: '/lessonId' },
    });
    await caughtUp();
    expect(await ask('/v1/lessons')).toMatchObject({
      reuseRate: 0.5,
      items: [
        { lessonId: 'night', accountId: 'acme', topic: 'logistics', reusedAt: ['bolt'] },
        { lessonId: 'other', reusedAt: [] },
      ],
    });
  });

  it('[39] are references: whom they influenced, and what winning an account takes with one and without', async () => {
    const { send, ask, caughtUp } = product;
    await send('GrantReference', 'acme', '2026-01-15', { referenceId: 'visit', kind: 'site visit', grantedBy: 'Head of supply' });
    await send('UseReference', 'corp', '2026-01-20', { referenceId: 'visit', fromAccountId: 'acme' });
    await send('LogTime', 'corp', '2026-01-20', { minutes: 120, taskKind: 'acquisition' });
    await send('LogTime', 'dune', '2026-01-20', { minutes: 600, taskKind: 'acquisition' });
    const trial = { investmentId: 'trial', purpose: 'acquisition', title: 'A trial', amount: eur('900') };
    await send('PlanAccountInvestment', 'dune', '2026-01-10', trial);
    await send('RecordInvestmentSpend', 'dune', '2026-01-12', { investmentId: 'trial', amount: eur('800') });
    await send('RecordOrder', 'corp', '2026-01-25', { orderNumber: 'c-1', net: eur('100') });
    await caughtUp();
    expect(await ask('/v1/references')).toMatchObject({
      items: [{ referenceId: 'visit', accountId: 'acme', type: 'site visit', influenced: ['corp'], won: ['corp'], uses: 1 }],
      acquisition: {
        withReference: { accounts: 1, medianDays: 20, hoursEach: 2, spent: [] },
        without: { accounts: 1, medianDays: 27, hoursEach: 10, spent: [eur('800.00')] },
      },
    });
  });

  it('[58] are programmes in which an account is a market of its own: reach, response and what came of it', async () => {
    const { send, ask, command, caughtUp } = product;
    const program = {
      programId: 'line-two',
      title: 'Line two',
      audience: ['Buyer', 'Head of supply'],
      contentPlan: ['case study'],
      team: ['ann', 'bob'],
    };
    await send('LaunchAbmProgram', 'acme', '2026-02-01', program);
    await send('PublishOffer', 'acme', '2026-02-02', {
      programId: 'line-two',
      offerId: 'desk',
      offer: 'Line two with a desk',
      value: eur('50000'),
    });
    for (const [touchId, contact] of [
      ['t-1', 'Buyer'],
      ['t-2', 'Buyer'],
      ['t-3', 'Head of supply'],
    ])
      await send('DeliverAbmTouch', 'acme', '2026-02-05', { programId: 'line-two', touchId, contact, channel: 'visit', offerId: 'desk' });
    await send('RecordAbmResponse', 'acme', '2026-02-07', { touchId: 't-1', response: 'meeting' });
    await send('RecordAbmResponse', 'acme', '2026-02-09', { touchId: 't-2', response: 'opportunity', pipeline: eur('40000') });
    await send('RecordAbmResponse', 'acme', '2026-02-09', { touchId: 't-3', response: 'refused' });
    await caughtUp();
    expect((await ask('/v1/account-programs?accountId=acme')).items).toMatchObject([
      {
        title: 'Line two',
        status: 'running',
        team: ['ann', 'bob'],
        offers: [{ offerId: 'desk' }],
        touches: 3,
        reached: 2,
        reach: 1,
        responseRate: 0.5,
        meetings: 1,
        opportunities: 1,
        pipeline: [eur('40000.00')],
      },
    ]);
    await send('EndAbmProgram', 'acme', '2026-03-01', { programId: 'line-two', reason: 'won' });
    expect((await command('PublishOffer', 'acme', '2026-03-02', { programId: 'line-two', offer: 'more' })).body).toMatchObject({
      rejection: { code: 'ABM_PROGRAM_ENDED' },
    });
  });
});
