import { Option } from 'commander';
import { momentOf, timeOption } from '../as-of-time.js';
import { noteLag } from '../catch-up.js';
import { EXIT, type ExitCode } from '../failure.js';
import { renderTable, type Heading } from '../table.js';
import { note, print, printJson, type Terminal } from '../terminal.js';
import { inWords } from '../words.js';
import { type Page } from '../wire.js';
import { examples, withServer, type Globals, type Setting, type World } from '../world.js';

/** Periods that one request asks for. */
const PAGE = 1_000;

interface Options extends Globals {
  readonly by: string;
  readonly period: string;
  readonly key?: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly time: 'occurred' | 'recorded';
}

/** The figures of a period as far as the table tells them; `--json` has them all. */
interface Figures {
  readonly key: string;
  readonly name: string | null;
  readonly period: string;
  readonly orders: number;
  readonly netSales: readonly object[];
  /** Over, and covered by data since its first day; absent from an older server. */
  readonly complete?: boolean;
  readonly promises: {
    readonly made: number;
    readonly kept: number;
    readonly keptLate: number;
    readonly broken: number;
    readonly overdue: number;
    readonly openNotYetDue: number;
    readonly inTimeRate: number | null;
  };
}

/** The figures of the whole range, with the accounts that bring them. */
interface Total extends Figures {
  readonly concentration: readonly {
    readonly currency: string;
    readonly accounts: number;
    readonly topShare: number | null;
    readonly top: readonly object[];
  }[];
}

type Kpis = Page<Figures> & { readonly totals: readonly Total[] };

/** `rapport kpis`. */
export const addKpis = ({ program, world, action }: Setting): void => {
  program
    .command('kpis')
    .summary('show figures of the company, of teams, employees or territories, by month, quarter or year')
    .description(
      'Shows key figures of each period and of the whole range. Facts count for whoever was in charge when they happened: '
        + 'a later change of owner restates nothing.',
    )
    .addOption(new Option('--by <whom>', 'whose figures').choices(['employee', 'team', 'territory', 'company']).default('company'))
    .addOption(new Option('--period <length>', 'how long a period is').choices(['month', 'quarter', 'year']).default('year'))
    .option('--key <id>', 'of one employee, team or territory only; with --by')
    .option('--from <period>', 'from the beginning of this year, quarter or month: 1997, 1997-Q1, 1997-03')
    .option('--to <period>', 'to the end of this one')
    .option('--as-of <time>', 'as they were: a date-time, or a day (to its end)')
    .addOption(timeOption())
    .addHelpText(
      'after',
      examples(
        ['rapport kpis', 'the company, year by year'],
        ['rapport kpis --by employee --period quarter --from 1997 --to 1997', 'each employee in 1997'],
        ['rapport kpis --by team --as-of 2026-03-31 --time recorded', 'as we knew them at the end of March'],
      ),
    )
    .action(action(async (_options: Options, command: { optsWithGlobals(): Options }) => kpis(world, command.optsWithGlobals())));
};

const kpis = async (world: World, { by, period, key, from, to, asOf, time, ...globals }: Options): Promise<ExitCode> => {
  const at = asOf === undefined ? undefined : momentOf('--as-of', asOf);
  const query = { by, period, key, from, to, asOf: at, time: at === undefined ? undefined : time, limit: PAGE };
  return withServer(world, globals, async (client) => {
    let answer: Kpis | undefined;
    for await (const page of client.pages<Figures>('/v1/kpis', query)) {
      const { totals } = page as Kpis;
      answer = { ...page, totals, items: [...(answer?.items ?? []), ...page.items] };
    }
    if (globals.json === true) printJson(world.terminal, answer);
    else if (answer !== undefined) tell(world.terminal, answer);
    return EXIT.ok;
  });
};

const tell = (terminal: Terminal, { items, totals, asOf }: Kpis): void => {
  if (items.length === 0) return note(terminal, 'There are no figures for these periods.');
  print(terminal, renderTable(terminal.out, HEADINGS, items.map(row)));
  print(terminal, '');
  print(terminal, renderTable(terminal.out, [...HEADINGS, right('accounts'), right('of the largest')], totals.map(total)));
  if ([...items, ...totals].some(({ complete }) => complete === false))
    note(terminal, '* still runs, or data begin within it: see comparison and trailingYear with --json.');
  noteLag(terminal, asOf);
};

const right = (title: string): Heading => ({ title, align: 'right' });

const HEADINGS: readonly Heading[] = [
  { title: 'who' },
  { title: 'period' },
  ...['orders', 'net sales', 'promised', 'kept', 'late', 'broken', 'overdue', 'not yet due', 'in time'].map(right),
];

/** A period that still runs, or that data do not cover from its first day on, is marked. */
const row = ({ key, name, period, complete, orders, netSales, promises }: Figures): readonly string[] => {
  const { made, kept, keptLate, broken, overdue, openNotYetDue, inTimeRate } = promises;
  const who = name === null || name === key ? (WHO[key] ?? key) : `${name} (${key})`;
  const counts = [orders, inWords(netSales), made, kept, keptLate, broken, overdue, openNotYetDue];
  return [who, complete === false ? `${period} *` : period, ...counts.map(String), percent(inTimeRate)];
};

const total = (figures: Total): readonly string[] => {
  const { concentration } = figures;
  // One account alone is all of it: that is no concentration.
  const shares = concentration.flatMap(({ top, topShare, accounts }) =>
    accounts > 1 ? [`${Math.min(top.length, accounts)}: ${percent(topShare)}`] : [],
  );
  return [...row(figures), concentration.map(({ accounts }) => accounts).join(', '), shares.join(', ')];
};

/** Keys that are no ids. */
const WHO: Readonly<Record<string, string>> = { all: 'company', unassigned: 'nobody' };

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
