/** Where everything is, for people. */
import { relative } from 'node:path';

/** A table of engines and services with their addresses, processes and logs. */
export const tableOf = (engines, fleet) => {
  const rows = [
    ['', 'address', 'process', 'log'],
    ...engines.map(({ what, note, url, pid, log }) => [`${what}${note === '' ? '' : ` (${note})`}`, withoutSecrets(url), pid, log]),
    ...fleet.map(({ name, instance, url, run, log }) => [instance, `${url}${PAGES[name] ?? ''}`, run.pid, log]),
  ].map((row) => row.map((cell, column) => (column === 3 && cell !== 'log' ? near(String(cell)) : String(cell))));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** What people look at first. */
const PAGES = { 'query-api': '/console/', 'command-api': '/docs' };

/** From here, where that is shorter. */
const near = (path) => {
  const short = path === '' ? '' : relative(process.cwd(), path);
  return short.length < path.length ? short : path;
};

const withoutSecrets = (url) => url.replace(/\/\/[^/@]*@/, '//***@');
