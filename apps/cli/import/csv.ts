import { readHead } from './csv-head.js';
import { readRecords, type CsvRecord } from './csv-records.js';
import { CsvText } from './csv-text.js';
import { type FileMapping } from './mapping.js';
import { type RowProblem } from './row-problem.js';

/** A record of a file. A row that cannot be read has a problem, and its fields are as good as they can be shown. */
export interface Row {
  /** The line on which it begins; the first is 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Bytes of the file up to its end. */
  readonly bytesRead: number;
  readonly problem?: RowProblem;
}

/** What is wrong with a file as a whole. */
export interface FileProblem extends RowProblem {
  readonly line: number;
}

/** A file whose header is as the mapping needs it. `rows` streams; it ends early after a row that cannot be got over. */
export interface OpenedCsv {
  readonly header: readonly string[];
  readonly bytes: number;
  readonly rows: AsyncIterable<Row>;
}

/** What of a mapping's file says how its text is to be read. */
export type CsvForm = Pick<FileMapping, 'delimiter' | 'encoding'>;

type Opened = OpenedCsv | { readonly problems: readonly FileProblem[] };

/**
 * Opens a CSV file (RFC 4180, with or without BOM) and checks that its header has every column of the mapping once. A first line
 * `sep=;` goes before the mapping: the file says it of itself.
 */
export const openCsv = async (path: string, file: CsvForm & Pick<FileMapping, 'columns'>): Promise<Opened> =>
  open(path, file, (header, delimiter) => headerProblems(header, delimiter, file.columns));

/** Opens a CSV file of which nothing is known but its form. */
export const openAnyCsv = async (path: string, form: CsvForm): Promise<Opened> => open(path, form, () => []);

/** Closes a file of which no more rows are wanted. */
export const closeCsv = async ({ rows }: OpenedCsv): Promise<void> => {
  // What was not begun cannot be ended: one row is taken, and leaving the loop closes the file.
  for await (const _row of rows) break;
};

const open = async (
  path: string,
  form: CsvForm,
  check: (header: readonly string[], delimiter: string) => readonly Omit<FileProblem, 'line'>[],
): Promise<Opened> => {
  const head = await readHead(path);
  if ('problem' in head) return { problems: [{ line: 1, column: '', reason: head.problem }] };
  const delimiter = head.delimiter ?? form.delimiter ?? ',';
  const rows = decoded(readRecords(path, { ...head, delimiter }), new CsvText(form.encoding));
  const first = await rows.next();
  const refuse = async (problems: readonly Omit<FileProblem, 'line'>[]): Promise<Opened> => {
    await rows.return();
    return { problems: problems.map((problem) => ({ line: head.line, ...problem })) };
  };
  if (first.done === true || isBlank(first.value)) return refuse([{ column: '', reason: 'it is empty: a header line is needed' }]);
  if (first.value.problem !== undefined) return refuse([first.value.problem]);
  const header = first.value.fields.map((name) => name.trim());
  const problems = check(header, delimiter);
  return problems.length > 0 ? refuse(problems) : { header, bytes: head.bytes, rows: checked(rows, header) };
};

const isBlank = ({ fields, problem }: Row): boolean => problem === undefined && fields.length === 1 && fields[0]?.trim() === '';

/** Nothing but separators and blanks: what spreadsheets leave behind the last row. */
const isBare = ({ fields, problem }: Row): boolean => problem === undefined && fields.every((field) => field.trim() === '');

const headerProblems = (header: readonly string[], delimiter: string, columns: FileMapping['columns']) => {
  const other = [';', '\t', '|', ','].find((mark) => mark !== delimiter && header.length === 1 && header[0]?.includes(mark));
  if (other !== undefined) {
    const reason = `the fields seem to be separated by ${JSON.stringify(other)}: set "delimiter" in the mapping, or export with "${delimiter}"`;
    return [{ column: '', reason }];
  }
  const wanted = new Set(Object.entries(columns).map(([name, column]) => column.from ?? name));
  return [...wanted].flatMap((column) => {
    const times = header.filter((name) => name === column).length;
    if (times === 1) return [];
    return [{ column, reason: times === 0 ? `no such column; the header has ${header.join(', ')}` : `the header has it ${times} times` }];
  });
};

/** Adds to each row whether it has as many fields as the header; drops rows without any text. */
async function* checked(rows: AsyncIterable<Row>, header: readonly string[]): AsyncGenerator<Row> {
  for await (const row of rows) {
    const { fields } = row;
    if (header.length > 1 && isBare(row)) continue;
    if (row.problem !== undefined || fields.length === header.length) {
      yield row;
      continue;
    }
    const surplus = fields.slice(header.length);
    const reason = `${fields.length} fields where the header has ${header.length}${surplus.length > 0 ? `; too many: ${JSON.stringify(surplus)}` : ''}`;
    yield { ...row, problem: { column: '', reason: `${reason} (a separator in a field needs quotes around it)` } };
  }
}

async function* decoded(records: AsyncIterable<CsvRecord>, text: CsvText): AsyncGenerator<Row, void, void> {
  let names: readonly string[] | undefined;
  for await (const { line, fields: bytes, raw, from, to, problem: misread } of records) {
    const { fields, problem = misread } = text.decode(bytes, raw, from, names);
    names ??= fields;
    yield { line, fields, bytesRead: to, ...(problem === undefined ? {} : { problem }) };
  }
}
