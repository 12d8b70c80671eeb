import { isUtf8 } from 'node:buffer';
import { type RowProblem } from './row-problem.js';

/** Encodings in which ASCII is ASCII, so that separators and quotes are found before the text is decoded. */
export const ENCODINGS = ['utf-8', 'windows-1250', 'windows-1251', 'windows-1252', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The fields of a record as text, and the first of them that is none. */
export interface Decoded {
  readonly fields: readonly string[];
  readonly problem?: RowProblem;
}

/**
 * Decodes records whose bytes were carried as Latin-1, one character a byte, so that a field which is not in the encoding can be told
 * from one that is, and named with its place.
 */
export class CsvText {
  readonly #decoder: { decode(bytes: Uint8Array): string } | undefined;

  constructor(encoding: Encoding = 'utf-8') {
    this.#decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
  }

  /** @param from the byte of the file with which `raw`, the record as it stands there, begins */
  decode(record: readonly string[], raw: string, from: number, names: readonly string[] = []): Decoded {
    // Most records are plain; then one look at the whole spares one at each field.
    if (!NOT_PLAIN.test(raw)) return { fields: record };
    let problem: RowProblem | undefined;
    const fields = record.map((field, index) => {
      if (!NOT_PLAIN.test(field)) return field;
      if (field.includes('\0')) problem ??= { column: names[index] ?? '', reason: 'it contains a NUL byte, which no text does' };
      const bytes = Buffer.from(field, 'latin1');
      if (this.#decoder !== undefined) return this.#decoder.decode(bytes);
      if (!isUtf8(bytes)) problem ??= notUtf8(names[index] ?? '', raw, from);
      return bytes.toString('utf8');
    });
    return { fields, ...(problem === undefined ? {} : { problem }) };
  }
}

/** Anything but ASCII without NUL. */
const NOT_PLAIN = /\P{ASCII}|\0/u;

const notUtf8 = (column: string, raw: string, from: number): RowProblem => {
  const bytes = Buffer.from(raw, 'latin1');
  const at = firstInvalidByte(bytes);
  const shown = `0x${(bytes[at] ?? 0).toString(16)}`;
  return {
    column,
    reason:
      `byte ${from + at} of the file (${shown}) is not UTF-8: save the file as "CSV UTF-8", convert it with iconv, or say in the mapping `
      + 'what it is in, encoding: windows-1252',
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
