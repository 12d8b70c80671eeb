import { complain, type Complaint, isRecord, pointTo } from './complaint.js';
import { nearest } from './nearest.js';

/** A JSON Schema (draft 2020-12, the dialect of OpenAPI 3.1). */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** What a field may hold: everything that follows from it, as data. Kinds compose: `listOf(text(80))`. */
export interface Kind<Value = unknown> {
  /** Completes "Expected …". */
  readonly allowed: string;
  readonly schema: JsonSchema;
  /** Everything that is wrong with a value found at the pointer `at`; empty where the value is of this kind. */
  readonly check: (value: unknown, at: string) => readonly Complaint[];
  /** The one form in which a checked value goes on; absent: as it came. */
  readonly normalise?: (value: unknown) => unknown;
  /** Typical values: the first is shown as the example, tests draw from all of them. */
  readonly samples: readonly Value[];
  /** What the value names: it must be there when the fact is about it (see references.ts). */
  readonly refersTo?: string;
  /** What the value gives its id to. */
  readonly introduces?: string;
  /** The kind within: of a list's entries, of a map's values, or of what may also be null. */
  readonly within?: Kind;
  /** The name and the fields of an object. */
  readonly record?: { readonly name: string; readonly fields: Fields };
  /** The field may be left out. `null` is a value and does not count as left out. */
  readonly optional?: true;
  /** One line about the field, where its name and kind do not say it. */
  readonly about?: string;
}

/** The fields of a message or of an object within one, by name and in order. */
export interface Fields {
  readonly [name: string]: Kind;
}

/** What a kind holds. */
export type ValueOf<K> = K extends Kind<infer Value> ? Value : never;

type OptionalNames<F> = { [N in keyof F]: F[N] extends { readonly optional: true } ? N : never }[keyof F];

/** What fields hold together. */
export type DataOf<F> = Flat<
  { readonly [N in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[N]> } & { readonly [N in OptionalNames<F>]?: ValueOf<F[N]> }
>;
type Flat<T> = { [N in keyof T]: T[N] };

/** A field that may be left out. */
export const optional = <Value>(kind: Kind<Value>, about?: string): Kind<Value> & { readonly optional: true } => ({
  ...described(kind, about),
  optional: true,
});

/** The kind with a line about the field. */
export const described = <Value>(kind: Kind<Value>, about?: string): Kind<Value> => (about === undefined ? kind : { ...kind, about });

/** Fields of which each may be left out. */
export const partial = <F extends Fields>(fields: F): { readonly [N in keyof F]: F[N] & { readonly optional: true } } =>
  Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, optional(kind)])) as never;

/**
 * Checks a value against fields: the ones that must be there, their kinds, and no field beside them.
 * @returns everything that is wrong, each complaint with a JSON pointer below `at`
 */
export const checkFields = (fields: Fields, value: unknown, at: string): readonly Complaint[] => {
  if (!isRecord(value)) return [complain(at, 'an object', value)];
  return [
    ...Object.keys(value)
      .filter((name) => !Object.hasOwn(fields, name))
      .map((name) => unknownField(name, Object.keys(fields), at)),
    ...Object.entries(fields).flatMap(([name, kind]) => checkField(kind, value[name], pointTo(at, name))),
  ];
};

const checkField = (kind: Kind, value: unknown, at: string): readonly Complaint[] => {
  if (value !== undefined) return kind.check(value, at);
  return kind.optional ? [] : [complain(at, kind.allowed, undefined)];
};

/** A field that nobody declared, with the ones that may have been meant. */
export const unknownField = (name: string, known: readonly string[], at: string): Complaint => {
  const [close] = nearest(name, known);
  const hint = close === undefined ? '' : ` Did you mean ${close}?`;
  return { pointer: pointTo(at, name), detail: `Unknown field.${hint} Allowed are ${known.join(', ') || 'no fields at all'}.` };
};

/** Checked data in its one form: declared fields only, in declared order, each as its kind gives it on. */
export const normalised = (fields: Fields, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const normal: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(fields)) {
    if (data[name] !== undefined) normal[name] = kind.normalise ? kind.normalise(data[name]) : data[name];
  }
  return normal;
};

/** The closed JSON Schema of an object with these fields. */
export const schemaOf = (fields: Fields): JsonSchema => {
  const required = Object.keys(fields).filter((name) => !fields[name]!.optional);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, kind.schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
};

/** One value of every field: the example of the documentation. */
export const exampleOf = <F extends Fields>(fields: F): Required<DataOf<F>> =>
  Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, kind.samples[0]])) as never;

/** A value within data that names something else. */
export interface NamedElsewhere {
  readonly what: string;
  readonly id: string;
  readonly pointer: string;
}

/** Everything that data refers to, by its declared fields; of lists, maps and objects within as well. */
export const referencesIn = (fields: Fields, data: Readonly<Record<string, unknown>>): readonly NamedElsewhere[] =>
  idsIn(fields, data, 'refersTo');

/** The ids that data refers to, or that it introduces, each with its pointer. */
export const idsIn = (
  fields: Fields,
  data: Readonly<Record<string, unknown>>,
  of: 'refersTo' | 'introduces',
  at = '',
): readonly NamedElsewhere[] => Object.entries(fields).flatMap(([name, kind]) => idsOf(kind, data[name], of, pointTo(at, name)));

const idsOf = (kind: Kind, value: unknown, of: 'refersTo' | 'introduces', pointer: string): readonly NamedElsewhere[] => {
  if (value === undefined || value === null) return [];
  if (kind.record) return isRecord(value) ? idsIn(kind.record.fields, value, of, pointer) : [];
  const { within, [of]: what } = kind;
  if (within === undefined) return what === undefined ? [] : [{ what, id: String(value), pointer }];
  if (Array.isArray(value)) return value.flatMap((entry, index) => idsOf(within, entry, of, pointTo(pointer, index)));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, entry]) => idsOf(within, entry, of, pointTo(pointer, name)));
  return idsOf(within, value, of, pointer);
};
