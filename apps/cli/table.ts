import Table from 'cli-table3';
import { type Output, printable, styled } from './terminal.js';

/** A column of a table. */
export interface Heading {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Takes what is left of the terminal's width, and wraps; on anything but a terminal lines are as long as they need be. */
  readonly wraps?: boolean;
}

const BARE = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'right']
    .concat(['right-mid', 'mid', 'mid-mid'])
    .map((name) => [name, '']),
);

/** What stands between two columns. */
export const GAP = '  ';

/** The narrowest that a wrapping column gets. */
export const WRAPPED_WIDTH_MIN = 20;

/** A table in plain columns, headings in bold. Every cell is one line of printable text unless its column wraps. */
export const renderTable = (out: Output, headings: readonly Heading[], rows: readonly (readonly string[])[]): string => {
  const cells = rows.map((row) => row.map(printable));
  const table = new Table({
    head: headings.map(({ title }) => styled(out, 'bold', title)),
    colAligns: headings.map(({ align = 'left' }) => align),
    colWidths: widths(out, headings, cells),
    chars: { ...BARE, middle: GAP },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    wordWrap: true,
  });
  table.push(...cells.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

/** `null` is as wide as its content. */
const widths = (out: Output, headings: readonly Heading[], rows: readonly (readonly string[])[]): (number | null)[] => {
  const fitted = headings.map((): number | null => null);
  if (out.isTTY !== true || out.columns === undefined) return fitted;
  const natural = headings.map(({ title }, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const wrapping = [...headings.keys()].filter((index) => headings[index]?.wraps === true);
  const fixed = natural.filter((_, index) => !wrapping.includes(index)).reduce((sum, width) => sum + width, 0);
  let left = out.columns - fixed - GAP.length * (headings.length - 1);
  // The narrow ones first: what they do not need is left to the wide ones.
  for (const [place, index] of wrapping.toSorted((a, b) => natural[a]! - natural[b]!).entries()) {
    const share = Math.max(WRAPPED_WIDTH_MIN, Math.floor(left / (wrapping.length - place)));
    fitted[index] = Math.min(natural[index]!, share);
    left -= fitted[index];
  }
  return fitted;
};
