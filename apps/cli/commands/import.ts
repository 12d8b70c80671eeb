import { catchUp } from '../catch-up.js';
import { type Client } from '../client.js';
import { EXIT, type ExitCode } from '../failure.js';
import { loadMapping } from '../import/load-mapping.js';
import { type Mapping } from '../import/mapping.js';
import { totalsOf, type ImportReport } from '../import/report.js';
import { runImport, type Source } from '../import/run-import.js';
import { type Door } from '../import/send-row.js';
import { findSources, keepOutside } from '../import/sources.js';
import { progressBar, type ProgressBar } from '../progress.js';
import { renderTable } from '../table.js';
import { note, print, printable, printJson, type Terminal } from '../terminal.js';
import { count } from '../words.js';
import { examples, wholeNumber, withServer, type Globals, type Setting, type World } from '../world.js';

/** Rows of different targets that are sent at once, unless told. */
const CONCURRENCY = 32;
const CONCURRENCY_MAX = 256;

/** An importer is an actor of its own, unless a person stands for it. */
const ACTOR = 'importer';

/** Rejected rows that are told one by one on the terminal. */
const REJECTS_TOLD_MAX = 10;

interface Options {
  readonly dryRun?: true;
  readonly rejects?: string;
  readonly concurrency: number;
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
    .argument('<mapping>', 'a built-in mapping (northwind), or the path of your own (docs/guides/import-csv.md)')
    .argument('<paths...>', 'a folder with the files of the mapping, or files; role=path where the name does not tell')
    .option('--dry-run', 'read and check everything, send nothing')
    .option('--rejects <folder>', 'where rejected rows are kept (default: ./rejects-<mapping>)')
    .option('--concurrency <n>', 'rows sent at once', wholeNumber(1, CONCURRENCY_MAX), CONCURRENCY)
    .addHelpText(
      'after',
      examples(
        ['rapport import northwind ./northwind', 'employees.csv, customers.csv and orders.csv of a folder'],
        ['rapport import northwind ./northwind --dry-run', 'what would be sent, and every row that cannot be read'],
        ['rapport import northwind rejects-northwind/orders.csv.rejects.csv', 'the rejected rows, once they are corrected'],
        ['rapport import ./our-crm.json deals=./export-2026.csv --json', 'a mapping of your own; the summary as JSON'],
      ),
    )
    .action(
      action(async (name: string, paths: readonly string[], _options: Options, command: { optsWithGlobals(): Options & Globals }) =>
        importFiles(world, name, paths, command.optsWithGlobals()),
      ),
    );
};

const importFiles = async (world: World, name: string, paths: readonly string[], options: Options & Globals): Promise<ExitCode> => {
  const mapping = await loadMapping(name);
  const sources = await findSources(mapping, paths);
  const rejectsFolder = options.rejects ?? (options.dryRun === true ? undefined : `rejects-${mapping.name}`);
  if (rejectsFolder !== undefined) await keepOutside(rejectsFolder, paths);
  const stop = new AbortController();
  const run = async (door: Door | undefined): Promise<ExitCode> =>
    conduct(world, { mapping, sources, rejectsFolder, concurrency: options.concurrency, stop, door }, options.json === true);
  if (options.dryRun === true) return run(undefined);
  const work = async (client: Client): Promise<ExitCode> => {
    const exit = await run(client);
    if (!stop.signal.aborted) await catchUp(client, world.terminal);
    return exit;
  };
  return withServer(world, options, work, { signal: stop.signal, actor: options.actor ?? ACTOR, begins: true });
};

interface Conducted {
  readonly mapping: Mapping;
  readonly sources: readonly Source[];
  readonly rejectsFolder: string | undefined;
  readonly concurrency: number;
  readonly stop: AbortController;
  readonly door: Door | undefined;
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
        bar.shown.update(bytesRead, bytes, `${count(rows, 'row')}${rejectedRows > 0 ? `, ${rejectedRows} rejected` : ''}`);
      },
    });
    bar?.shown.stop();
    if (json) printJson(terminal, asJson(report));
    else tell(terminal, report);
    if (report.failure !== undefined) throw report.failure;
    if (report.interrupted) return EXIT.interrupted;
    return report.rejected.length > 0 ? EXIT.rejected : EXIT.ok;
  } finally {
    bar?.shown.stop();
    forget();
  }
};

const asJson = ({ failure, ...report }: ImportReport): object => ({
  ...report,
  totals: totalsOf(report.files),
  ...(failure === undefined ? {} : { failure: failure.message }),
});

const tell = (terminal: Terminal, report: ImportReport): void => {
  const { files, rejected, dryRun, seconds } = report;
  const number = (value: number): string => value.toLocaleString('en');
  const right = (title: string) => ({ title, align: 'right' as const });
  const sent = [right('Accepted'), right('There already'), right('Refused')];
  const rows = files.map((file) => [
    file.file,
    ...[file.rows, file.rejectedRows, file.commands].map(number),
    ...(dryRun ? [] : [file.accepted, file.duplicates, file.refused].map(number)),
  ]);
  const headings = [{ title: 'File' }, right('Rows'), right('Rejected'), right('Commands'), ...(dryRun ? [] : sent)];
  print(terminal, renderTable(terminal.out, headings, rows));
  const totals = totalsOf(files);
  const speed = seconds > 0 ? ` (${number(Math.round(totals.commands / seconds))} commands/s)` : '';
  print(
    terminal,
    dryRun
      ? `Nothing was sent: a dry run. ${count(totals.rows, 'row')} would be ${count(totals.commands, 'command')}.`
      : `${count(totals.rows, 'row')} in ${seconds} s${speed}: ${count(totals.accepted, 'command')} accepted, ${number(totals.duplicates)} there already, `
          + `${number(totals.refused)} refused.`,
  );
  tellRejects(terminal, report);
  if (report.interrupted) {
    note(terminal, 'Stopped before the end. Run the same command again to resume: what was accepted is not sent twice.');
  }
  if (rejected.length === 0 && totals.accepted === 0 && totals.duplicates > 0 && !report.interrupted) {
    print(terminal, 'Everything was there already: nothing changed.');
  }
};

const tellRejects = (terminal: Terminal, { files, rejected }: ImportReport): void => {
  for (const { file, line, column, reason } of rejected.slice(0, REJECTS_TOLD_MAX)) {
    note(terminal, printable(`${file}:${line}${column === '' ? '' : ` ${column}`}: ${reason}`));
  }
  const unreadable = files.filter((file) => file.unreadable).length;
  const all = totalsOf(files).rejectedRows;
  const more = all - REJECTS_TOLD_MAX;
  if (more > 0) note(terminal, `… and ${count(more, 'more rejected row')}.`);
  if (unreadable > 0) note(terminal, `${count(unreadable, 'file')} could not be read to the end.`);
  for (const { rejects } of files) {
    if (rejects !== undefined) note(terminal, `Rejected rows are kept in ${rejects}: correct them there, and import that file.`);
  }
};
