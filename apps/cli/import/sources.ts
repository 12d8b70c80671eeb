import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { nearest } from '#libs/kernel/nearest.js';
import { EXIT, Failure } from '../failure.js';
import { type FileMapping, type Mapping } from './mapping.js';
import { type Source } from './run-import.js';

/**
 * Finds out which given path is which file of the mapping. A folder stands for all of its files; a file is told by its name (also as
 * its own rejects file, `orders.csv.rejects.csv`), by `role=path`, or by being the only one that the mapping has.
 * @throws Failure (usage) for a path that does not exist or cannot be told
 */
export const findSources = async (mapping: Mapping, paths: readonly string[]): Promise<readonly Source[]> => {
  const found = (await Promise.all(paths.map(async (path) => sourcesAt(mapping, path)))).flat();
  return mapping.files.flatMap((file) => found.filter((source) => source.file === file));
};

const sourcesAt = async (mapping: Mapping, given: string): Promise<readonly Source[]> => {
  const [role, rest] = splitRole(mapping, given);
  const path = rest ?? given;
  const kind = await kindOf(path);
  if (kind === 'absent') throw await absent(path);
  if (kind === 'file') return (role === undefined ? filesCalled(mapping, path) : [role]).map((file) => ({ file, path }));
  const inside = mapping.files.map((file) => ({ file, path: join(path, file.file) }));
  const kinds = await Promise.all(inside.map(async (source) => kindOf(source.path)));
  if (kinds.every((each) => each !== 'file')) {
    throw new Failure(EXIT.usage, `Folder ${path} has none of the files of mapping ${mapping.name}.`, `It reads ${names(mapping)}.`);
  }
  return inside;
};

const splitRole = (mapping: Mapping, given: string): readonly [FileMapping | undefined, string | undefined] => {
  const at = given.indexOf('=');
  const role = mapping.files.find((file) => at > 0 && file.role === given.slice(0, at));
  return role === undefined ? [undefined, undefined] : [role, given.slice(at + 1)];
};

/** A file may be read more than once, each time for something else. */
const filesCalled = (mapping: Mapping, path: string): readonly FileMapping[] => {
  const name = basename(path).replace(/(\.rejects\.csv)+$/, '');
  const called = mapping.files.filter((file) => file.file === name);
  if (called.length > 0) return called;
  if (mapping.files.length === 1) return mapping.files;
  const fix = `Say which it is: ${mapping.files[0]?.role}=${path}. The mapping reads ${names(mapping)}.`;
  throw new Failure(EXIT.usage, `Mapping ${mapping.name} knows no file called ${name}.`, fix);
};

/** What was probably meant stands beside it. */
const absent = async (path: string): Promise<Failure> => {
  const beside = await readdir(dirname(path)).catch(() => undefined);
  if (beside === undefined)
    return new Failure(EXIT.usage, `There is no file or folder ${path}.`, `There is no folder ${dirname(path)} either.`);
  const [close] = nearest(basename(path), beside);
  const fix = close === undefined ? 'Check the path.' : `Did you mean ${join(dirname(path), close)}?`;
  return new Failure(EXIT.usage, `There is no file or folder ${path}.`, fix);
};

const names = (mapping: Mapping): string => mapping.files.map((file) => `${file.file} (${file.role})`).join(', ');

const kindOf = async (path: string): Promise<'file' | 'folder' | 'absent'> => {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'absent';
  }
};

/**
 * Refuses to keep rejects inside a folder that is imported: data is read, never written beside.
 * @throws Failure (usage)
 */
export const keepOutside = async (rejectsFolder: string, paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    if ((await kindOf(path)) !== 'folder') continue;
    const inner = relative(resolve(path), resolve(rejectsFolder));
    if (inner !== '..' && !inner.startsWith(`..${sep}`)) {
      const fix = 'Name another folder with --rejects <folder>, or start the import from elsewhere.';
      throw new Failure(EXIT.usage, `The rejects folder ${rejectsFolder} lies inside the data folder ${path}.`, fix);
    }
  }
};
