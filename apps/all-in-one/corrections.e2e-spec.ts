import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-corrections-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Body {
  readonly [field: string]: unknown;
  readonly items: readonly Record<string, unknown>[];
  readonly events: readonly { readonly id: string }[];
}

const send = async (type: string, target: object, data: object, occurredAt?: string): Promise<Body> => {
  const response = await fetch(`${server.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ ...target, ...(occurredAt === undefined ? {} : { occurredAt }), data }),
  });
  return (await response.json()) as Body;
};

/** The id of the event that a command came to. */
const tell = async (...asked: Parameters<typeof send>): Promise<string> => {
  const body = await send(...asked);
  if (body['outcome'] !== 'ACCEPTED') throw new Error(`${asked[0]}: ${JSON.stringify(body)}`);
  return body.events.at(-1)!.id;
};

const ask = async (path: string): Promise<Body> => (await (await fetch(`${server.url}${path}`)).json()) as Body;
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const at = (day: string) => `${day}T08:00:00Z`;
const acme = { accountId: 'acme' };

describe('facts that were told wrong', () => {
  let opened: string;
  beforeAll(async () => {
    for (const [teamId, name] of Object.entries({ north: 'North', south: 'South' }))
      await tell('FormTeam', { teamId }, { name }, at('2025-01-02'));
    for (const [employeeId, teamId] of Object.entries({ ann: 'north', bob: 'south' })) {
      await tell('RegisterEmployee', { employeeId }, { name: employeeId }, at('2025-01-03'));
      await tell('JoinTeam', { employeeId }, { teamId }, at('2025-01-04'));
    }
    opened = await tell('OpenAccount', acme, { name: 'Acme' }, at('2025-01-05'));
    await tell('AssignOwner', acme, { employeeId: 'ann' }, at('2025-01-06'));
  });

  it('T1: a retracted meeting is gone from the past by business time, marked in the timeline, and was there by what was known', async () => {
    const meeting = await tell('RecordInteraction', acme, { channel: 'meeting', ourPeople: ['ann'] }, at('2025-02-01'));
    const known = new Date().toISOString();
    await tell('WithdrawFact', acme, { fact: meeting, reason: 'it was another account' }, at('2025-02-20'));
    expect(await ask('/v1/accounts/acme')).toMatchObject({ lastInteractionAt: null });
    expect(await ask('/v1/accounts/acme?asOf=2025-02-10&time=occurred')).toMatchObject({ lastInteractionAt: null });
    const then = { lastInteractionAt: '2025-02-01T08:00:00.000Z' };
    expect(await ask(`/v1/accounts/acme?asOf=${known}&time=recorded`)).toMatchObject(then);
    expect((await ask(`/v1/accounts?asOf=${known}&time=recorded`)).items).toMatchObject([then]);
    expect((await ask('/v1/accounts?asOf=2025-02-10&time=occurred')).items).toMatchObject([{ lastInteractionAt: null }]);
    const entry = async (query: string) =>
      (await ask(`/v1/accounts/acme/timeline?type=InteractionRecorded${query}`)).items.map((item) => item['retractedBy']);
    const mark = expect.objectContaining({ reason: 'it was another account', actor: 'ana' });
    expect(await entry('')).toEqual([mark]);
    expect(await entry('&asOf=2025-02-10&time=occurred')).toEqual([mark]);
    expect(await entry(`&asOf=${known}&time=recorded`)).toEqual([undefined]);
  });

  const sales = async (key: string, query = '') =>
    (await ask(`/v1/kpis?by=employee&key=${key}&period=month&from=2025-07&to=2025-07${query}`)).items[0]?.['netSales'] ?? [];

  it('T9: an order that was told before the transfer of ownership is credited anew, visibly, and as of then is not', async () => {
    const order = await tell('RecordOrder', acme, { orderNumber: 'o-1', net: eur('100.00') }, at('2025-07-10'));
    await tell('AssignOwner', acme, { employeeId: 'bob', reason: 'balance' }, at('2025-07-01'));
    expect([await sales('ann'), await sales('bob')]).toEqual([[eur('100.00')], []]);
    const known = new Date().toISOString();
    await tell('CorrectFact', acme, { fact: order, employeeId: 'bob', reason: 'bob had it since the first' });
    expect([await sales('ann'), await sales('bob')]).toEqual([[], [eur('100.00')]]);
    expect([await sales('ann', '&asOf=2025-07-31'), await sales('bob', '&asOf=2025-07-31')]).toEqual([[], [eur('100.00')]]);
    const then = `&asOf=${known}&time=recorded`;
    expect([await sales('ann', then), await sales('bob', then)]).toEqual([[eur('100.00')], []]);
    const [entry] = (await ask('/v1/accounts/acme/timeline?type=OrderRecorded')).items;
    expect(entry).toMatchObject({ correctedBy: [{ reason: 'bob had it since the first' }] });
  });

  it('M12: a wrong amount is corrected, and an order withdrawn once nothing rests on it', async () => {
    const order = await tell('RecordOrder', acme, { orderNumber: 'o-2', net: eur('1000.00') }, at('2025-07-12'));
    const returned = await tell('RecordReturn', acme, { returnNumber: 'r-2', orderNumber: 'o-2', net: eur('5.00') }, at('2025-07-13'));
    await tell('CorrectFact', acme, { fact: order, changes: { net: eur('10.00') }, reason: 'two zeros too many' });
    expect(await sales('bob')).toEqual([eur('105.00')]);
    expect(await send('WithdrawFact', acme, { fact: order, reason: 'cancelled' })).toMatchObject({
      rejection: { code: 'FACT_IN_USE', field: '/fact', detail: expect.stringContaining(returned) },
    });
    await tell('WithdrawFact', acme, { fact: returned, reason: 'cancelled' });
    await tell('WithdrawFact', acme, { fact: order, reason: 'cancelled' });
    expect(await sales('bob')).toEqual([eur('100.00')]);
    await tell('RecordOrder', acme, { orderNumber: 'o-2', net: eur('1.00') }, at('2025-07-14'));
    expect(await sales('bob')).toEqual([eur('101.00')]);
  });

  it('says what to do about an amendment that cannot be', async () => {
    const other = await tell('OpenAccount', { accountId: 'bolt' }, { name: 'Bolt' }, at('2025-01-05'));
    const note = await tell('RenameAccount', acme, { name: 'Acme Ltd' }, at('2025-03-01'));
    const correction = await tell('CorrectFact', acme, { fact: note, changes: { name: 'Acme plc' }, reason: 'misread' });
    expect(await ask('/v1/accounts/acme')).toMatchObject({ name: 'Acme plc' });
    const refused = async (type: string, data: object) => (await send(type, acme, { reason: 'x', ...data }))['rejection'];
    expect(await refused('WithdrawFact', { fact: other })).toMatchObject({ code: 'FACT_NOT_FOUND', field: '/fact' });
    expect(await refused('WithdrawFact', { fact: correction })).toMatchObject({ code: 'FACT_IS_A_CORRECTION', field: '/fact' });
    expect(await refused('WithdrawFact', { fact: opened })).toMatchObject({ code: 'FACT_IN_USE', field: '/fact' });
    expect(await refused('CorrectFact', { fact: note })).toMatchObject({ code: 'CORRECTION_INVALID' });
    expect(await refused('CorrectFact', { fact: note, changes: { nmae: 'Acme' } })).toMatchObject({
      code: 'CORRECTION_INVALID',
      field: '/changes/nmae',
      detail: expect.stringContaining('Did you mean name?'),
    });
    expect(await refused('CorrectFact', { fact: note, changes: { name: null } })).toMatchObject({ field: '/changes/name' });
  });
});
