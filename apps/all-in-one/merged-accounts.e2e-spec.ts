import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type AllInOne, startAllInOne } from './app.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-merged-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  await tell();
  await caughtUp();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

// What came over the wire, looked at with toMatchObject only.
type Wire = Record<string, unknown> & { items: Record<string, unknown>[] };

const command = async (type: string, accountId: string, occurredAt: string, data: object): Promise<{ status: number; body: Wire }> => {
  const response = await fetch(`${server.url}/v1/commands/${type}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
    body: JSON.stringify({ accountId, occurredAt: `${occurredAt}T09:00:00Z`, data }),
  });
  return { status: response.status, body: (await response.json()) as Wire };
};

const send = async (...asked: Parameters<typeof command>): Promise<void> => {
  const { status, body } = await command(...asked);
  if (status !== 200) throw new Error(`${asked[0]}: ${status} ${JSON.stringify(body)}`);
};

const ask = async (path: string): Promise<Wire> => (await (await fetch(`${server.url}${path}`)).json()) as Wire;

const caughtUp = async (): Promise<void> => {
  while ((await ask('/v1/status'))['status'] !== 'caught-up') await pause(20);
};

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** `a` is merged into `b` and `b` into `c` (so that `c` speaks for three), `x` stays, `child` stands below `a`; all trade in 2024 and 2025. */
const tell = async (): Promise<void> => {
  for (const id of ['a', 'b', 'c', 'x', 'child']) await send('OpenAccount', id, '2024-01-01', { name: id.toUpperCase() });
  await send('SetParentAccount', 'child', '2024-01-02', { parentId: 'a' });
  for (const [n, id] of ['a', 'b', 'c', 'x'].entries()) {
    await send('RecordOrder', id, `2024-0${n + 2}-01`, { orderNumber: `${id}-1`, net: eur(`${(n + 1) * 100}.00`) });
    await send('MakePromise', id, `2024-0${n + 2}-01`, { promiseId: `${id}-p`, what: `Deliver ${id}-1`, due: '2024-06-10' });
  }
  await send('MergeAccounts', 'a', '2025-02-01', { into: 'b', reason: 'one company' });
  await send('MergeAccounts', 'b', '2025-03-01', { into: 'c', reason: 'one company' });
  await send('RecordOrder', 'c', '2025-04-01', { orderNumber: 'c-2', net: eur('600.00') });
  await send('RecordOrder', 'x', '2025-04-01', { orderNumber: 'x-2', net: eur('400.00') });
};

const pagesOf = async (path: string, limit: number): Promise<readonly Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  for (let cursor = ''; ;) {
    const page = await ask(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    if (page['next'] === undefined) return items;
    cursor = String(page['next']);
  }
};

describe('R9: an account that has absorbed others, these again others', () => {
  it('says whom it speaks for, and its trade is theirs together', async () => {
    expect(await ask('/v1/accounts/c')).toMatchObject({
      status: 'open',
      orders: 4,
      netSales: [eur('1200.00')],
      lastOrderAt: '2025-04-01T09:00:00.000Z',
      absorbed: [
        { accountId: 'b', name: 'B', mergedInto: 'c', mergedAt: '2025-03-01T09:00:00.000Z', orders: 1, netSales: [eur('200.00')] },
        { accountId: 'a', name: 'A', mergedInto: 'b', orders: 1, netSales: [eur('100.00')] },
      ],
    });
    expect(await ask('/v1/accounts/a')).toMatchObject({ status: 'merged', mergedInto: 'b', orders: 1, absorbed: [] });
    const listed = await ask('/v1/accounts?status=open');
    expect(listed.items.map(({ accountId, netSales }) => [accountId, netSales])).toEqual([
      ['c', [eur('1200.00')]],
      ['child', []],
      ['x', [eur('800.00')]],
    ]);
  });

  it('is as it was right before a merger and right after it, by both times', async () => {
    const at = async (moment: string) => {
      const { orders, absorbed, status } = await ask(`/v1/accounts/c?asOf=${moment}`);
      return [status, orders, (absorbed as { accountId: string }[]).map(({ accountId }) => accountId)];
    };
    expect(await at('2025-03-01T08:59:59.999Z')).toEqual(['open', 1, []]);
    expect(await at('2025-03-01T09:00:00.000Z')).toEqual(['open', 3, ['b', 'a']]);
    expect(await ask('/v1/accounts/a?asOf=2025-02-01T08:59:59.999Z')).toMatchObject({ status: 'open', mergedInto: null });
    expect(await ask('/v1/accounts/b?asOf=2025-02-28')).toMatchObject({ status: 'open', orders: 2, absorbed: [{ accountId: 'a' }] });
    const listed = await ask('/v1/accounts?asOf=2025-02-28&status=open');
    expect(listed.items.map(({ accountId, orders }) => [accountId, orders])).toEqual([
      ['b', 2],
      ['c', 1],
      ['child', 0],
      ['x', 1],
    ]);
    expect(await ask('/v1/accounts/c?time=recorded&asOf=2097-01-01')).toMatchObject({ orders: 4 });
  });

  it.each(['', '?sort=at'])('has one timeline, each entry under the account that it came from, page by page (%s)', async (sort) => {
    const whole = (await ask(`/v1/accounts/c/timeline${sort}`)).items;
    expect(whole.map(({ accountId }) => accountId).filter((id) => id === 'a')).toHaveLength(4);
    expect(whole.map(({ type }) => type)).toEqual(expect.arrayContaining(['AccountAbsorbed', 'AccountsMerged', 'AccountOpened']));
    const orders = whole.map(({ at }) => String(at));
    expect(orders).toEqual(sort === '' ? orders.toSorted().toReversed() : orders.toSorted());
    for (const limit of [1, 2, 5]) expect(await pagesOf(`/v1/accounts/c/timeline${sort}`, limit)).toEqual(whole);
    const before = await ask('/v1/accounts/c/timeline?asOf=2025-02-28');
    expect(new Set(before.items.map(({ accountId }) => accountId))).toEqual(new Set(['c']));
  });

  it('has their promises, also overdue ones and page by page', async () => {
    const ids = ['a-p', 'b-p', 'c-p'];
    for (const limit of [1, 2, 3, 10]) {
      const promises = await pagesOf('/v1/accounts/c/promises?status=overdue', limit);
      expect(promises.map(({ promiseId }) => promiseId)).toEqual(ids);
    }
  });

  it('has their children', async () => {
    for (const id of ['c', 'b', 'a']) expect((await ask(`/v1/accounts?parentId=${id}`)).items).toMatchObject([{ accountId: 'child' }]);
  });

  it('is kept: the mergers are neither loss nor growth', async () => {
    const { items } = await ask('/v1/kpis?period=year&from=2025&to=2025');
    expect(items).toMatchObject([{ retention: { logo: 1, accounts: 2, byCurrency: { EUR: { gross: 1, net: 1, accounts: 2 } } } }]);
    const { totals } = (await ask('/v1/kpis')) as unknown as {
      totals: { concentration: { accounts: number; top: { accountId: string }[] }[] }[];
    };
    const { accounts, top } = totals[0]!.concentration[0]!;
    expect([accounts, top.map(({ accountId }) => accountId)]).toEqual([2, ['c', 'x']]);
  });

  it('has the command that merged it found by its id, with what it did to its own account', async () => {
    const [merged] = (await ask('/v1/accounts/a/history?type=AccountsMerged')).items as { meta: { commandId: string } }[];
    expect(await ask(`/v1/commands/${merged!.meta.commandId}`)).toMatchObject({
      outcome: 'ACCEPTED',
      accountId: 'a',
      events: [{ type: 'AccountsMerged' }],
    });
  });

  it('is named to whoever sends to the old id, in the rejection and in the problem', async () => {
    expect(await command('RenameAccount', 'a', '2025-05-01', { name: 'A' })).toMatchObject({
      status: 422,
      body: { code: 'ACCOUNT_MERGED', survivor: 'c', rejection: { code: 'ACCOUNT_MERGED', survivor: 'c' } },
    });
  });
});

describe('R9: what was open in an account that was merged', () => {
  it('is settled under its own id, and the account that goes on shows it', async () => {
    await send('KeepPromise', 'a', '2025-05-02', { promiseId: 'a-p' });
    await send('RecordReturn', 'a', '2025-05-03', { returnNumber: 'a-r', orderNumber: 'a-1', net: eur('10.00') });
    await caughtUp();
    const overdue = (await ask('/v1/accounts/c/promises?status=overdue')).items;
    expect(overdue.map(({ promiseId }) => promiseId)).toEqual(['b-p', 'c-p']);
    const [latest] = (await ask('/v1/accounts/c/timeline')).items;
    expect(latest).toMatchObject({ accountId: 'a', type: 'ReturnRecorded' });
  });
});

it('R8: a merger that is undone leaves both as before, with what was told since', async () => {
  await send('UnmergeAccount', 'b', '2025-06-01', { reason: 'two companies' });
  await caughtUp();
  expect(await ask('/v1/accounts/c')).toMatchObject({ orders: 2, absorbed: [] });
  expect(await ask('/v1/accounts/b')).toMatchObject({ status: 'open', mergedInto: null, orders: 2, absorbed: [{ accountId: 'a' }] });
  expect(await ask('/v1/accounts/c?asOf=2025-05-31')).toMatchObject({ orders: 4 });
  expect((await ask('/v1/accounts/c/timeline')).items[0]).toMatchObject({ type: 'AccountReleased', data: { accountId: 'b' } });
});
