import { readdir, readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { nearest } from '#libs/kernel/nearest.js';
import { EXIT, Failure, messageOf } from '../failure.js';
import { checkMapping } from './check-mapping.js';
import { type LineOf } from './checks.js';
import { type Mapping } from './mapping.js';

const BUILT_IN = new URL('./mappings/', import.meta.url);

/** Aliases that a mapping file may resolve: more is no mapping. */
const ALIASES_MAX = 100;

/** The names of the mappings that come with the product. */
export const builtInMappings = async (): Promise<readonly string[]> =>
  (await readdir(BUILT_IN))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .toSorted();

/**
 * Loads a mapping by the name of a built-in one, or by the path of a YAML or JSON file (anything with a slash, `.yaml`, `.yml` or `.json`).
 * @throws Failure (usage) for a name that does not exist, a file that cannot be read, or a wrong shape, with everything that is wrong
 */
export const loadMapping = async (nameOrPath: string): Promise<Mapping> => {
  const path = /[/\\]|\.(json|ya?ml)$/.test(nameOrPath) ? nameOrPath : await builtInPath(nameOrPath);
  const { value, lineOf } = parse(await read(path), path);
  const checked = checkMapping(value, lineOf);
  if ('mapping' in checked) return checked.mapping;
  const fix = 'Correct the file; docs/guides/import-csv.md lists every field of a mapping.';
  throw new Failure(EXIT.usage, `Mapping ${nameOrPath} is not valid:\n  ${checked.problems.join('\n  ')}`, fix);
};

const builtInPath = async (name: string): Promise<URL> => {
  const names = await builtInMappings();
  if (names.includes(name)) return new URL(`${name}.yaml`, BUILT_IN);
  const [close] = nearest(name, names);
  const meant = close === undefined ? '' : `Did you mean ${close}? `;
  throw new Failure(
    EXIT.usage,
    `There is no mapping "${name}".`,
    `${meant}Built in: ${names.join(', ')}. For your own, give the path of its file, for example ./${name}.yaml.`,
  );
};

const read = async (path: string | URL): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(EXIT.usage, `Mapping ${String(path)} cannot be read: ${messageOf(error)}.`, 'Check the path.');
  }
};

/** JSON is YAML too, so that both are read in one way, and both with lines. */
const parse = (source: string, path: string | URL): { readonly value: unknown; readonly lineOf?: LineOf } => {
  const isJson = String(path).endsWith('.json');
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const message = fault.message.split('\n')[0]!.replace(/:$/, '');
    throw new Failure(EXIT.usage, `Mapping ${String(path)} is not ${isJson ? 'JSON' : 'YAML'}: ${message}.`, 'Correct the file.');
  }
  const value = document.toJS({ maxAliasCount: ALIASES_MAX }) as unknown;
  const lineOf: LineOf = (steps) => {
    // What is missing has no place: then it is that of what it is missing in.
    for (let depth = steps.length; depth > 0; depth -= 1) {
      const node = document.getIn(steps.slice(0, depth), true) as { readonly range?: readonly [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  return { value, lineOf };
};
