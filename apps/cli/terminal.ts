import { type Readable, type Writable } from 'node:stream';
import { styleText } from 'node:util';

/** A stream that may be a terminal. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Where the program reads and writes: results on `out`, everything about them on `err`. */
export interface Terminal {
  readonly in: Readable & { readonly isTTY?: boolean };
  readonly out: Output;
  readonly err: Output;
}

type Format = Parameters<typeof styleText>[0];

/** Colours and weights where the stream is a terminal that shows them; `NO_COLOR` and `FORCE_COLOR` are honoured. */
export const styled = (stream: Output, format: Format, text: string): string => styleText(format, text, { stream });

/** Control characters and marks that turn the direction of writing: recorded text must not steer anybody's terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/** Text as it may be shown on one line of a terminal. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, ' ');

/** A line of results. */
export const print = ({ out }: Terminal, text: string): void => void out.write(`${text}\n`);

/** A line about the results. */
export const note = ({ err }: Terminal, text: string): void => void err.write(`${text}\n`);

/** One JSON value on one line. */
export const printJson = (terminal: Terminal, value: unknown): void => print(terminal, JSON.stringify(value));
