import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { declaredQuestions } from '#libs/contracts/questions.js';
import { rapport, serving } from '../testing/rapport.js';

const kept = (promiseId: string, more: object = {}) => ({
  overdue: false,
  daysOverdue: 0,
  accountId: 'acme',
  promiseId,
  what: `Deliver ${promiseId}`,
  status: 'kept',
  due: '2026-02-10',
  dueHistory: [],
  madeAt: '2026-02-01T10:00:00.000Z',
  keptAt: '2026-02-09T10:00:00.000Z',
  credit: { employeeId: 'ana', teamId: null },
  ...more,
});

/** The lines of a table, cell by cell. */
const cells = (out: string): readonly (readonly string[])[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));

describe('the list of questions', () => {
  it('names every declared question with what it answers, and starts nothing', async () => {
    const { exit, out, err, started } = await rapport(['ask']);
    expect([exit, started]).toEqual([0, []]);
    for (const { summary } of declaredQuestions()) expect(out).toContain(`  ${summary}\n`);
    expect(out).toMatch(/^About one account *\naccount <accountId> [^]*\n\nAbout all of them *\n[^]*^accounts {2,}The portfolio/m);
    expect(out).toMatch(/^departed-credits {2,}/m);
    expect(err).toContain(`${declaredQuestions().length} questions`);
  });

  it('is one question a line for machines, with what it takes', async () => {
    const { out } = await rapport(['ask', '--json']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(declaredQuestions().length);
    expect(lines).toContainEqual(
      expect.objectContaining({
        name: 'promises',
        path: '/v1/accounts/{id}/promises',
        parameters: expect.objectContaining({ status: expect.objectContaining({ allowed: 'one of open, kept, broken, overdue' }) }),
      }),
    );
  });
});

describe('a question', () => {
  it.each(declaredQuestions())('$name says what it takes and what it answers', async ({ name, parameters, path }) => {
    const { exit, out } = await rapport(['ask', kebab(name), '--help']);
    expect(exit).toBe(0);
    for (const parameter of Object.keys(parameters)) expect(out).toMatch(new RegExp(` --(with-)?${kebab(parameter)} <`));
    expect(out).toMatch(/\nFields:\n\w+/);
    expect(out).toContain(`GET ${path}`);
  });

  it('whose parameter is called like an option that all commands have takes it by another name', async () => {
    await using server = await serving({ '/v1/lost-accounts?limit=50&version=2': { items: [{ accountId: 'acme' }] } });
    const { exit, out } = await rapport(['ask', 'lost-accounts', '--with-version', '2', '--url', server.url]);
    expect([exit, out]).toEqual([0, 'account id\nacme\n']);
  });

  it('is asked with the parameters that its declaration names, and told as a table by the schema of its answer', async () => {
    const path = '/v1/accounts/acme/promises?asOf=2026-03-31&time=recorded&limit=50&status=kept';
    const asOf = { position: '7', lagEvents: 0, at: '2026-03-31T23:59:59.999Z', time: 'recorded' };
    await using server = await serving({ [path]: { items: [kept('p-1'), kept('p-2', { daysLate: 3, late: true })], asOf } });
    const asked = ['ask', 'promises', 'acme', '--as-of', '2026-03-31', '--time', 'recorded', '--status', 'kept'];
    const { exit, out, err } = await rapport([...asked, '--url', server.url]);
    expect(exit).toBe(0);
    expect(cells(out)).toEqual([
      // In the order of the schema; without the account, which was asked for, and without what nobody has.
      ['overdue', 'days overdue', 'promise id', 'what', 'status', 'due', 'made at', 'kept at', 'days late', 'late', 'credit employee id'],
      ['no', '0', 'p-1', 'Deliver p-1', 'kept', '2026-02-10', '2026-02-01 10:00:00', '2026-02-09 10:00:00', 'ana'],
      ['no', '0', 'p-2', 'Deliver p-2', 'kept', '2026-02-10', '2026-02-01 10:00:00', '2026-02-09 10:00:00', '3', 'yes', 'ana'],
    ]);
    expect(err).toBe('As of 2026-03-31 23:59:59 UTC, by the time things were recorded\n2\n');
  });

  it('about one thing is told field by field, and the lists in it below', async () => {
    const maturity = {
      accountId: 'acme',
      stated: { stage: 'value', since: '2026-02-01T00:00:00.000Z', daysInStage: 30.123456, overridden: false },
      lostSince: null,
      supported: null,
      gap: null,
      moves: [{ from: 'transactional', to: 'value', at: '2026-02-01T00:00:00.000Z', reason: 'a joint plan' }],
      stays: [],
      asOf: { position: '7', lagEvents: 2 },
    };
    await using server = await serving({ '/v1/accounts/acme/maturity': maturity });
    const { out, err } = await rapport(['ask', 'maturity', 'acme', '--url', server.url]);
    expect(out).toBe(
      [
        'What                    Value',
        'account id              acme',
        'lost since              –',
        'supported               –',
        'gap                     –',
        'stays                   –',
        'stated › stage          value',
        'stated › since          2026-02-01',
        'stated › days in stage  30.1235',
        'stated › overridden     no',
        '',
        'Moves',
        'from           to     at          reason',
        'transactional  value  2026-02-01  a joint plan',
        '',
      ].join('\n'),
    );
    expect(err).toBe('Behind by 2 events: ask again in a moment.\n');
  });

  it('tells money, figures within figures and short lists in their cells, and of long lists how long they are', async () => {
    const long = Array.from({ length: 12 }, (_, index) => ({ from: 'value', to: 'lost', at: `2026-02-${10 + index}T00:00:00.000Z` }));
    const items = [
      { accountId: 'acme', name: 'Acme', netSales: [{ amount: '5.00', currency: 'USD' }], maturity: { score: 0.12345678 }, history: long },
      { accountId: 'bolt', name: 'Bolt', netSales: [], history: [], unheardOf: ['a', 'b'] },
    ];
    await using server = await serving({ '/v1/accounts?limit=50': { items } });
    const { out } = await rapport(['ask', 'accounts', '--url', server.url]);
    expect(cells(out)).toEqual([
      ['account id', 'name', 'history', 'net sales', 'unheard of', 'maturity score'],
      ['acme', 'Acme', '12', '5.00 USD', '0.1235'],
      ['bolt', 'Bolt', '0', 'a, b'],
    ]);
  });
});

describe('a list', () => {
  const page = (from: number, length: number) => Array.from({ length }, (_, index) => ({ accountId: `a-${from + index}` }));
  const paths = {
    '/v1/accounts?limit=3&sort=-name': { items: page(0, 2), next: 'n' },
    '/v1/accounts?limit=1&cursor=n&sort=-name': { items: page(2, 1), next: 'm' },
    '/v1/accounts?limit=1000': { items: page(0, 1000), next: 'n', asOf: { position: '9', lagEvents: 0 } },
    '/v1/accounts?limit=1000&cursor=n': { items: page(1000, 2), asOf: { position: '9', lagEvents: 0 } },
    '/v1/accounts?limit=50&cursor=m': { items: page(3, 1) },
  };

  it('is as long as was asked for, and says that there is more', async () => {
    await using server = await serving(paths);
    const { out, err } = await rapport(['ask', 'accounts', '--sort=-name', '--limit', '3', '--url', server.url]);
    expect(cells(out).flat()).toEqual(['account id', 'a-0', 'a-1', 'a-2']);
    expect(err).toBe('3; there are more (--all, --limit)\n');
  });

  it('is read to its end, and is one document for machines with everything that the server says', async () => {
    await using server = await serving(paths);
    const { out } = await rapport(['ask', 'accounts', '--all', '--json', '--url', server.url]);
    expect(JSON.parse(out)).toEqual({ items: page(0, 1002), asOf: { position: '9', lagEvents: 0 } });
  });

  it('goes on where it ended before', async () => {
    await using server = await serving(paths);
    const { out } = await rapport(['ask', 'accounts', '--cursor', 'm', '--url', server.url]);
    expect(cells(out).flat()).toEqual(['account id', 'a-3']);
  });

  it('is told with the fields that were chosen, in their order', async () => {
    const items = [{ accountId: 'a', name: 'Acme', stage: 'value', owner: 'ana' }];
    await using server = await serving({ '/v1/accounts?limit=50': { items } });
    const { out } = await rapport(['ask', 'accounts', '--fields', 'stage,name', '--url', server.url]);
    expect(cells(out)).toEqual([
      ['stage', 'name'],
      ['value', 'Acme'],
    ]);
  });

  it('is told with one list of it, or some fields of it, where they are named with the list', async () => {
    const moves = [{ from: 'value', to: 'strategic', at: '2026-02-01T00:00:00.000Z', reason: 'a plan' }];
    const answer = { accountId: 'acme', gap: null, moves, stays: [{ stage: 'value', from: '2026-01-01T00:00:00.000Z' }] };
    await using server = await serving({ '/v1/accounts/acme/maturity': answer });
    const asked = (fields: string) => rapport(['ask', 'maturity', 'acme', '--fields', fields, '--url', server.url]);
    expect(cells((await asked('moves.to,moves.from')).out)).toEqual([
      ['to', 'from'],
      ['strategic', 'value'],
    ]);
    expect(cells((await asked('moves')).out)[0]).toEqual(['from', 'to', 'at', 'reason']);
    expect((await rapport(['ask', 'maturity', 'acme', '--fields', 'moves.too'])).err).toContain('Did you mean moves.to?');
  });

  it('leaves out on a screen what does not fit, and says what', async () => {
    const items = [{ accountId: 'an-account', name: 'A name', stage: 'value', owner: 'somebody' }];
    await using server = await serving({ '/v1/accounts?limit=50': { items } });
    const { out, err } = await rapport(['ask', 'accounts', '--url', server.url], { columns: 30 });
    expect(cells(stripVTControlCharacters(out))).toEqual([
      ['account id', 'name', 'stage'],
      ['an-account', 'A name', 'value'],
    ]);
    expect(err).toContain('The screen has no room for owner: choose with --fields, or take --json.');
  });

  it('of nothing says so', async () => {
    await using server = await serving({ '/v1/departed-credits?limit=50': { items: [] } });
    expect(await rapport(['ask', 'departed-credits', '--url', server.url])).toMatchObject({ exit: 0, out: '', err: 'None\n' });
  });
});

describe('a mistake', () => {
  it.each([
    [['promisses', 'acme'], /There is no question "promisses"\.\n {2}Did you mean promises\? rapport ask lists them all/],
    [['promises'], /missing required argument 'accountId'/],
    [['promises', 'acme', '--status', 'opn'], /Expected one of open, kept, broken, overdue\. Did you mean open\?/],
    [['promises', 'acme', '--sttus', 'open'], /unknown option '--sttus'\n\(Did you mean --status\?\)/],
    [['history', 'acme', '--type', 'OrderRecordet'], /Did you mean OrderRecorded\?/],
    [['accounts', '--as-of', '2026-02-30'], /Expected a moment such as/],
    [['accounts', '--limit', '0'], /whole number from 1 to 1000000/],
    [['accounts', '--limit', '3', '--all'], /'--limit <n>' cannot be used with option '--all'/],
    [['accounts', '--fields', 'name,stag'], /The answer has no field "stag"\.\n {2}Did you mean stage\?/],
    [['kpis', '--from', 'soon'], /Expected a year, quarter or month/],
  ])('%j ends with 2 and the fix, and starts nothing', async (argv, message) => {
    const { exit, err, out, started } = await rapport(['ask', ...argv]);
    expect({ exit, out, started }).toEqual({ exit: 2, out: '', started: [] });
    expect(err).toMatch(message);
  });

  it('that the server alone can tell ends in its words', async () => {
    await using server = await serving();
    const { exit, err } = await rapport(['ask', 'account', 'nobody', '--url', server.url]);
    expect([exit, err]).toEqual([5, expect.stringMatching(/\(NOT_FOUND\)\n {2}Check the id/)]);
  });
});

const kebab = (name: string): string => name.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase();
