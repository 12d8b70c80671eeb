import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { POLICY_MAX_AGE_MS } from '#libs/runtime/policy-source.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-trade-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  await send('OpenAccount', '2025-01-05T08:00:00Z', { name: 'Acme' });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

type Body = Record<string, unknown> & { readonly items: readonly (Record<string, unknown> & { readonly id: string })[] };

const send = async (type: string, occurredAt: string, data: object, target: object = { accountId: 'acme' }): Promise<Body> => {
  const response = await fetch(`${server.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ ...target, occurredAt, data }),
  });
  return (await response.json()) as Body;
};

const ask = async (path: string): Promise<Body> => (await (await fetch(`${server.url}${path}`)).json()) as Body;
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const lastFact = async (type: string): Promise<string> => (await ask(`/v1/accounts/acme/history?type=${type}`)).items.at(-1)!.id;
const accepted = { outcome: 'ACCEPTED' };

describe('trade as its users understand it', () => {
  it('M2, M12: a margin replaces the one before; what is withdrawn counts no more, and its number is free', async () => {
    await send('RecordOrder', '2025-02-01T08:00:00Z', { orderNumber: '1', net: eur('500.00') });
    await send('RecordMargin', '2025-02-02T08:00:00Z', { orderNumber: '1', margin: eur('100.00') });
    await send('RecordMargin', '2025-02-03T08:00:00Z', { orderNumber: '1', margin: eur('120.00') });
    const month = '/v1/kpis?period=month&from=2025-02&to=2025-02';
    expect((await ask(month)).items).toMatchObject([{ margin: [eur('120.00')], netSales: [eur('500.00')] }]);
    expect((await ask('/v1/accounts/acme/timeline?type=MarginRecorded')).items[0]).toMatchObject({
      summary: '120.00 EUR for order 1, instead of 100.00 EUR.',
    });
    const order = { fact: await lastFact('OrderRecorded'), reason: 'of another customer' };
    expect(await send('WithdrawFact', '2025-03-01T08:00:00Z', order)).toMatchObject({ rejection: { code: 'FACT_IN_USE' } });
    for (let margins = 2; margins > 0; margins -= 1) {
      const fact = (await ask('/v1/accounts/acme/history?type=MarginRecorded')).items[margins - 1]!.id;
      expect(await send('WithdrawFact', '2025-03-01T08:00:00Z', { fact, reason: 'of another order' })).toMatchObject(accepted);
    }
    expect(await send('WithdrawFact', '2025-03-01T08:00:00Z', order)).toMatchObject(accepted);
    expect((await ask(month)).items[0] ?? { margin: [], netSales: [] }).toMatchObject({ margin: [], netSales: [] });
    expect(await send('RecordOrder', '2025-02-01T08:00:00Z', { orderNumber: '1', net: eur('50.00') })).toMatchObject(accepted);
    expect(await send('RecordReturn', '2025-01-31T08:00:00Z', { orderNumber: '1', returnNumber: 'r', net: eur('1') })).toMatchObject({
      rejection: { code: 'ORDER_NOT_PLACED_YET', field: '/occurredAt' },
    });
  });

  it('T6, T10: a due day ends where the company is; and with a closed account nothing is overdue', async () => {
    const policy = { policy: 'calendar' };
    const document = { timeZone: 'America/Los_Angeles', fiscalYearStartsIn: 1 };
    const now = new Date().toISOString();
    await send('PublishPolicyVersion', now, { version: 1, document }, policy);
    await send('ActivatePolicyVersion', now, { version: 1, validFrom: now }, policy);
    await new Promise((resolve) => setTimeout(resolve, POLICY_MAX_AGE_MS));
    await send('MakePromise', '2026-02-20T08:00:00-08:00', { promiseId: 'p', what: 'call back', due: '2026-03-02' });
    const overdue = async (at: string) => (await ask(`/v1/accounts/acme/promises?status=overdue&asOf=${encodeURIComponent(at)}`)).items;
    expect(await overdue('2026-03-02T23:59:00-08:00')).toEqual([]);
    expect(await overdue('2026-03-03T00:01:00-08:00')).toMatchObject([{ promiseId: 'p', daysOverdue: 1 }]);
    expect(await send('CloseAccount', '2026-03-02T16:00:00-08:00', { reason: 'sold' })).toMatchObject(accepted);
    expect(await ask('/v1/accounts/acme/promises?status=overdue')).toMatchObject({ items: [] });
    expect((await ask('/v1/accounts/acme/promises')).items).toMatchObject([{ status: 'open', overdue: false, daysOverdue: 0 }]);
    expect(await ask('/v1/kpis?from=2026-03&to=2026-03')).toMatchObject({ items: [{ promises: { overdue: 0 } }] });
    await send('KeepPromise', '2026-03-02T17:00:00-08:00', { promiseId: 'p' });
    expect((await ask('/v1/accounts/acme/promises')).items).toMatchObject([{ status: 'kept', late: false, daysLate: 0 }]);
    // T5: a day that is asked for ends where the company is, eight hours after that of UTC.
    expect((await ask('/v1/accounts/acme/promises?asOf=2026-03-02')).items).toMatchObject([{ status: 'kept' }]);
    expect((await ask('/v1/accounts/acme/promises?asOf=2026-03-01')).items).toMatchObject([{ status: 'open' }]);
  });
});
