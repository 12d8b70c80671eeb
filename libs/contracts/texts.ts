import { IntlMessageFormat } from 'intl-messageformat';
import { type AllEvents, eventDeclarations } from '#libs/domain/messages.js';
import { type Fields, type Kind } from '#libs/kernel/fields.js';
import { type Catalogue } from './languages/catalogue.js';
import { de } from './languages/de.js';

/** What people read about an event: a few words, and a sentence. */
export interface Text {
  readonly title: string;
  readonly summary: string;
}

/** Languages other than English, which the declarations speak: one file each. */
const CATALOGUES: Readonly<Record<string, Catalogue>> = { de };

/** The languages that texts are there in; the first for whoever asks for none of them. */
export const LANGUAGES: readonly [string, ...string[]] = ['en', ...Object.keys(CATALOGUES)];

const ENGLISH: Catalogue = { nothing: 'nothing', words: {}, events: {} };

/**
 * The words for an event, made when they are asked for: a changed wording needs no rebuild. A type that this program does not know is
 * its own title.
 */
export const textOf = (type: string, data: object, language = 'en'): Text => {
  const declaration = Object.hasOwn(eventDeclarations, type) ? eventDeclarations[type as keyof AllEvents] : undefined;
  if (declaration === undefined) return { title: type, summary: '' };
  const catalogue = CATALOGUES[language] ?? ENGLISH;
  const [title, sentence] = catalogue.events[type as keyof AllEvents] ?? [declaration.title, declaration.sentence];
  return { title, summary: full(format(sentence, language).format(valuesOf(declaration.fields, data, catalogue)) as string) };
};

const formats = new Map<string, IntlMessageFormat>();

/** Sentences are as many as declarations and languages: all of them are kept once they were asked for. */
const format = (sentence: string, language: string): IntlMessageFormat => {
  const key = `${language}|${sentence}`;
  const known = formats.get(key) ?? new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true });
  formats.set(key, known);
  return known;
};

/**
 * What a sentence may say of each field `due`: `{due}`, `{Due}` with a capital, `{dueSentence}` with a full stop, `{duePhrase}` without,
 * and whether there is anything to say, `{hasDue}`. Of an object within also its fields: `{overrideReason}`.
 */
const valuesOf = (fields: Fields, data: object, catalogue: Catalogue, before = ''): Readonly<Record<string, string | number>> => {
  const values: Record<string, string | number> = {};
  for (const [field, kind] of Object.entries(fields)) {
    const name = before === '' ? field : before + capital(field);
    const value = (data as Readonly<Record<string, unknown>>)[field];
    const said = wordsOf(kind, value, catalogue);
    values[name] = said;
    values[`has${capital(name)}`] = String(hasWords(value));
    if (typeof said === 'string')
      Object.assign(values, {
        [capital(name)]: capital(said),
        [`${name}Sentence`]: full(said),
        [`${name}Phrase`]: said.replace(/\.$/, ''),
      });
    if (kind.record && kind.record.name !== MONEY) Object.assign(values, valuesOf(kind.record.fields, value ?? {}, catalogue, name));
  }
  return values;
};

const MONEY = 'Money';

const hasWords = (value: unknown): boolean => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

const wordsOf = (kind: Kind, value: unknown, catalogue: Catalogue): string | number => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return value;
  if (Array.isArray(value))
    return listed(
      value.map((entry) => String(wordsOf(kind.within ?? kind, entry, catalogue))),
      catalogue,
    );
  if (typeof value === 'object') return objectWords(kind, value, catalogue);
  if (typeof value === 'boolean') return String(value);
  if (kind.schema['format'] === 'date-time') return String(value).slice(0, DAY_CHARACTERS);
  return kind.schema['enum'] === undefined ? String(value) : (catalogue.words[String(value)] ?? String(value));
};

/** `2026-03-01` of an instant. */
const DAY_CHARACTERS = 10;

const objectWords = (kind: Kind, value: object, catalogue: Catalogue): string => {
  if (kind.record?.name === MONEY) return Object.values(value).join(' ');
  if (kind.record) return listed(Object.keys(value), catalogue);
  return listed(
    Object.entries(value).map(([name, entry]) => `${name} ${plain(entry)}`),
    catalogue,
  );
};

/** A value whose kind is not declared. */
const plain = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return typeof value === 'object' && value !== null ? Object.values(value).map(plain).join(' ') : String(value ?? '–');
};

const listed = (words: readonly string[], { nothing }: Catalogue): string => (words.length === 0 ? nothing : words.join(', '));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const full = (text: string): string => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);
