import { type ImportReport, totalsOf } from '../import/report.js';
import { renderTable } from '../table.js';
import { note, print, printable, type Terminal } from '../terminal.js';
import { count } from '../words.js';

/** Rejected rows that are told one by one on the terminal. */
const REJECTS_TOLD_MAX = 10;

/** Data that end longer ago than this are asked as of then: what looks back from today finds little or nothing of them. */
const RECENT_DAYS = 90;
const DAY_MS = 86_400_000;

const number = (value: number): string => value.toLocaleString('en');

/** The report for machines. */
export const reportAsJson = ({ failure, ...report }: ImportReport): object => ({
  ...report,
  totals: totalsOf(report.files),
  ...(failure === undefined ? {} : { failure: failure.message }),
});

/** Tells people what an import came to, or would come to. */
export const tellReport = (terminal: Terminal, report: ImportReport): void => {
  const { files, rejected, dryRun, seconds } = report;
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
  const speed =
    seconds > 0
      ? ` (${number(Math.round(totals.rows / seconds))} rows/s, ${number(Math.round(totals.commands / seconds))} commands/s)`
      : '';
  print(
    terminal,
    dryRun
      ? `Nothing was sent: a dry run. ${count(totals.rows, 'row')} would be ${count(totals.commands, 'command')}.`
      : `${count(totals.rows, 'row')} in ${seconds} s${speed}: ${count(totals.accepted, 'command')} accepted, ${number(totals.duplicates)} there already, `
          + `${number(totals.refused)} refused.`,
  );
  if (totals.withoutAccount > 0) {
    print(
      terminal,
      `${count(totals.withoutAccount, 'row')} without an account ${dryRun ? 'would go' : 'went'} to the account that the mapping names.`,
    );
  }
  if (totals.passedOver > 0) print(terminal, `${count(totals.passedOver, 'row')} came to no command by the mapping's conditions.`);
  const latest = totals.latest?.slice(0, 10);
  if (!dryRun && latest !== undefined && Date.now() - Date.parse(latest) > RECENT_DAYS * DAY_MS)
    print(
      terminal,
      `The latest of it is of ${latest}. Questions look back from today: ask as of then, rapport ask <question> --as-of ${latest}.`,
    );
  tellCodes(terminal, totals.codes);
  tellRejects(terminal, report);
  if (report.interrupted) {
    note(terminal, 'Stopped before the end. Run the same command again to resume: what was accepted is not sent twice.');
  }
  if (rejected.length === 0 && totals.accepted === 0 && totals.duplicates > 0 && !report.interrupted) {
    print(terminal, 'Everything was there already: nothing changed.');
  }
};

const tellCodes = (terminal: Terminal, codes: Readonly<Record<string, number>>): void => {
  const entries = Object.entries(codes).toSorted(([, a], [, b]) => b - a);
  if (entries.length > 0) print(terminal, `Rejected, by why: ${entries.map(([code, times]) => `${code} ${number(times)}`).join(', ')}.`);
};

const tellRejects = (terminal: Terminal, { files, rejected }: ImportReport): void => {
  for (const { file, line, column, reason } of rejected.slice(0, REJECTS_TOLD_MAX)) {
    note(terminal, printable(`${file}:${line}${column === '' ? '' : ` ${column}`}: ${reason}`));
  }
  const unreadable = files.filter((file) => file.unreadable).length;
  const more = totalsOf(files).rejectedRows - REJECTS_TOLD_MAX;
  if (more > 0) note(terminal, `… and ${count(more, 'more rejected row')}.`);
  if (unreadable > 0) note(terminal, `${count(unreadable, 'file')} could not be read to the end.`);
  for (const { rejects } of files) {
    if (rejects !== undefined) note(terminal, `Rejected rows are kept in ${rejects}: correct them there, and import that file.`);
  }
};
