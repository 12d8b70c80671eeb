import { nearest } from '#libs/kernel/nearest.js';
import { EXIT, Failure } from '../failure.js';
import { type Found, type Names, type Unreadable } from './cell.js';
import { closeCsv, openAnyCsv } from './csv.js';
import { type FileMapping, type Lookup, type Mapping } from './mapping.js';
import { slugOf } from './slug.js';

/** Names of one lookup: more are no list of names, and would fill the memory. */
const NAMES_MAX = 500_000;

/** Names that a mistyped one is compared with. */
const COMPARED_MAX = 5_000;

/** Where the files of a mapping are in this import. */
export interface Place {
  readonly file: FileMapping;
  readonly path: string;
}

/**
 * Reads the names that columns are looked up in.
 * @throws Failure (usage) where a file with names was not given, cannot be read, or has two names that come to one id
 */
export const readLookups = async (mapping: Mapping, places: readonly Place[]): Promise<Names> => {
  const used = new Set(places.flatMap(({ file }) => Object.values(file.columns).flatMap((column) => ('in' in column ? [column.in] : []))));
  const books = new Map<string, Book>();
  for (const [name, lookup] of Object.entries(mapping.lookups ?? {})) {
    if (used.has(name)) books.set(name, await readBook(name, lookup, mapping, places));
  }
  return { find: (lookup, name) => books.get(lookup)!.find(name) };
};

class Book {
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(
    private readonly name: string,
    private readonly aliases: Readonly<Record<string, string>>,
    /** Where its names stand, for people. */
    private readonly where: string,
  ) {}

  /** @throws Failure where another name has the id already */
  enter(name: string, id: string): void {
    const holder = this.#names.get(id);
    if (holder !== undefined && holder !== name) {
      const fix = 'Give the lookup a column with ids (id: …), or correct one of the names.';
      throw new Failure(EXIT.usage, `Lookup ${this.name}: "${holder}" and "${name}" in ${this.where} both come to the id ${id}.`, fix);
    }
    if (this.#ids.size >= NAMES_MAX) throw new Failure(EXIT.usage, `Lookup ${this.name} has more than ${NAMES_MAX} names.`);
    this.#ids.set(name, id);
    this.#names.set(id, name);
  }

  find(name: string): Found | Unreadable {
    const meant = Object.hasOwn(this.aliases, name) ? this.aliases[name]! : name;
    const id = this.#ids.get(meant);
    if (id !== undefined) return { id, name: meant };
    const close = nearest(meant, this.#ids.keys().take(COMPARED_MAX).toArray());
    const hint =
      close.length === 0
        ? `add it there, or to the aliases of ${this.name} in the mapping`
        : `did you mean ${close.map((each) => `"${each}"`).join(' or ')}? Correct it, or enter it in the mapping under lookups: ${this.name}: aliases`;
    return { problem: `"${meant}" is not among the names of ${this.where}; ${hint}`, why: 'UNKNOWN_NAME' };
  }
}

const readBook = async (name: string, lookup: Lookup, mapping: Mapping, places: readonly Place[]): Promise<Book> => {
  const place = places.find(({ file }) => file.role === lookup.file);
  const file = mapping.files.find(({ role }) => role === lookup.file)!;
  if (place === undefined) {
    const fix = `Name it too, ${lookup.file}=<path of ${file.file}>: importing it again changes nothing.`;
    throw new Failure(EXIT.usage, `Names are looked up in ${file.file} (lookup ${name}), which was not given.`, fix);
  }
  const book = new Book(name, lookup.aliases ?? {}, place.path);
  const opened = await openAnyCsv(place.path, file);
  const fail = (reason: string): Failure =>
    new Failure(EXIT.usage, `Lookup ${name} cannot read ${place.path}: ${reason}.`, 'Correct the file.');
  if ('problems' in opened) throw fail(opened.problems[0]!.reason);
  const { header } = opened;
  const absent = [lookup.name, lookup.id].find((column) => column !== undefined && !header.includes(column));
  if (absent !== undefined) {
    await closeCsv(opened);
    throw fail(`it has no column ${absent}; the header has ${header.join(', ')}`);
  }
  const [names, ids] = [header.indexOf(lookup.name), lookup.id === undefined ? undefined : header.indexOf(lookup.id)];
  for await (const { fields, problem } of opened.rows) {
    // A row that cannot be read is told where the file itself is imported.
    const text = fields[names]?.trim() ?? '';
    const id = ids === undefined ? slugOf(text) : fields[ids]?.trim();
    if (problem === undefined && text !== '' && id) book.enter(text, id);
  }
  return book;
};
