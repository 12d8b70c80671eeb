import { isDay } from '#libs/kernel/calendar.js';
import { momentOf, timeOption } from '../as-of-time.js';
import { noteLag } from '../catch-up.js';
import { EXIT, type ExitCode } from '../failure.js';
import { renderTable } from '../table.js';
import { note, print, printJson } from '../terminal.js';
import { type AsOf } from '../wire.js';
import { inWords, moment, spelled } from '../words.js';
import { examples, withServer, type Globals, type Setting, type World } from '../world.js';

interface Options extends Globals {
  readonly time: 'occurred' | 'recorded';
}

/** `rapport as-of`. */
export const addAsOf = ({ program, world, action }: Setting): void => {
  program
    .command('as-of')
    .summary('show an account as it was at a moment of the past')
    .description(
      'Shows an account as it was at a moment of the past, computed from its events: by when things happened, or by when we came to know them.',
    )
    .argument('<accountId>', 'the account')
    .argument('<time>', 'a day (its end in UTC is meant), or a date-time with its zone')
    .addOption(timeOption())
    .addHelpText(
      'after',
      examples(
        ['rapport as-of acme 2026-03-31', 'the account at the end of March'],
        ['rapport as-of acme 2026-03-31T12:00:00Z --time recorded', 'what we knew of it at that moment'],
      ),
    )
    .action(
      action(async (accountId: string, time: string, _options: Options, command: { optsWithGlobals(): Options }) =>
        asOf(world, accountId, momentOf('<time>', time), command.optsWithGlobals()),
      ),
    );
};

const asOf = async (world: World, accountId: string, at: string, options: Options): Promise<ExitCode> => {
  const { terminal } = world;
  return withServer(world, options, async (client) => {
    const { asOf: contains, ...account } = await client.get<{ readonly asOf?: AsOf }>(`/v1/accounts/${encodeURIComponent(accountId)}`, {
      asOf: at,
      time: options.time,
    });
    if (options.json === true) printJson(terminal, { ...account, asOf: contains });
    else {
      note(
        terminal,
        `${accountId} as of ${isDay(at) ? `the end of ${at}` : `${moment(at)} UTC`}, by the time things ${options.time === 'occurred' ? 'happened' : 'were recorded'}`,
      );
      print(terminal, renderTable(terminal.out, [{ title: 'What' }, { title: 'Value', wraps: true }], rowsOf(account)));
      noteLag(terminal, contains);
    }
    return EXIT.ok;
  });
};

/** One row a field; the fields of an object are told under its name. */
const rowsOf = (document: object, prefix = ''): readonly (readonly string[])[] =>
  Object.entries(document).flatMap(([name, value]) => {
    const title = `${prefix}${spelled(name)}`;
    const isMoney = typeof value === 'object' && value !== null && 'currency' in value;
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isMoney) return [[title, inWords(value)]];
    return rowsOf(value as object, `${title} › `);
  });
