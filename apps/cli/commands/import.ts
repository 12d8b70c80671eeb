import { catchUp } from '../catch-up.js';
import { type Client } from '../client.js';
import { type Connection } from '../connection.js';
import { EXIT, Failure, type ExitCode } from '../failure.js';
import { inProcessDoor, type Door } from '../in-process-door.js';
import { loadMapping } from '../import/load-mapping.js';
import { type Mapping } from '../import/mapping.js';
import { runImport, type Source } from '../import/run-import.js';
import { findSources, keepOutside } from '../import/sources.js';
import { progressBar, type ProgressBar } from '../progress.js';
import { note, printJson } from '../terminal.js';
import { count } from '../words.js';
import { examples, wholeNumber, withServer, type Globals, type Setting, type World } from '../world.js';
import { checkImport } from './import-check.js';
import { writeFirstMapping } from './import-new.js';
import { reportAsJson, tellReport } from './import-report.js';

/** Rows of different targets that are sent at once to a server, unless told. */
const CONCURRENCY = 32;
/** The same in one process: what is decided together is written to the disk together. */
const CONCURRENCY_IN_PROCESS = 256;
const CONCURRENCY_MAX = 256;

/** An importer is an actor of its own, unless a person stands for it. */
const ACTOR = 'importer';

interface Options {
  readonly check?: true;
  readonly dryRun?: true;
  readonly new?: true;
  readonly out?: string;
  readonly mapping?: string;
  readonly rejects?: string;
  readonly concurrency?: number;
}

/** `rapport import`. */
export const addImport = ({ program, world, action }: Setting): void => {
  program
    .command('import')
    .summary('import CSV files as commands; repeating it changes nothing')
    .description(
      'Imports CSV files through the ordinary command door. Every command has an id that follows from the mapping and the row, so that '
        + 'importing the same file again changes nothing and an import that was stopped is resumed by running it again. '
        + 'A bad row is reported and kept in a rejects file; the others go on.',
    )
    .usage(
      '[options] <mapping> <paths...>\n       rapport import --new <file>\n       rapport import --check <paths...> --mapping <mapping>',
    )
    .argument(
      '<paths...>',
      'a built-in mapping (maven-crm, northwind, uci-online-retail) or the path of your own, unless --mapping names it; '
        + 'then a folder with the files of the mapping, or files; role=path where the name does not tell',
    )
    .option('--new', 'write a first mapping for a CSV file, with what is guessed of it and questions as comments')
    .option('--out <path>', 'with --new: where the mapping is written (default: beside you, <name of the file>.yaml)')
    .option('--mapping <mapping>', 'the mapping, where it is not the first argument')
    .option('--check', 'read and check everything, show the first rows as commands, send nothing')
    .option('--dry-run', 'the same as --check')
    .option('--rejects <folder>', 'where rejected rows are kept (default: ./rejects-<mapping>)')
    .option(
      '--concurrency <n>',
      `rows sent at once (default: ${CONCURRENCY} to a server, ${CONCURRENCY_IN_PROCESS} without one)`,
      wholeNumber(1, CONCURRENCY_MAX),
    )
    .addHelpText(
      'after',
      examples(
        ['rapport import --new ./export.csv', 'writes export.yaml, a mapping to look over and to correct'],
        ['rapport import --check ./export.csv --mapping ./export.yaml', 'the first rows as commands, and every row that cannot be read'],
        ['rapport import ./export.yaml ./export.csv', 'imports it'],
        ['rapport import northwind ./northwind', 'employees.csv, customers.csv and orders.csv of a folder'],
        ['rapport import northwind rejects-northwind/orders.csv.rejects.csv', 'the rejected rows, once they are corrected'],
        ['rapport import ./our-crm.yaml deals=./export-2026.csv --json', 'a file called otherwise; the summary as JSON'],
      ),
    )
    .action(
      action(async (given: readonly string[], _options: Options, command: { optsWithGlobals(): Options & Globals }) => {
        const options = command.optsWithGlobals();
        return options.new === true ? writeFirstMapping(world.terminal, given, options) : importFiles(world, given, options);
      }),
    );
};

const importFiles = async (world: World, given: readonly string[], options: Options & Globals): Promise<ExitCode> => {
  const [name, ...paths] = options.mapping === undefined ? given : [options.mapping, ...given];
  if (paths.length === 0) throw incomplete(name!);
  const mapping = await loadMapping(name!);
  const sources = await findSources(mapping, paths);
  const isCheck = options.check === true || options.dryRun === true;
  const rejectsFolder = options.rejects ?? (isCheck ? undefined : `rejects-${mapping.name}`);
  if (rejectsFolder !== undefined) await keepOutside(rejectsFolder, paths);
  const stop = new AbortController();
  if (isCheck) return checkImport(world.terminal, { mapping, sources, rejectsFolder, stop }, options.json === true);
  const actor = options.actor ?? ACTOR;
  const work = async (client: Client, { handler }: Connection): Promise<ExitCode> => {
    const door = handler === undefined ? client : inProcessDoor(handler, actor);
    const concurrency = options.concurrency ?? (handler === undefined ? CONCURRENCY : CONCURRENCY_IN_PROCESS);
    const exit = await conduct(world, { mapping, sources, rejectsFolder, concurrency, stop, door }, options.json === true);
    if (!stop.signal.aborted) await catchUp(client, world.terminal);
    return exit;
  };
  return withServer(world, options, work, { signal: stop.signal, actor, begins: true });
};

const incomplete = (only: string): Failure =>
  /\.csv$/i.test(only)
    ? new Failure(
        EXIT.usage,
        `No mapping says what the rows of ${only} are.`,
        `Write a first one with rapport import --new ${only}, or name one with --mapping.`,
      )
    : new Failure(EXIT.usage, `No file is named to be imported by ${only}.`, `Add a file or a folder: rapport import ${only} ./folder.`);

interface Conducted {
  readonly mapping: Mapping;
  readonly sources: readonly Source[];
  readonly rejectsFolder: string | undefined;
  readonly concurrency: number;
  readonly stop: AbortController;
  readonly door: Door;
}

const conduct = async ({ terminal, onInterrupt }: World, options: Conducted, json: boolean): Promise<ExitCode> => {
  const forget = onInterrupt(() => {
    note(terminal, 'Stopping: rows under way are finished first (Ctrl-C again ends at once).');
    options.stop.abort();
  });
  let bar: { readonly path: string; readonly shown: ProgressBar } | undefined;
  try {
    const report = await runImport({
      ...options,
      onProgress: ({ path, bytes, bytesRead, report: { rows, rejectedRows } }) => {
        if (bar?.path !== path) {
          bar?.shown.stop();
          bar = { path, shown: progressBar(terminal.err, path) };
        }
        bar.shown.update(bytesRead, bytes, () => `${count(rows, 'row')}${rejectedRows > 0 ? `, ${rejectedRows} rejected` : ''}`);
      },
    });
    bar?.shown.stop();
    if (json) printJson(terminal, reportAsJson(report));
    else tellReport(terminal, report);
    if (report.failure !== undefined) throw report.failure;
    if (report.interrupted) return EXIT.interrupted;
    return report.rejected.length > 0 ? EXIT.rejected : EXIT.ok;
  } finally {
    bar?.shown.stop();
    forget();
  }
};
