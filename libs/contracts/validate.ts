import { ValidateBy, ValidateIf, validateSync, type ValidationError } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { nearest } from '#libs/analytics/nearest.js';

/** What is wrong, where (JSON pointer into what was sent), and what is allowed there. */
export interface Complaint {
  readonly pointer: string;
  readonly detail: string;
}

/** A JSON Schema (draft 2020-12, the dialect of OpenAPI 3.1). */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** What a field may hold. Kinds are values, so that they compose: `listOf(text(80))`. */
export interface Kind {
  /** Completes "Expected …". */
  readonly allowed: string;
  readonly schema: JsonSchema;
  /** Everything that is wrong with a value found at the pointer `at`; empty where the value is of this kind. */
  check(value: unknown, at: string): readonly Complaint[];
  /** The one form in which a checked value goes on; absent: as it came. */
  readonly normalise?: (value: unknown) => unknown;
}

/** A class whose fields are declared with {@link Required} and {@link Optional}. */
export type Shape<T extends object = object> = new () => T;

/** Declares a field that must be there. */
export const Required =
  (kind: Kind): PropertyDecorator =>
  (target, property) => {
    const message = (): string => `Expected ${kind.allowed}.`;
    ValidateBy(
      { name: CONSTRAINT, validator: { validate: (value) => kind.check(value, '').length === 0, defaultMessage: message } },
      { context: { kind } },
    )(target, property);
    JSONSchema(kind.schema as Parameters<typeof JSONSchema>[0])(target, String(property));
    declare(target.constructor as Shape, String(property), kind);
  };

/** Declares a field that may be left out. `null` is a value and does not count as left out. */
export const Optional =
  (kind: Kind): PropertyDecorator =>
  (target, property) => {
    ValidateIf((_object, value) => value !== undefined)(target, property);
    Required(kind)(target, property);
  };

/** The name that every field has among class-validator's constraints. */
export const CONSTRAINT = 'field';

/**
 * Checks a value against a class: required fields, kinds, and no field beside the declared ones.
 * @returns the declared fields in their declared order and normal form, or everything that is wrong
 */
export const validate = <T extends object>(
  shape: Shape<T>,
  value: unknown,
  at = '',
): { readonly value: T } | { readonly complaints: readonly Complaint[] } => {
  if (!isRecord(value)) return { complaints: [complain(at, 'an object', value)] };
  const fields = fieldsOf(shape);
  // Declared fields only: an undeclared `constructor` would lead class-validator to another class's rules.
  const instance = Object.assign(new shape(), Object.fromEntries([...fields.keys()].map((name) => [name, value[name]])));
  const complaints = [
    ...Object.keys(value)
      .filter((name) => !fields.has(name))
      .map((name) => unknownField(name, [...fields.keys()], at)),
    ...validateSync(instance, OPTIONS).flatMap((error) => complaintsOf(error, at)),
  ];
  if (complaints.length > 0) return { complaints };
  const normal: Record<string, unknown> = {};
  for (const [name, kind] of fields) {
    if (value[name] !== undefined) normal[name] = kind.normalise ? kind.normalise(value[name]) : value[name];
  }
  return { value: normal as T };
};

/** The fields of a class with their kinds, in the order of their declaration, inherited ones first. */
export const fieldsOf = (shape: Shape): ReadonlyMap<string, Kind> => declared.get(shape) ?? inherited(shape);

/** Builds the usual complaint, `Expected text of 1 to 200 characters, got null.` */
export const complain = (pointer: string, allowed: string, value: unknown): Complaint => ({
  pointer,
  detail: value === undefined ? `Missing: expected ${allowed}.` : `Expected ${allowed}, got ${describe(value)}.`,
});

/** Appends a name or an index to a JSON pointer (RFC 6901). */
export const pointTo = (at: string, name: string | number): string => `${at}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Whether a value is what JSON calls an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Unknown fields are not left to class-validator's whitelist: it takes `hasOwnProperty` and other inherited names for declared ones.
const OPTIONS = { stopAtFirstError: true, forbidUnknownValues: false, validationError: { target: false } } as const;

const declared = new Map<Shape, Map<string, Kind>>();

const declare = (shape: Shape, name: string, kind: Kind): void => {
  const fields = declared.get(shape) ?? new Map<string, Kind>(inherited(shape));
  declared.set(shape, fields.set(name, kind));
};

const inherited = (shape: Shape): ReadonlyMap<string, Kind> => {
  const base = Object.getPrototypeOf(shape) as Shape | null;
  return base === null ? new Map() : fieldsOf(base);
};

const complaintsOf = (error: ValidationError, at: string): readonly Complaint[] => {
  const { kind } = error.contexts![CONSTRAINT] as { readonly kind: Kind };
  const pointer = pointTo(at, error.property);
  return error.value === undefined ? [complain(pointer, kind.allowed, undefined)] : kind.check(error.value, pointer);
};

const unknownField = (name: string, known: readonly string[], at: string): Complaint => {
  const [close] = nearest(name, known);
  const hint = close === undefined ? '' : ` Did you mean ${close}?`;
  return { pointer: pointTo(at, name), detail: `Unknown field.${hint} Allowed are ${known.join(', ') || 'no fields at all'}.` };
};

/** Long enough to recognise what was sent, short enough for a log line. */
const SHOWN_CHARACTERS_MAX = 40;

const describe = (value: unknown): string => {
  if (typeof value === 'string') return value.length <= SHOWN_CHARACTERS_MAX ? JSON.stringify(value) : `text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isRecord(value) ? 'an object' : `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`;
};
