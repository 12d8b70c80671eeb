import { readdir, readFile } from 'node:fs/promises';
import { EXIT, Failure, messageOf } from '../failure.js';
import { checkMapping } from './check-mapping.js';
import { type Mapping } from './mapping.js';

const BUILT_IN = new URL('./mappings/', import.meta.url);

/** The names of the mappings that come with the product. */
export const builtInMappings = async (): Promise<readonly string[]> =>
  (await readdir(BUILT_IN))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted();

/**
 * Loads a mapping by the name of a built-in one, or by the path of a JSON file (anything with a slash or `.json`).
 * @throws Failure (usage) for a name that does not exist, a file that cannot be read, or a wrong shape, with everything that is wrong
 */
export const loadMapping = async (nameOrPath: string): Promise<Mapping> => {
  const path = /[/\\]|\.json$/.test(nameOrPath) ? nameOrPath : await builtInPath(nameOrPath);
  const checked = checkMapping(parse(await read(path), path));
  if ('mapping' in checked) return checked.mapping;
  const fix = 'Correct the file; docs/guides/import-csv.md lists every field of a mapping.';
  throw new Failure(EXIT.usage, `Mapping ${nameOrPath} is not valid:\n  ${checked.problems.join('\n  ')}`, fix);
};

const builtInPath = async (name: string): Promise<URL> => {
  const names = await builtInMappings();
  if (names.includes(name)) return new URL(`${name}.json`, BUILT_IN);
  throw new Failure(
    EXIT.usage,
    `There is no mapping "${name}".`,
    `Built in: ${names.join(', ')}. For your own, give the path of its JSON file, for example ./${name}.json.`,
  );
};

const read = async (path: string | URL): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(EXIT.usage, `Mapping ${String(path)} cannot be read: ${messageOf(error)}.`, 'Check the path.');
  }
};

const parse = (text: string, path: string | URL): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(EXIT.usage, `Mapping ${String(path)} is not JSON: ${messageOf(error)}.`, 'Correct the file.');
  }
};
