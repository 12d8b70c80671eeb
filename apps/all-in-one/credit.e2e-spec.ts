import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-credit-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  for (const employeeId of ['ann', 'bob']) await tell('RegisterEmployee', { employeeId }, { name: employeeId }, '2025-01-01T08:00:00Z');
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & {
    readonly items: readonly Record<string, unknown>[];
    readonly events: readonly { readonly id: string }[];
  };
}

const send = async (type: string, target: Record<string, string>, data: object, occurredAt?: string): Promise<Answer> => {
  const response = await fetch(`${server.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ ...target, ...(occurredAt === undefined ? {} : { occurredAt }), data }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};

/** The id of the first event that a command led to. */
const tell = async (...[type, target, data, occurredAt]: Parameters<typeof send>): Promise<string> => {
  const { status, body } = await send(type, target, data, occurredAt);
  if (status !== 200) throw new Error(`${type}: ${status} ${JSON.stringify(body)}`);
  return body.events[0]!.id;
};
const ask = async (path: string): Promise<Answer['body']> => (await (await fetch(`${server.url}${path}`)).json()) as Answer['body'];

const acme = { accountId: 'acme' };
const order = (orderNumber: string, amount: string, currency = 'EUR') => ({ orderNumber, net: { amount, currency } });

/** Orders and interactions by person in 2025. */
const counted = async (more = '') => {
  const { items } = await ask(`/v1/kpis?by=employee&period=year&from=2025&to=2025${more}`);
  return Object.fromEntries(
    items.map(({ key, orders, interactions }) => [key, [orders, (interactions as { readonly recorded: number }).recorded]]),
  ) as Record<string, readonly number[]>;
};

describe('whom facts count for', () => {
  it('T9: a transfer that is told late credits nothing anew; a correction of the order does, by business time and not by recorded time', async () => {
    await tell('OpenAccount', acme, { name: 'Acme' }, '2025-01-05T08:00:00Z');
    await tell('AssignOwner', acme, { employeeId: 'ann' }, '2025-01-05T08:00:00Z');
    const fact = await tell('RecordOrder', acme, order('1', '100'), '2025-07-10T08:00:00Z');
    await tell('AssignOwner', acme, { employeeId: 'bob' }, '2025-07-01T08:00:00Z');
    expect(await counted()).toMatchObject({ ann: [1, 0], bob: [0, 0] });
    const stillAnns = (await ask('/v1/accounts/acme/timeline?type=OrderRecorded')).items;
    expect(stillAnns).toMatchObject([{ entryId: fact, at: '2025-07-10T08:00:00.000Z', data: { credit: { employeeId: 'ann' } } }]);

    const before = new Date().toISOString();
    await tell('CorrectFact', acme, { fact, employeeId: 'bob', reason: 'he had the account since the first' });
    expect(await counted()).toMatchObject({ ann: [0, 0], bob: [1, 0] });
    expect(await counted('&asOf=2025-12-31&time=occurred')).toMatchObject({ ann: [0, 0], bob: [1, 0] });
    expect(await counted(`&asOf=${before}&time=recorded`)).toMatchObject({ ann: [1, 0] });
  });

  it('M10: what is corrected or retracted of an interaction reaches the figures of whom it counted for, and the last contact', async () => {
    const talk = (interactionId: string, channel: string) => ({ interactionId, channel, ourPeople: ['ann'] });
    await tell('RecordInteraction', acme, talk('i-1', 'call'), '2025-08-01T08:00:00Z');
    const second = await tell('RecordInteraction', acme, talk('i-2', 'mail'), '2025-08-02T08:00:00Z');
    await tell('RecordInteraction', acme, talk('i-3', 'mail'), '2025-08-03T08:00:00Z');
    expect(await counted()).toMatchObject({ ann: [0, 3], bob: [1, 0] });
    await tell('RetractInteraction', acme, { interactionId: 'i-3', reason: 'not here' });
    expect(await ask('/v1/accounts/acme')).toMatchObject({ lastInteractionAt: '2025-08-02T08:00:00.000Z' });
    await tell('WithdrawFact', acme, { fact: second, reason: 'not here' });
    expect(await ask('/v1/accounts/acme')).toMatchObject({ lastInteractionAt: '2025-08-01T08:00:00.000Z' });
    const figures = await counted();
    expect(figures).toMatchObject({ ann: [0, 1], bob: [1, 0] });
    expect(figures['unassigned'] ?? [0, 0]).toEqual([0, 0]);
  });

  it('M12, R6: who left by mistake is back, and can be named again for the time after it', async () => {
    const bob = { employeeId: 'bob' };
    const departure = await tell('RecordEmployeeDeparture', bob, {}, '2025-09-01T08:00:00Z');
    const call = () => send('RecordInteraction', acme, { channel: 'call', ourPeople: ['bob'] }, '2025-09-02T08:00:00Z');
    expect((await call()).body).toMatchObject({ rejection: { code: 'EMPLOYEE_DEPARTED', field: '/ourPeople/0' } });
    await tell('WithdrawEmployeeFact', bob, { fact: departure, reason: 'he stayed' });
    expect((await call()).body).toMatchObject({ outcome: 'ACCEPTED' });
  });
});

describe('exchange rates', () => {
  const company = { portfolio: 'company' };
  const rate = (changes: object = {}) => ({ from: 'USD', to: 'EUR', rate: '0.9', validOn: '2025-01-01', ...changes });
  const quarters = async () => (await ask('/v1/kpis?period=quarter&from=2024-Q1&to=2024-Q2')).items;

  it('M8: an account that buys in USD in Q1 and in EUR in Q2 stays; amounts are told in one currency once there is a rate', async () => {
    await tell('OpenAccount', { accountId: 'bolt' }, { name: 'Bolt' }, '2024-01-01T08:00:00Z');
    await tell('RecordOrder', { accountId: 'bolt' }, order('usd', '100', 'USD'), '2024-02-01T08:00:00Z');
    await tell('RecordOrder', { accountId: 'bolt' }, order('eur', '45'), '2024-05-01T08:00:00Z');
    const usd = { amount: '100.00', currency: 'USD' };
    expect(await quarters()).toMatchObject([{ reportedNetSales: { withoutRate: [usd] } }, { retention: { logo: 1, reported: null } }]);

    const { body } = await send('SetExchangeRate', company, rate({ validOn: '2024-01-01' }));
    expect(body).toMatchObject({ outcome: 'ACCEPTED', portfolio: 'company' });
    const fact = body.events[0]!.id;
    const eur = (amount: string) => ({ amount: { amount, currency: 'EUR' }, withoutRate: [] });
    expect(await quarters()).toMatchObject([
      { reportedNetSales: eur('90.00') },
      { reportedNetSales: eur('45.00'), retention: { logo: 1, reported: { net: 0.5 } } },
    ]);
    await tell('CorrectPortfolioFact', company, { fact, changes: { rate: '0.75' }, reason: 'misread' });
    expect(await quarters()).toMatchObject([{ reportedNetSales: eur('75.00') }, {}]);
    await tell('WithdrawPortfolioFact', company, { fact, reason: 'of another year' });
    expect(await quarters()).toMatchObject([{ reportedNetSales: { withoutRate: [usd] } }, {}]);
  });

  it('M8: what is no rate is refused, with the field and what to do', async () => {
    const invalid = async (changes: object) => (await send('SetExchangeRate', company, rate(changes))).body;
    expect(await invalid({ rate: '0' })).toMatchObject({ errors: [{ pointer: '/data/rate' }] });
    expect(await invalid({ rate: '-1' })).toMatchObject({ errors: [{ pointer: '/data/rate' }] });
    expect(await invalid({ from: 'EUX' })).toMatchObject({
      errors: [{ pointer: '/data/from', detail: expect.stringContaining('did you mean') }],
    });
    expect(await invalid({ from: 'EUR' })).toMatchObject({ rejection: { code: 'SAME_CURRENCY', field: '/to' } });
    expect(await invalid({ validOn: '2999-01-01' })).toMatchObject({ rejection: { code: 'RATE_IN_FUTURE', field: '/validOn' } });
  });
});
