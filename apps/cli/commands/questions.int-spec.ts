import { describe, expect, it } from '@jest/globals';
import { CommandServer } from '../testing/command-server.js';
import { rapport, serving, UP_TO_DATE } from '../testing/rapport.js';

const HISTORY = [
  {
    id: 'e-1',
    stream: 'account-acme',
    version: 1,
    position: '1',
    type: 'AccountOpened',
    data: { name: 'Acme' },
    meta: {
      commandId: 'c-1',
      commandHash: '',
      actor: 'importer',
      source: 'import:shop',
      occurredAt: '2026-01-01T00:00:00.000Z',
      recordedAt: '2026-03-01T09:30:15.123Z',
    },
  },
  {
    id: 'e-2',
    stream: 'account-acme',
    version: 2,
    position: '2',
    type: 'RelationshipStageChanged',
    data: { from: 'transactional', to: 'value', direction: 'advance', reason: 'a joint plan' },
    meta: {
      commandId: 'c-2',
      commandHash: '',
      actor: 'ana',
      occurredAt: '2026-02-01T10:00:00.000Z',
      recordedAt: '2026-03-01T09:31:00.000Z',
      policy: 'stage-evidence@3',
      evidence: ['e-1'],
      note: 'at last',
    },
  },
];

describe('replay', () => {
  const paths = {
    '/v1/accounts/acme/history?limit=500': { items: HISTORY.slice(0, 1), next: 'n' },
    '/v1/accounts/acme/history?limit=500&cursor=n': { items: HISTORY.slice(1) },
    '/v1/accounts/acme/history?asOf=2026-01-31&time=recorded&limit=500': { items: [] },
  };

  it('tells every event with both times, who, what, why, and the policy', async () => {
    await using server = await serving(paths);
    const { exit, out, err } = await rapport(['replay', 'acme', '--url', server.url]);
    expect(exit).toBe(0);
    const lines = out.split('\n').map((line) => line.split(/ {2,}/).filter((cell) => cell !== ''));
    expect(lines).toEqual([
      ['Version', 'Happened', 'Recorded', 'Who', 'What', 'Why', 'Policy'],
      ['1', '2026-01-01', '2026-03-01 09:30:15', 'importer (import:shop)', 'Account opened: name Acme'],
      ['Version', 'Happened', 'Recorded', 'Who', 'What', 'Why', 'Policy'],
      [
        '2',
        '2026-02-01 10:00:00',
        '2026-03-01 09:31:00',
        'ana',
        'Relationship stage changed: from transactional, to value, direction advance',
        'a joint plan; “at last”; rests on e-1',
        'stage-evidence@3',
      ],
      [],
    ]);
    expect(err).toBe('2 events\n');
  });

  it('takes types, and a moment with its kind of time', async () => {
    await using server = await serving(paths);
    expect(await rapport(['replay', 'acme', '--type', 'AccountOpened', '--url', server.url])).toMatchObject({ err: '1 event\n' });
    expect(await rapport(['replay', 'acme', '--as-of', '2026-01-31', '--time', 'recorded', '--url', server.url])).toMatchObject({
      exit: 0,
      out: '',
      err: '0 events\n',
    });
  });

  it('gives machines the events themselves', async () => {
    await using server = await serving(paths);
    const { out } = await rapport(['replay', 'acme', '--json', '--url', server.url]);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(HISTORY);
  });
});

/** The cells of a table. */
const cells = (out: string): readonly (readonly string[])[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));

describe('questions', () => {
  it('as-of shows an account field by field', async () => {
    const account = {
      accountId: 'acme',
      name: 'Acme',
      maturity: { total: 9 },
      netSales: [{ amount: '10.00', currency: 'USD' }],
      asOf: { position: '7', lagEvents: 2 },
    };
    await using server = await serving({ '/v1/accounts/acme?asOf=2026-03-31&time=occurred': account });
    const { out, err } = await rapport(['as-of', 'acme', '2026-03-31', '--url', server.url]);
    expect(out).toBe(
      [
        'What              Value',
        'account id        acme',
        'name              Acme',
        'maturity › total  9',
        'net sales         10.00 USD',
        '',
      ].join('\n'),
    );
    expect(err).toBe('acme as of the end of 2026-03-31, by the time things happened\nBehind by 2 events: ask again in a moment.\n');
  });

  it('accounts lists as many as are asked for, and says that there are more', async () => {
    const paths = {
      '/v1/accounts?stage=value&sort=-since&limit=3': {
        items: [
          { accountId: 'a', name: 'A', orders: 7, netSales: [{ amount: '5.00', currency: 'USD' }] },
          { accountId: 'b', name: 'B', lastOrderAt: '2026-03-01T00:00:00.000Z' },
        ],
        next: 'n',
      },
      '/v1/accounts?stage=value&sort=-since&limit=3&cursor=n': {
        items: [
          { accountId: 'c', name: 'C' },
          { accountId: 'd', name: 'D' },
        ],
      },
    };
    await using server = await serving(paths);
    const argv = ['accounts', '--where', 'stage=value', '--sort', '-since', '--limit', '3', '--url', server.url];
    const { exit, out, err } = await rapport(argv);
    expect([exit, err]).toEqual([0, '3 accounts; there are more (--limit)\n']);
    expect(cells(out).slice(1)).toEqual([
      ['a', 'A', '7', '5.00 USD'],
      ['b', 'B', '2026-03-01'],
      ['c', 'C'],
    ]);
    const ids = (await rapport([...argv, '--json'])).out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { accountId: string }).accountId);
    expect(ids).toEqual(['a', 'b', 'c']);
  });

  it('kpis shows periods and the whole', async () => {
    const figures = (period: string, made: number) => ({
      key: '7',
      name: 'Ana',
      period,
      orders: 2,
      netSales: [{ amount: '30.00', currency: 'USD' }],
      promises: { made, kept: 1, keptLate: 1, broken: 0, overdue: 1, openNotYetDue: 3, inTimeRate: 0.5 },
    });
    const one = { currency: 'EUR', accounts: 1, topShare: 1, top: [{}] };
    const concentration = [{ currency: 'USD', accounts: 9, topShare: 0.3321, top: [{}, {}] }, one];
    const totals = [{ ...figures('2026-01..2026-03', 2), complete: false, concentration }];
    await using server = await serving({
      '/v1/kpis?by=employee&period=year&limit=1000': { items: [figures('2026', 2)], totals, asOf: { position: '7', lagEvents: 0 } },
    });
    const { out, err } = await rapport(['kpis', '--by', 'employee', '--url', server.url]);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    expect(lines[1]).toEqual(['Ana (7)', '2026', '2', '30.00 USD', '2', '1', '1', '0', '1', '3', '50.0 %']);
    const total = ['Ana (7)', '2026-01..2026-03 *', '2', '30.00 USD', '2', '1', '1', '0', '1', '3', '50.0 %', '9, 1', '2: 33.2 %'];
    // U10: one account alone is all there is, and no concentration.
    expect(lines.at(-1)).toEqual(total);
    expect(err).toContain('* still runs, or data begin within it');
  });

  it('U10: kpis says no count that cannot be: of two accounts with sales the largest are two', async () => {
    const figures = { key: 'all', name: null, period: '2026', orders: 1, netSales: [], promises: {} };
    const totals = [{ ...figures, concentration: [{ currency: 'USD', accounts: 2, topShare: 1, top: [{}, {}, {}] }] }];
    await using server = await serving({ '/v1/kpis?by=company&period=year&limit=1000': { items: [figures], totals } });
    const { out } = await rapport(['kpis', '--url', server.url]);
    expect(out.trimEnd()).toMatch(/ 2 {2,}2: 100\.0 %$/);
  });

  it('status tells what is behind and what is parked', async () => {
    const readModels = [{ service: 'timeline', name: 'account-timeline', version: 1, parked: 1, asOf: { position: '5', lagEvents: 3 } }];
    const body = { ...UP_TO_DATE.body, status: 'parked', readModels, parked: [{ stream: 'account-acme', events: 2 }] };
    await using server = await CommandServer.start({ get: (path) => (path === '/v1/status' ? { status: 200, body } : undefined) });
    const { out } = await rapport(['status', '--url', server.url]);
    expect(out).toContain(`Server: ${server.url}\nStatus: parked\nLog: up to 7, recorded 2026-03-01 09:30:00\n`);
    expect(out).toMatch(/timeline +account-timeline@1 +3 +1\n\nParked\nstream +events\naccount-acme +2\n/);
  });

  it('status tells why a read model is stopped, and what to do', async () => {
    const asOf = { position: '9', lagEvents: 7 };
    const readModels = [{ service: 'timeline', name: 'account-timeline', version: 1, parked: 0, asOf, stopped: 'It is of another log.' }];
    const body = { ...UP_TO_DATE.body, status: 'stopped', readModels, parked: [] };
    await using server = await CommandServer.start({ get: (path) => (path === '/v1/status' ? { status: 200, body } : undefined) });
    const { out } = await rapport(['status', '--url', server.url]);
    expect(out).toMatch(/Status: stopped\n[^]*account-timeline@1 +7 +0\n\nStopped: It is of another log\.\n/);
  });
});

describe('U6: what is not there', () => {
  it('is a folder without a portfolio: no command but import begins one there', async () => {
    const missingLog = async (dataDir: string) => `${dataDir}/events.db`;
    for (const argv of [
      ['accounts'],
      ['status'],
      ['kpis'],
      ['replay', 'acme'],
      ['as-of', 'acme', '2026-01-01'],
      ['send', 'OpenAccount', '--account', 'a'],
    ]) {
      const { exit, out, err, started } = await rapport([...argv, '--data-dir', './dta'], { missingLog, stdin: '{}' });
      expect({ argv, exit, out, started }).toEqual({ argv, exit: 5, out: '', started: [] });
      expect(err).toContain('There is no portfolio in ./dta: ./dta/events.db is not there.');
      expect(err).toContain('--data-dir');
    }
  });

  it('is a type of event: the near one is named, and nothing is asked', async () => {
    expect(await rapport(['replay', 'acme', '--type', 'OrderRecordet'])).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/no event of the type "OrderRecordet"[^]*Did you mean OrderRecorded/),
      started: [],
    });
    expect(await rapport(['replay', 'acme', '--type', 'Nope'])).toMatchObject({ exit: 2, err: expect.stringContaining('Nope') });
  });
});
