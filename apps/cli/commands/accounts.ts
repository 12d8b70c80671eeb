import { InvalidArgumentError, Option } from 'commander';
import { momentOf, timeOption } from '../as-of-time.js';
import { noteLag } from '../catch-up.js';
import { EXIT, type ExitCode } from '../failure.js';
import { renderItems } from '../item-table.js';
import { note, print, printJson } from '../terminal.js';
import { type AsOf } from '../wire.js';
import { count } from '../words.js';
import { examples, wholeNumber, withServer, type Globals, type Setting, type World } from '../world.js';

/** Accounts told unless more are asked for. */
const LIMIT = 50;
const LIMIT_MAX = 1_000_000;
/** Accounts that one request asks for. */
const PAGE_MAX = 500;

/** Of an account's fields those that fit on a screen; `--json` has them all. */
const FIELDS = ['accountId', 'name', 'status', 'stage', 'owner', 'riskLevel', 'orders', 'netSales', 'lastOrderAt', 'lastInteractionAt'];

interface Options extends Globals {
  readonly limit: number;
  readonly sort?: string;
  readonly where: readonly (readonly [string, string])[];
  readonly asOf?: string;
  readonly time: 'occurred' | 'recorded';
}

/** `rapport accounts`. */
export const addAccounts = ({ program, world, action }: Setting): void => {
  program
    .command('accounts')
    .summary('list the accounts, chosen and sorted, now or as of a date')
    .description(
      'Lists the accounts of the portfolio with their stage, owner, risk, orders and last contact; by name unless told otherwise.',
    )
    .addOption(
      new Option('--where <field=value>', 'only those: stage, status, standing, riskLevel, gap, owner, parentId; may be repeated')
        .argParser(collect)
        .default([], 'all'),
    )
    .option('--sort <field>', 'name, since or lastInteractionAt; with a dash in front the other way round')
    .option('--limit <n>', 'how many', wholeNumber(1, LIMIT_MAX), LIMIT)
    .option('--as-of <time>', 'as they were: a date-time, or a day (to its end)')
    .addOption(timeOption())
    .addHelpText(
      'after',
      examples(
        ['rapport accounts', `the first ${LIMIT}`],
        ['rapport accounts --where stage=strategic --where owner=7 --sort -lastInteractionAt', 'chosen, the latest contact first'],
        ['rapport accounts --limit 1000000 --json', 'all of them, one a line'],
      ),
    )
    .action(action(async (_options: Options, command: { optsWithGlobals(): Options }) => accounts(world, command.optsWithGlobals())));
};

const collect = (text: string, before: Options['where']): Options['where'] => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected field=value.');
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
};

const accounts = async (world: World, options: Options): Promise<ExitCode> => {
  const { terminal } = world;
  const at = options.asOf === undefined ? undefined : momentOf('--as-of', options.asOf);
  const query = {
    ...Object.fromEntries(options.where),
    sort: options.sort,
    limit: Math.min(options.limit, PAGE_MAX),
    asOf: at,
    time: at === undefined ? undefined : options.time,
  };
  return withServer(world, options, async (client) => {
    const shown: object[] = [];
    let asOf: AsOf | undefined;
    let more = false;
    for await (const page of client.pages<object>('/v1/accounts', query)) {
      const items = page.items.slice(0, options.limit - shown.length);
      shown.push(...items);
      ({ asOf } = page);
      more = page.next !== undefined || items.length < page.items.length;
      if (options.json === true) for (const item of items) printJson(terminal, item);
      if (shown.length >= options.limit) break;
    }
    if (options.json === true) return EXIT.ok;
    if (shown.length > 0) print(terminal, renderItems(terminal.out, shown, FIELDS));
    note(terminal, `${count(shown.length, 'account')}${more ? '; there are more (--limit)' : ''}`);
    noteLag(terminal, asOf);
    return EXIT.ok;
  });
};
