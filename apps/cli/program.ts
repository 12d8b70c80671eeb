import { Command, CommanderError } from 'commander';
import { addAccounts } from './commands/accounts.js';
import { addAsOf } from './commands/as-of.js';
import { addAsk } from './commands/ask.js';
import { addDeadLetters } from './commands/dead-letters.js';
import { addImport } from './commands/import.js';
import { addKpis } from './commands/kpis.js';
import { addRelay } from './commands/relay.js';
import { addReplay } from './commands/replay.js';
import { addReview } from './commands/review.js';
import { addSend } from './commands/send.js';
import { addStatus } from './commands/status.js';
import { EXIT, Failure, messageOf, type ExitCode } from './failure.js';
import { note, styled, type Terminal } from './terminal.js';
import { version } from './version.js';
import { type Setting, type World } from './world.js';

const DESCRIPTION =
  'Rapport keeps every fact about a key account as an event. This command records facts, and answers questions about them.';

const AFTER = `
Where it works: with the server at --url, else with the one that runs on the data folder, else on the folder by itself.

Exit codes: 0 done · 1 unexpected · 2 wrong usage, nothing sent · 3 some rows or commands were refused ·
            4 no server answers or it is not ready · 5 not found · 130 stopped with Ctrl-C

Begin with:
  $ rapport status
  $ rapport accounts
  $ rapport help import
`;

/**
 * Runs the command line and says how the process is to exit. Never throws and never exits by itself.
 * @param argv the arguments after the program's name
 */
export const run = async (argv: readonly string[], world: World): Promise<ExitCode> => {
  let exit: ExitCode = EXIT.ok;
  const program = programOf(world.terminal);
  const setting: Setting = {
    program,
    world,
    action:
      (work) =>
      async (...given) => {
        exit = await work(...given);
      },
  };
  for (const add of [addImport, addSend, addAsk, addStatus, addAccounts, addReplay, addAsOf, addKpis, addReview, addRelay, addDeadLetters])
    add(setting);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has told what is wrong by itself; help and version end here too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return tellFailure(world.terminal, error);
  }
};

const programOf = ({ out, err }: Terminal): Command =>
  new Command('rapport')
    .description(DESCRIPTION)
    .version(version(), '-V, --version', 'tells the version')
    .option('--url <url>', 'the address of a running server')
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR, or ./data)')
    .option('--actor <name>', 'who asks (default: your user name; of an import: importer)')
    .option('--json', 'results for machines: one JSON document, or one a line')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for how it is used)')
    .addHelpText('after', AFTER)
    .configureOutput({
      writeOut: (text) => void out.write(text),
      writeErr: (text) => void err.write(text),
      outputError: (text, write) => write(styled(err, 'red', text)),
      getOutHelpWidth: () => out.columns ?? 100,
      getErrHelpWidth: () => err.columns ?? 100,
      getOutHasColors: () => out.isTTY === true,
      getErrHasColors: () => err.isTTY === true,
    })
    .exitOverride();

const tellFailure = (terminal: Terminal, error: unknown): ExitCode => {
  note(terminal, styled(terminal.err, 'red', `error: ${messageOf(error)}`));
  if (!(error instanceof Failure)) {
    const { stack } = Object(error) as { readonly stack?: string };
    if (stack !== undefined) note(terminal, styled(terminal.err, 'dim', stack));
    note(terminal, 'This should not happen: please report it with the lines above.');
    return EXIT.unexpected;
  }
  if (error.fix !== undefined) note(terminal, `  ${error.fix}`);
  return error.exit;
};
