import { basename } from 'node:path';
import { EXIT, Failure } from '../../failure.js';
import { ColumnWatch, nameFrom } from './column-facts.js';
import { guessOf } from './guess.js';
import { sniff } from './sniff.js';
import { firstMapping } from './write-mapping.js';

/** Rows that are looked at: enough to meet what is rare, and done in a few seconds. */
const ROWS_MAX = 20_000;

/** Reads a CSV file that nothing is known of, and writes a first mapping for it. @throws Failure (usage) for what is no CSV file */
export const firstMappingFor = async (path: string): Promise<string> => {
  const { form, opened } = await sniff(path);
  const twice = opened.header.find((name, index) => name === '' || opened.header.indexOf(name) !== index);
  if (twice !== undefined) {
    const what = twice === '' ? 'a column without a name' : `two columns called ${twice}`;
    throw new Failure(EXIT.usage, `${path}: the header has ${what}.`, 'Give every column a name of its own in the first line.');
  }
  const watches = opened.header.map((name) => new ColumnWatch(name));
  let rows = 0;
  for await (const { fields, problem } of opened.rows) {
    if (problem !== undefined) continue;
    rows += 1;
    for (const [index, watch] of watches.entries()) watch.see(fields[index] ?? '');
    if (rows === ROWS_MAX) break;
  }
  if (rows === 0) throw new Failure(EXIT.usage, `${path} has a header and no row that can be read.`, 'Nothing was written.');
  const columns = watches.map(({ facts }) => facts);
  return firstMapping({ ...guessOf(columns), name: nameFrom(basename(path)), file: basename(path), form, columns, rows });
};
