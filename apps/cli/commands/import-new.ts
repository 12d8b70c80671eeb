import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { EXIT, Failure, messageOf, type ExitCode } from '../failure.js';
import { nameFrom } from '../import/first/column-facts.js';
import { firstMappingFor } from '../import/first/first-mapping.js';
import { loadMapping } from '../import/load-mapping.js';
import { findSources } from '../import/sources.js';
import { print, printJson, type Terminal } from '../terminal.js';
import { count } from '../words.js';
import { checkImport } from './import-check.js';

/** `rapport import --new`: writes the mapping, never over another file, and shows what it comes to. */
export const writeFirstMapping = async (
  terminal: Terminal,
  given: readonly string[],
  { out, json }: { readonly out?: string; readonly json?: true },
): Promise<ExitCode> => {
  const [path, ...more] = given;
  if (path === undefined || more.length > 0) {
    throw new Failure(
      EXIT.usage,
      `--new reads one file, and ${given.length} were named.`,
      'Write a mapping for each, or put both into one by hand.',
    );
  }
  const text = await firstMappingFor(path);
  const target = out ?? `${nameFrom(basename(path))}.yaml`;
  try {
    await writeFile(target, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Failure(
        EXIT.usage,
        `${target} is there already, and is not written over.`,
        'Name another file with --out <path>, or move it away.',
      );
    throw new Failure(EXIT.usage, `${target} cannot be written: ${messageOf(error)}.`, 'Name another file with --out <path>.');
  }
  const questions = text.split('\n').filter((line) => /^\s*# \? /.test(line)).length;
  const location = /[/\\]/.test(target) ? target : `./${target}`;
  if (json === true) {
    printJson(terminal, { mapping: location, questions });
    return EXIT.ok;
  }
  const mapping = await loadMapping(location);
  await checkImport(
    terminal,
    { mapping, sources: await findSources(mapping, [path]), rejectsFolder: undefined, stop: new AbortController() },
    false,
  );
  print(terminal, `Written to ${location}, with ${count(questions, 'question')} in its comments. Correct it, then look again:`);
  print(terminal, `  rapport import --check ${path} --mapping ${location}`);
  return EXIT.ok;
};
