import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModels } from '#libs/read-models/registry.js';
import { type AllInOne, startAllInOne } from './app.js';
import { eur, sendTo, tellTwoTeams } from './testing/two-teams.js';
import { readConfiguration } from '#libs/platform/configuration.js';

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-queries-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
  await tellTwoTeams(send);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const send = sendTo(() => server.url);

const ask = async (path: string): Promise<{ status: number; type: string | null; body: Wire }> => {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, type: response.headers.get('content-type'), body: (await response.json()) as Wire };
};
// What came over the wire, looked at with toMatchObject only.
type Wire = Record<string, unknown> & { items: Record<string, unknown>[] };

describe('the portfolio', () => {
  it('lists accounts with what they stand at and how fresh that is', async () => {
    const { status, body } = await ask('/v1/accounts');
    expect(status).toBe(200);
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({
      accountId: 'acme',
      name: 'Acme',
      stage: 'transactional',
      owner: 'ben',
      orders: 3,
      netSales: [eur('157.10')],
    });
    expect(body['asOf']).toMatchObject({ position: expect.any(String), recordedAt: expect.any(String), lagEvents: 0, lagMs: 0 });
  });

  it('is filtered, sorted, and read page by page', async () => {
    expect((await ask('/v1/accounts?owner=ben')).body.items.map(({ name }) => name)).toEqual(['Acme']);
    const first = await ask('/v1/accounts?sort=-name&limit=1');
    expect(first.body.items.map(({ name }) => name)).toEqual(['Bolt']);
    const second = await ask(`/v1/accounts?sort=-name&limit=1&cursor=${String(first.body['next'])}`);
    expect(second.body.items.map(({ name }) => name)).toEqual(['Acme']);
    expect(second.body['next']).toBeUndefined();
  });

  it('answers the same of the present as of a past that contains everything', async () => {
    const [now, then] = [await ask('/v1/accounts'), await ask('/v1/accounts?asOf=2097-01-01')];
    const known = (items: Record<string, unknown>[]) => items.map(({ daysInStage: _counted, ...rest }) => rest);
    expect(known(then.body.items)).toEqual(known(now.body.items));
  });
});

describe('an account as of a date', () => {
  it('is as it was by business time', async () => {
    const { body } = await ask('/v1/accounts/acme?asOf=2025-03-15');
    expect(body).toMatchObject({
      owner: 'ana',
      orders: 2,
      netSales: [eur('107.10')],
      asOf: { at: '2025-03-15T23:59:59.999Z', time: 'occurred' },
    });
  });

  it('is unknown by recorded time before anything was recorded', async () => {
    const { status, type, body } = await ask('/v1/accounts/acme?asOf=2025-03-15&time=recorded');
    expect([status, type]).toEqual([404, 'application/problem+json']);
    expect(body).toMatchObject({ code: 'ACCOUNT_NOT_FOUND', detail: expect.stringContaining('recorded') });
  });
});

describe('a territory that is announced', () => {
  it('is shown from its day on', async () => {
    const of = async (past: string) => (await ask(`/v1/accounts/acme${past}`)).body['territory'];
    expect([await of('?asOf=2025-05-01'), await of(''), await of('?asOf=2098-01-01')]).toEqual([null, 'north', 'later']);
  });
});

describe('the timeline', () => {
  it('shows the latest first, and a correction beside what it corrects', async () => {
    const { body } = await ask('/v1/accounts/acme/timeline');
    expect(body.items.map(({ type }) => type).slice(0, 3)).toEqual(['OwnershipTransferred', 'InteractionCorrected', 'InteractionRecorded']);
    expect(body.items[2]).toMatchObject({ note: 'asked for a quote', actor: 'ana', correctedBy: [{ reason: 'it was a visit' }] });
  });

  it('is read page by page without a gap, now and of the past', async () => {
    for (const past of ['', '&asOf=2099-01-01']) {
      const whole = (await ask(`/v1/accounts/acme/timeline?limit=1000${past}`)).body.items;
      const pages: unknown[] = [];
      let next: unknown;
      do {
        const { body } = await ask(`/v1/accounts/acme/timeline?limit=3${past}${next === undefined ? '' : `&cursor=${String(next)}`}`);
        pages.push(...body.items);
        next = body['next'];
      } while (next !== undefined);
      expect(pages).toEqual(whole);
    }
  });
});

describe('maturity', () => {
  it('gives the score that a review came to with its band', async () => {
    const scores = { contactStructure: 2, functions: 2, executiveCadence: 2, offering: 2, informationSharing: 2, trust: 2 };
    await send('AssessRelationship', { accountId: 'bolt' }, '2025-06-03T08:00:00Z', { scores });
    const { body } = await ask('/v1/accounts/bolt/maturity');
    expect(body).toMatchObject({ supported: { stage: null, score: 12, band: 'cooperative' }, gap: null });
  });

  it('R3: says that the evidence supports more exactly where the step is taken, as of any day', async () => {
    const scores = { contactStructure: 4, functions: 4, executiveCadence: 4, offering: 4, informationSharing: 4, trust: 4 };
    const asked = async (day: string) => (await ask(`/v1/accounts/bolt/maturity?asOf=${day}`)).body;
    expect(await asked('2025-06-30')).toMatchObject({ supported: { stage: 'transactional', score: 12 }, gap: 'none' });
    await send('AssessRelationship', { accountId: 'bolt' }, '2025-07-03T08:00:00Z', { scores });
    expect(await asked('2025-07-10')).toMatchObject({ supported: { stage: 'value', score: 24 }, gap: 'supported-higher' });
    const { body } = await ask('/v1/accounts?asOf=2025-07-10&gap=supported-higher');
    expect(body.items.map(({ accountId }) => accountId)).toEqual(['bolt']);
    await send('ChangeRelationshipStage', { accountId: 'bolt' }, '2025-07-10T08:00:00Z', { to: 'value' });
    expect(await asked('2025-07-11')).toMatchObject({ stated: { stage: 'value', daysInStage: 1 }, gap: 'none' });
  });
});

describe('promises', () => {
  it('say what they came to: kept late is late, and an open one falls due by itself', async () => {
    const { body } = await ask('/v1/accounts/acme/promises');
    expect(body.items).toMatchObject([
      { promiseId: 'p1', status: 'kept', late: true, daysLate: 3, credit: { employeeId: 'ana', teamId: 'north' }, overdue: false },
      { promiseId: 'p2', status: 'open', overdue: true },
    ]);
    expect((await ask('/v1/accounts/acme/promises?asOf=2025-03-05')).body.items[1]).toMatchObject({ overdue: false, daysOverdue: 0 });
    expect((await ask('/v1/accounts/acme/promises?asOf=2025-03-08&status=overdue')).body.items).toMatchObject([
      { promiseId: 'p2', daysOverdue: 3 },
    ]);
  });
});

describe('the history', () => {
  it('is the events themselves, oldest first, with both times and who', async () => {
    const { body } = await ask('/v1/accounts/acme/history?limit=2');
    expect(body.items).toMatchObject([
      { version: 1, type: 'AccountOpened', data: { name: 'Acme' }, meta: { actor: 'ana', occurredAt: '2025-01-10T08:00:00.000Z' } },
      { version: 2, type: 'OwnerAssigned' },
    ]);
    const rest = await ask(`/v1/accounts/acme/history?cursor=${String(body['next'])}`);
    expect(rest.body.items[0]).toMatchObject({ version: 3 });
    expect((await ask('/v1/accounts/acme/history?type=OrderRecorded')).body.items).toHaveLength(3);
  });
});

describe('KPIs', () => {
  it('count for the owner and the team of that time: a reassignment never restates the past', async () => {
    const { body } = await ask('/v1/kpis?by=team&period=quarter');
    const rows = body.items.map(({ key, name, period, netSales }) => ({ key, name, period, netSales }));
    expect(rows.filter(({ netSales }) => (netSales as unknown[]).length > 0)).toEqual([
      { key: 'north', name: 'Team North', period: '2025-Q1', netSales: [eur('107.10')] },
      { key: 'south', name: 'Team South', period: '2025-Q2', netSales: [eur('50.00')] },
    ]);
    const people = (await ask('/v1/kpis?by=employee&period=year&from=2025&to=2025')).body.items;
    expect(people.filter(({ key }) => key !== 'unassigned')).toMatchObject([
      { key: 'ana', name: 'Ana Ruiz', orders: 3, netSales: [eur('157.10')], accounts: { opened: 1 } },
      // M6: he was there and sold nothing.
      { key: 'ben', name: 'Ben Okafor', orders: 0, netSales: [], accounts: { opened: 0 } },
    ]);
  });

  it('can be asked for one team or employee, now and of the past', async () => {
    for (const past of ['', '&asOf=2097-01-01']) {
      const { body } = await ask(`/v1/kpis?by=team&key=north&period=year&from=2025&to=2025${past}`);
      expect(body.items).toMatchObject([{ key: 'north', period: '2025', netSales: [eur('107.10')] }]);
    }
  });

  it('sum up the range with the accounts that carry it', async () => {
    const { body } = await ask('/v1/kpis?by=company&period=month&from=2025-02&to=2025-03');
    expect(body['totals']).toMatchObject([
      {
        key: 'all',
        period: '2025-02..2025-03',
        orders: 2,
        promises: { made: 2, kept: 1, keptLate: 1, broken: 0, open: 1 },
        concentration: [{ currency: 'EUR', accounts: 1, topShare: 1, top: [{ accountId: 'acme', netSales: eur('107.10'), share: 1 }] }],
      },
    ]);
  });

  it('widen a range that cuts a period to all of it, so that the rows sum to the totals', async () => {
    const { body } = await ask('/v1/kpis?by=company&period=quarter&from=2025-03&to=2025-05');
    const sales = (rows: unknown) => (rows as { netSales: unknown }[]).map(({ netSales }) => netSales);
    expect(sales(body.items)).toEqual([[eur('107.10')], [eur('50.00')]]);
    expect(sales(body['totals'])).toEqual([[eur('157.10')]]);
  });

  it('can be asked of the past', async () => {
    const { body } = await ask('/v1/kpis?by=company&period=year&asOf=2025-02-28');
    expect(body.items).toMatchObject([{ period: '2025', orders: 2, netSales: [eur('107.10')] }]);
  });
});

describe('stages, policies, status', () => {
  it('show the board by stage with the time in it', async () => {
    const { body } = await ask('/v1/stages?asOf=2025-01-20');
    expect(body['columns']).toMatchObject([
      { stage: 'transactional', accounts: 2 },
      { stage: 'value', accounts: 0 },
      { stage: 'strategic' },
    ]);
    expect(body['stays']).toMatchObject([{ state: 'transactional', completed: 0, censored: 2 }]);
  });

  it('name every policy and the version in force', async () => {
    const { body } = await ask('/v1/policies');
    expect(body.items).toContainEqual({
      name: 'recording',
      inForce: { ref: 'recording@0', document: { futureToleranceMinutes: 5 } },
      versions: [],
      activations: [],
    });
  });

  it('tell how far every read model is', async () => {
    const { body } = await ask('/v1/status');
    expect(body).toMatchObject({ status: 'caught-up', parked: [] });
    expect((body['readModels'] as { asOf: object }[]).map(({ asOf }) => asOf)).toEqual(
      Object.values(readModels)
        .flat()
        .map(() => expect.objectContaining({ lagEvents: 0, position: (body['log'] as { position: string }).position })),
    );
  });
});

describe('a wrong question', () => {
  it.each([
    ['/v1/accounts?sort=colour', '/sort', 'name'],
    ['/v1/accounts?limit=0', '/limit', 'from 1'],
    ['/v1/accounts?limit=1001', '/limit', '1000'],
    ['/v1/accounts?cursor=%20', '/cursor', 'next'],
    ['/v1/accounts?cursor=abc', '/cursor', ''],
    ['/v1/accounts?colour=red', '/colour', 'Allowed'],
    ['/v1/accounts/acme?asOf=2026-02-30', '/asOf', '2026-03-01'],
    ['/v1/accounts/acme?asOf=yesterday', '/asOf', 'moment'],
    ['/v1/accounts/acme?time=both', '/time', 'occurred, recorded'],
    ['/v1/accounts/acme/history?cursor=abc', '/cursor', ''],
    ['/v1/accounts/acme/promises?status=late', '/status', 'overdue'],
    ['/v1/kpis?by=planet', '/by', 'company, employee, team'],
    ['/v1/kpis?period=week', '/period', 'quarter'],
    ['/v1/kpis?from=2025-13', '/from', '2026-Q1'],
    ['/v1/kpis?from=2025&to=2024-Q4', '/to', 'turn the two around'],
    ['/v1/accounts/acme/history?type=Nope', '/type', 'OrderRecorded'],
    ['/v1/kpis?cursor=abc', '/cursor', ''],
    ['/v1/kpis?key=nosuch', '/key', 'by=employee'],
    ['/v1/status?x=1', '/x', ''],
    ['/v1/accounts?stage=value&stage=strategic', '/stage', 'one of'],
  ])('%s is refused with the parameter and what is allowed', async (path, pointer, allowed) => {
    const { status, type, body } = await ask(path);
    expect([status, type]).toEqual([400, 'application/problem+json']);
    expect(body).toMatchObject({ code: 'INVALID_QUERY', errors: [{ pointer, detail: expect.stringContaining(allowed) }] });
  });

  it('U6: about the figures of a team that there is not is 404', async () =>
    expect(await ask('/v1/kpis?by=team&key=nosuch')).toMatchObject({ status: 404, body: { code: 'TEAM_NOT_FOUND' } }));
  it.each(['', '/timeline', '/maturity', '/promises', '/history'])(
    'to an account that there is not is 404: /v1/accounts/nobody%s',
    async (part) => {
      const { status, body } = await ask(`/v1/accounts/nobody${part}`);
      expect([status, body['code']]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    },
  );
});
