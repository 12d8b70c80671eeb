import { EXIT, type ExitCode } from '../failure.js';
import { checkDoor } from '../import/check-door.js';
import { closeCsv, openAnyCsv } from '../import/csv.js';
import { type Mapping } from '../import/mapping.js';
import { columnsRead, Preview } from '../import/preview.js';
import { runImport, type Source } from '../import/run-import.js';
import { print, printable, printJson, type Terminal } from '../terminal.js';
import { TARGETS, type CommandBody } from '../wire.js';
import { moment, whatOf } from '../words.js';
import { reportAsJson, tellReport } from './import-report.js';

/** What is to be looked at. */
export interface Checked {
  readonly mapping: Mapping;
  readonly sources: readonly Source[];
  readonly rejectsFolder: string | undefined;
  readonly stop: AbortController;
}

/** What the files of an import come to, as far as it is told before anything is sent. */
interface Shown {
  readonly file: string;
  readonly columns: ReturnType<typeof columnsRead>;
  readonly types: Readonly<Record<string, number>>;
  readonly rows: Preview['rows'];
}

/**
 * Reads everything as an import does, with its lookups and the check of the doors, shows what the first rows come to, and sends nothing.
 */
export const checkImport = async (terminal: Terminal, checked: Checked, json: boolean): Promise<ExitCode> => {
  const previews = new Map(checked.mapping.files.map(({ role }) => [role, new Preview()]));
  const report = await runImport({
    ...checked,
    door: checkDoor,
    dryRun: true,
    concurrency: 1,
    onPlanned: (planned) => previews.get(planned.role)!.add(planned),
  });
  const shown = await Promise.all(
    checked.sources
      .filter(({ file }) => file.commands.length > 0)
      .map(async (source): Promise<Shown> => {
        const { types, rows } = previews.get(source.file.role)!;
        return { file: source.path, columns: columnsRead(source.file, await headerOf(source)), types, rows };
      }),
  );
  if (json) printJson(terminal, { ...reportAsJson(report), preview: shown });
  else {
    for (const each of shown) tellPreview(terminal, each);
    tellReport(terminal, report);
  }
  if (report.interrupted) return EXIT.interrupted;
  return report.rejected.length > 0 ? EXIT.rejected : EXIT.ok;
};

/** Empty for a file that cannot be read: the report says why. */
const headerOf = async ({ path, file }: Source): Promise<readonly string[]> => {
  const opened = await openAnyCsv(path, file);
  if ('problems' in opened) return [];
  await closeCsv(opened);
  return opened.header;
};

const tellPreview = (terminal: Terminal, { file, columns: { read, unread }, types, rows }: Shown): void => {
  const say = (text: string): void => print(terminal, printable(text));
  say(file);
  say(
    `  columns: ${read.map(({ column, type }) => `${column} (${type})`).join(', ')}${unread.length > 0 ? `; not read: ${unread.join(', ')}` : ''}`,
  );
  for (const { line, commands } of rows) {
    say(`  line ${line}`);
    for (const command of commands) say(`    ${sentenceOf(command)}`);
  }
  const counts = Object.entries(types).map(([type, times]) => `${type} ${times.toLocaleString('en')}`);
  say(`  commands: ${counts.length === 0 ? 'none' : counts.join(', ')}`);
};

const sentenceOf = ({ type, data, occurredAt, note, ...body }: { readonly type: string } & CommandBody): string => {
  const target = TARGETS.find((name) => body[name] !== undefined)!;
  return `${moment(occurredAt)} ${target} ${body[target]}: ${whatOf(type, data)}${note === undefined ? '' : ` “${note}”`}`;
};
