import { isUtf8 } from 'node:buffer';
import { EXIT, Failure } from '../../failure.js';
import { openAnyCsv, type CsvForm, type OpenedCsv } from '../csv.js';
import { readHead } from '../csv-head.js';

/** What separates fields, the most usual first. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Rows that tell which of them it is. */
const ROWS_MAX = 50;

/** How a file is written, as far as it can be told from its beginning. */
export interface Sniffed {
  readonly form: Required<CsvForm>;
  readonly opened: OpenedCsv;
}

/** Finds out what separates the fields of a CSV file and what its text is encoded in. @throws Failure (usage) for what is no CSV file */
export const sniff = async (path: string): Promise<Sniffed> => {
  const head = await readHead(path);
  if ('problem' in head) throw new Failure(EXIT.usage, `${path}: ${head.problem}.`, 'Nothing was written.');
  // A sample may end within a character; what is cut off there is no sign of anything.
  const encoding = isUtf8(head.sample) || isUtf8(head.sample.subarray(0, wholeCharacters(head.sample))) ? 'utf-8' : 'windows-1252';
  const delimiter = head.delimiter ?? (await likeliest(path, encoding));
  const form = { delimiter, encoding } as const;
  const opened = await openAnyCsv(path, form);
  if ('problems' in opened) throw new Failure(EXIT.usage, `${path}: ${opened.problems[0]!.reason}.`, 'Nothing was written.');
  return { form, opened };
};

/** Up to the last byte that begins a character. */
const wholeCharacters = (bytes: Buffer): number => {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1]! & 0xc0) === 0x80) end -= 1;
  return Math.max(0, end - 1);
};

/** The separator by which the header has the most fields and the rows as many. */
const likeliest = async (path: string, encoding: Sniffed['form']['encoding']): Promise<string> => {
  const scores = await Promise.all(
    DELIMITERS.map(async (delimiter) => ({ delimiter, score: await scoreOf(path, { delimiter, encoding }) })),
  );
  const [best] = scores.toSorted((a, b) => b.score - a.score);
  return best!.delimiter;
};

const scoreOf = async (path: string, form: CsvForm): Promise<number> => {
  const opened = await openAnyCsv(path, form);
  if ('problems' in opened || opened.header.length === 1) return 0;
  let [rows, good] = [0, 0];
  for await (const { problem } of opened.rows) {
    rows += 1;
    if (problem === undefined) good += 1;
    if (rows === ROWS_MAX) break;
  }
  return opened.header.length * (rows === 0 ? 1 : good / rows);
};
