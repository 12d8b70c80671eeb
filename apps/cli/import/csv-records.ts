import { createReadStream } from 'node:fs';
import { parse, CsvError, type Info, type Parser } from 'csv-parse';
import { messageOf } from '../failure.js';
import { type RowProblem } from './row-problem.js';

/** The longest record that is read; beyond it a quote was never closed, or it is no CSV. */
export const RECORD_BYTES_MAX = 1_048_576;

/** A record as it stands in the file, one character a byte. */
export interface CsvRecord {
  /** The line on which it begins. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly raw: string;
  /** Bytes of the file before it, and up to its end. */
  readonly from: number;
  readonly to: number;
  readonly problem?: RowProblem;
}

type Parsed = { readonly record: readonly string[]; readonly raw: string; readonly info: Info };

interface Start {
  readonly start: number;
  readonly line: number;
  readonly delimiter: string;
}

/**
 * Streams the records of a file, a chunk of it at a time: what a chunk holds is handed out before the next one is read, so that memory
 * does not grow, and before the parser breaks off, so that no good record in front of a fault is lost. A fault is the last record.
 */
export async function* readRecords(path: string, { start, line: first, delimiter }: Start): AsyncGenerator<CsvRecord, void, void> {
  const parsed: Parsed[] = [];
  const parser = parserOf(delimiter, parsed);
  const isQuotedWell = closedFields(Buffer.from(delimiter).toString('latin1'));
  let line = first;
  let from = start;
  const taken = function* (): Generator<CsvRecord> {
    for (const { record, raw, info } of parsed.splice(0)) {
      const to = start + info.bytes;
      const problem = record.some((field) => field.startsWith('"')) && !isQuotedWell(raw) ? MISQUOTED : undefined;
      yield { line, fields: record, raw, from, to, ...(problem === undefined ? {} : { problem }) };
      // Counted here, because the parser counts a quoted CRLF twice.
      line += 1 + (raw.includes('"') ? record.reduce((sum, field) => sum + (field.match(LINE_BREAK)?.length ?? 0), 0) : 0);
      from = to;
    }
  };
  try {
    for await (const chunk of createReadStream(path, { start })) {
      const fault = await written(parser, chunk as Buffer);
      yield* taken();
      if (fault !== undefined) throw fault;
    }
    const fault = await ended(parser);
    yield* taken();
    if (fault !== undefined) throw fault;
  } catch (error) {
    yield { line, fields: [], raw: '', from, to: from, problem: { column: '', reason: reasonOf(error, line) } };
  } finally {
    parser.destroy();
  }
}

const LINE_BREAK = /\r\n|\r|\n/g;

const MISQUOTED: RowProblem = {
  column: '',
  reason: 'a field that begins with a quote goes on after the quote that closes it: write a quote inside a quoted field twice ("")',
};

/** Records are taken as they are found, not through the parser's own queue: that is thrown away where the parser breaks off. */
const parserOf = (delimiter: string, found: Parsed[]): Parser => {
  const parser = parse({
    encoding: 'latin1',
    bom: false,
    columns: false,
    delimiter: Buffer.from(delimiter).toString('latin1'),
    record_delimiter: ['\r\n', '\n', '\r'],
    // Strict parsing would end the whole file at a stray quote: one inside a field is a character of it, others cost their row.
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: RECORD_BYTES_MAX,
    raw: true,
    info: true,
    on_record: (record: unknown) => {
      found.push(record as Parsed);
      return undefined;
    },
  });
  // Its faults come back from `written` and `ended`; without a listener they would end the process.
  parser.on('error', () => undefined);
  // Nothing arrives there, but the end of the parser waits for whoever reads.
  parser.resume();
  return parser;
};

const written = async (parser: Parser, chunk: Buffer): Promise<unknown> =>
  new Promise((resolve) => parser.write(chunk, (error) => resolve(error ?? undefined)));

const ended = async (parser: Parser): Promise<unknown> =>
  new Promise((resolve) => {
    parser.once('error', resolve);
    parser.once('end', () => resolve(undefined));
    parser.end();
  });

/** Whether every field that begins with a quote ends with the one that closes it (RFC 4180, 2.5 to 2.7). */
const closedFields = (delimiter: string): ((raw: string) => boolean) => {
  const separator = delimiter.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const field = String.raw`(?:"(?:[^"]|"")*"|(?!")[^${separator}\r\n]*)`;
  const record = new RegExp(String.raw`^[\r\n]*${field}(?:${separator}${field})*[\r\n]*$`);
  return (raw) => record.test(raw);
};

const reasonOf = (error: unknown, line: number): string => {
  const rest = `a quote that is opened in the record from line ${line} is not closed: nothing from there on was read`;
  if (!(error instanceof CsvError)) return `reading stopped here: ${messageOf(error)}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return rest;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return `the record is longer than ${RECORD_BYTES_MAX} bytes; probably ${rest}`;
  return `reading stopped here: ${error.message}`;
};
