import { open } from 'node:fs/promises';
import { messageOf } from '../failure.js';

/** How much of a file is looked at to tell what it is. */
const HEAD_BYTES = 65_536;

/** The line by which spreadsheets say what separates the fields, `sep=;`; it stands before the header. */
const SEPARATOR_LINE = /^(?:sep=([^"\r\n])|"sep=([^"\r\n])")(?:\r\n|\n|\r|$)/i;

/** How a CSV file begins. */
export interface CsvHead {
  /** Where its header starts, in bytes. */
  readonly start: number;
  /** The line of its header; the first is 1. */
  readonly line: number;
  /** Of the whole file. */
  readonly bytes: number;
  /** What the file itself says that separates its fields. */
  readonly delimiter?: string;
  /** Its first bytes from `start` on, for those who guess. */
  readonly sample: Buffer;
}

/** Tells from its beginning whether a file can be CSV, and where the text starts. */
export const readHead = async (path: string): Promise<CsvHead | { readonly problem: string }> => {
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
  const problem = noCsv(head);
  if (problem !== undefined) return { problem };
  const mark = starts(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const [line, plain, quoted] = SEPARATOR_LINE.exec(head.toString('latin1', mark, mark + 16)) ?? [];
  const delimiter = plain ?? quoted;
  const start = mark + (line?.length ?? 0);
  return {
    start,
    line: line === undefined ? 1 : 2,
    bytes,
    sample: head.subarray(start),
    ...(delimiter === undefined ? {} : { delimiter }),
  };
};

const starts = (head: Buffer, ...marks: readonly number[]): boolean => marks.every((mark, index) => head[index] === mark);

const noCsv = (head: Buffer): string | undefined => {
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff))
    return 'it is in UTF-16: save it as "CSV UTF-8", or convert it with iconv -f UTF-16 -t UTF-8';
  if (starts(head, 0x50, 0x4b, 0x03, 0x04)) return 'it is a zip file or a workbook, not CSV: export the sheet as "CSV UTF-8"';
  const nul = head.indexOf(0);
  return nul < 0 ? undefined : `it is not CSV: byte ${nul} is NUL, as in binary files (or UTF-16 without a byte order mark)`;
};
