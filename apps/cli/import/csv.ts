import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { parse, CsvError, type Info } from 'csv-parse';
import { messageOf } from '../failure.js';
import { type FileMapping } from './mapping.js';
import { type RowProblem } from './plan.js';

/** The longest record that is read; beyond it a quote was never closed, or it is no CSV. */
export const RECORD_BYTES_MAX = 1_048_576;

/** How much of a file is looked at to tell what it is. */
const HEAD_BYTES = 65_536;

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

type CsvRecord = { readonly record: readonly string[]; readonly raw: string; readonly info: Info };

/** Opens a CSV file (RFC 4180, UTF-8, with or without BOM) and checks its header. */
export const openCsv = async (path: string, file: FileMapping): Promise<OpenedCsv | { readonly problems: readonly FileProblem[] }> => {
  const head = await readHead(path);
  if ('problem' in head) return { problems: [{ line: 1, column: '', reason: head.problem }] };
  const records = parseFile(path, head.start, file.delimiter ?? ',');
  const first = await records.next();
  if (first.done === true || isBlank(first.value)) {
    await records.return();
    return { problems: [{ line: 1, column: '', reason: 'it is empty: a header line is needed' }] };
  }
  const header = first.value.fields.map((name) => name.trim());
  const problems = first.value.problem === undefined ? headerProblems(header, file) : [{ line: 1, ...first.value.problem }];
  if (problems.length > 0) {
    await records.return();
    return { problems };
  }
  return { header, bytes: head.bytes, rows: checked(records, header) };
};

const isBlank = ({ fields, problem }: Row): boolean => problem === undefined && fields.length === 1 && fields[0]?.trim() === '';

type Head = { readonly start: number; readonly bytes: number } | { readonly problem: string };

/** Tells from its beginning whether a file can be CSV in UTF-8, and where the text starts. */
const readHead = async (path: string): Promise<Head> => {
  let head: Buffer;
  let bytes: number;
  try {
    await using handle = await open(path);
    ({ size: bytes } = await handle.stat());
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    head = buffer.subarray(0, bytesRead);
  } catch (error) {
    return { problem: `it cannot be read: ${messageOf(error)}` };
  }
  const starts = (...marks: readonly number[]): boolean => marks.every((mark, index) => head[index] === mark);
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff))
    return { problem: 'it is in UTF-16: save it as "CSV UTF-8", or convert it with iconv -f UTF-16 -t UTF-8' };
  if (starts(0x50, 0x4b, 0x03, 0x04)) return { problem: 'it is a zip file or a workbook, not CSV: export the sheet as "CSV UTF-8"' };
  const nul = head.indexOf(0);
  if (nul >= 0) return { problem: `it is not CSV: byte ${nul} is NUL, as in binary files (or UTF-16 without a byte order mark)` };
  return { start: starts(0xef, 0xbb, 0xbf) ? 3 : 0, bytes };
};

const headerProblems = (header: readonly string[], file: FileMapping): readonly FileProblem[] => {
  const other = [';', '\t', '|'].find((mark) => header.length === 1 && header[0]?.includes(mark));
  if (other !== undefined) {
    const reason = `the fields seem to be separated by ${JSON.stringify(other)}: set "delimiter" in the mapping, or export with "${file.delimiter ?? ','}"`;
    return [{ line: 1, column: '', reason }];
  }
  return Object.keys(file.columns).flatMap((column) => {
    const times = header.filter((name) => name === column).length;
    if (times === 1) return [];
    return [
      { line: 1, column, reason: times === 0 ? `no such column; the header has ${header.join(', ')}` : `the header has it ${times} times` },
    ];
  });
};

/** Adds to each row whether it has as many fields as the header; drops blank lines. */
async function* checked(rows: AsyncIterable<Row>, header: readonly string[]): AsyncGenerator<Row> {
  for await (const row of rows) {
    const { fields } = row;
    if (header.length > 1 && isBlank(row)) continue;
    if (row.problem !== undefined || fields.length === header.length) {
      yield row;
      continue;
    }
    const surplus = fields.slice(header.length);
    const reason = `${fields.length} fields where the header has ${header.length}${surplus.length > 0 ? `; too many: ${JSON.stringify(surplus)}` : ''}`;
    yield { ...row, problem: { column: '', reason: `${reason} (a separator in a field needs quotes around it)` } };
  }
}

/**
 * Streams the records. Bytes are carried as Latin-1, one character a byte, so that a field which is not UTF-8 can be told from
 * one that is, and named with its place; line numbers are counted here because the parser counts a quoted CRLF twice.
 */
async function* parseFile(path: string, start: number, delimiter: string): AsyncGenerator<Row, void, void> {
  const parser = parse({
    encoding: 'latin1',
    bom: false,
    columns: false,
    delimiter: Buffer.from(delimiter).toString('latin1'),
    record_delimiter: ['\r\n', '\n', '\r'],
    // A stray quote stays a character of its field: strict parsing would end the whole file there.
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: RECORD_BYTES_MAX,
    raw: true,
    info: true,
  });
  let line = 1;
  let bytesRead = start;
  let names: readonly string[] | undefined;
  try {
    // pipeline, not pipe: leaving this loop early closes the file too.
    pipeline(createReadStream(path, { start }), parser, () => undefined);
    for await (const { record, raw, info } of parser as AsyncIterable<CsvRecord>) {
      const row = decode(record, raw, { line, from: bytesRead, to: start + info.bytes }, names);
      names ??= row.fields;
      yield row;
      line += 1 + record.reduce((sum, field) => sum + (field.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
      bytesRead = start + info.bytes;
    }
  } catch (error) {
    yield { line, fields: [], bytesRead, problem: { column: '', reason: reasonOf(error, line) } };
  }
}

const reasonOf = (error: unknown, line: number): string => {
  const rest = `a quote that is opened in the record from line ${line} is not closed: nothing from there on was read`;
  if (!(error instanceof CsvError)) return `reading stopped here: ${messageOf(error)}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return rest;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return `the record is longer than ${RECORD_BYTES_MAX} bytes; probably ${rest}`;
  return `reading stopped here: ${error.message}`;
};

interface Place {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

const NOT_ASCII = /\P{ASCII}/u;

const decode = (record: readonly string[], raw: string, { line, from, to }: Place, names: readonly string[] | undefined): Row => {
  let problem: RowProblem | undefined;
  const fields = record.map((field, index) => {
    if (!NOT_ASCII.test(field)) {
      if (field.includes('\0')) problem ??= { column: names?.[index] ?? '', reason: 'it contains a NUL byte, which no text does' };
      return field;
    }
    const bytes = Buffer.from(field, 'latin1');
    if (!isUtf8(bytes)) problem ??= notUtf8(names?.[index] ?? '', raw, from);
    return bytes.toString('utf8');
  });
  return { line, fields, bytesRead: to, ...(problem === undefined ? {} : { problem }) };
};

const notUtf8 = (column: string, raw: string, from: number): RowProblem => {
  const bytes = Buffer.from(raw, 'latin1');
  const at = firstInvalidByte(bytes);
  const shown = `0x${(bytes[at] ?? 0).toString(16)}`;
  return {
    column,
    reason: `byte ${from + at} of the file (${shown}) is not UTF-8: save the file as "CSV UTF-8", or convert it with iconv`,
  };
};

/** Where UTF-8 ends being valid: decoding puts U+FFFD there, and everything before it decodes to as many bytes as it was. */
const firstInvalidByte = (bytes: Buffer): number => {
  const text = bytes.toString('utf8');
  for (let index = text.indexOf('\uFFFD'); index >= 0; index = text.indexOf('\uFFFD', index + 1)) {
    const offset = Buffer.byteLength(text.slice(0, index));
    const genuine = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!genuine) return offset;
  }
  return 0;
};
