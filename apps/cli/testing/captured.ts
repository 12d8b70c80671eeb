import { Readable, Writable } from 'node:stream';
import { type Terminal } from '../terminal.js';

/** A terminal whose output is kept. `columns`: as if it were a screen of that width. */
export const captured = (
  input = '',
  columns?: number,
): { readonly terminal: Terminal; readonly out: () => string; readonly err: () => string } => {
  const screen = columns === undefined ? {} : { isTTY: true, columns };
  const out = sink();
  const err = sink();
  return {
    terminal: { in: Readable.from([input]), out: Object.assign(out.stream, screen), err: Object.assign(err.stream, screen) },
    out: out.text,
    err: err.text,
  };
};

const sink = (): { readonly stream: Writable; readonly text: () => string } => {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
};
