import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { rapport, serving } from './testing/rapport.js';

describe('help', () => {
  it('of the program names every command, the options of all, the exit codes, and where to begin', async () => {
    const { exit, out } = await rapport(['--help']);
    expect(exit).toBe(0);
    for (const name of ['import', 'send', 'ask', 'status', 'accounts', 'replay', 'as-of', 'kpis'])
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const text of ['--url', '--data-dir', '--json', '--actor', 'Exit codes: 0 done', '130', '$ rapport help import'])
      expect(out).toContain(text);
  });

  it.each(['import', 'send', 'ask', 'status', 'accounts', 'replay', 'as-of', 'kpis'])(
    'of %s has examples, its own options and those of all',
    async (name) => {
      const { exit, out } = await rapport([name, '--help']);
      expect(exit).toBe(0);
      expect(out).toMatch(new RegExp(`Examples:\n {2}\\$ rapport ${name}`));
      expect(out).toContain('--json');
    },
  );
});

describe('the version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
    expect(await rapport(['--version'])).toMatchObject({ exit: 0, out: `${version}\n`, err: '', started: [] });
  });
});

describe('a wrong command line', () => {
  it.each([
    [['imprt'], /unknown command 'imprt'\n\(Did you mean import\?\)/],
    [['status', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    [['import', 'northwind'], /No file is named to be imported by northwind/],
    [['import'], /missing required argument 'paths'/],
    [['import', 'northwind', '.', '--concurrency', '0'], /whole number from 1 to 256/],
    [['kpis', '--by', 'planet'], /Allowed choices are employee, team, territory, company/],
    [['accounts', '--where', 'country'], /field=value/],
    [['replay', 'acme', '--as-of', '2026-02-30'], /--as-of "2026-02-30" is neither/],
    [['as-of', 'acme', 'yesterday'], /<time> "yesterday" is neither/],
    [['send', 'OpenAccount', '--employee', '7', '--account', 'acme'], /A command has one target/],
    [['send', 'OpenAccount', '--account', 'acme', '--occurred-at', 'soon'], /neither a day nor a date-time/],
    [['send', 'OpenAccount', '--account', 'acme', '--data', '{'], /--data must be one JSON object: it is not JSON/],
    [['send', '--body', '{}', '--note', 'x'], /--body is whole/],
    [['import', 'nordwind', '.'], /There is no mapping "nordwind"/],
    [['import', 'northwind', '/nowhere/at/all'], /There is no file or folder/],
    [['status', '--url', 'nonsense'], /is no address/],
  ])('%j ends with 2 and the fix, and starts nothing', async (argv, message) => {
    const { exit, err, out, started } = await rapport(argv, { stdin: '' });
    expect(exit).toBe(2);
    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(started).toEqual([]);
  });

  it('sends nothing where there is nothing', async () => {
    await using server = await serving();
    const { exit, err } = await rapport(['send', 'OpenAccount', '--url', server.url], { stdin: '' });
    expect([exit, err]).toEqual([2, expect.stringMatching(/nothing to send/)]);
  });
});

describe('the server', () => {
  it('is one of its own where none runs, and is closed in the end', async () => {
    await using own = await serving();
    expect(await rapport(['status'], { own })).toMatchObject({
      exit: 0,
      started: ['/nowhere/data'],
      closed: 1,
      out: expect.stringMatching(/none runs on the data folder/),
    });
    expect(await rapport(['status', '--data-dir', '/other'], { own, columns: 120 })).toMatchObject({
      started: ['/other'],
      err: expect.stringMatching(/works on \/other by itself/),
    });
  });

  it('is closed after a failure too', async () => {
    await using own = await serving();
    expect(await rapport(['as-of', 'nix', '2026-03-31'], { own })).toMatchObject({
      exit: 5,
      closed: 1,
      err: expect.stringMatching(/^error: .*\(NOT_FOUND\)\n {2}Check the id/),
    });
  });

  it('ends the command with 4 where it is named and does not answer', async () => {
    const { exit, err } = await rapport(['status', '--url', 'http://127.0.0.1:9']);
    expect([exit, err]).toEqual([
      4,
      'error: No rapport server answers at http://127.0.0.1:9.\n  Start one with npm start, or leave --url out.\n',
    ]);
  });

  it('that fails in a way nobody foresaw ends the command with 1 and a plea', async () => {
    expect(await rapport(['status'])).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/^error: No server may start here\.[^]*please report it/),
    });
  });
});
