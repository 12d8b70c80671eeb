/** The first line of every generated page. */
export const GENERATED = '<!-- Generated from the sources by libs/quality/docs-freshness.spec.ts. Change the sources, not this page. -->';

/** A page from its parts, one empty line between them; empty parts are left out. */
export const page = (...parts: readonly (string | undefined)[]): string =>
  `${[GENERATED, ...parts].filter((part) => part !== undefined && part !== '').join('\n\n')}\n`;

/** A table; nothing where there are no rows. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Code within a line. */
export const code = (text: string): string => `\`${text}\``;

const cell = (text: string): string =>
  text
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s+/g, ' ')
    .trim();
