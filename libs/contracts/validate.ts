import { ValidateBy, ValidateIf, validateSync, type ValidationError } from 'class-validator';
import { complain, type Complaint, isRecord, pointTo } from '#libs/kernel/complaint.js';
import { type Fields, type Kind, normalised, unknownField } from '#libs/kernel/fields.js';

/** A class whose fields are declared: by {@link classOf}, or with {@link Required} and {@link Optional}. */
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
    declare(target.constructor as Shape, String(property), kind);
  };

/** Declares a field that may be left out. `null` is a value and does not count as left out. */
export const Optional =
  (kind: Kind): PropertyDecorator =>
  (target, property) => {
    ValidateIf((_object, value) => value !== undefined)(target, property);
    Required({ ...kind, optional: true })(target, property);
  };

/** A class of that name with the given fields. */
export const classOf = <T extends object>(name: string, fields: Fields, base: abstract new () => T): Shape<T> => {
  // The name is computed, so that the class bears it.
  const shape = { [name]: class extends (base as unknown as Shape) {} }[name]! as unknown as Shape<T>;
  for (const [field, kind] of Object.entries(fields)) (kind.optional ? Optional(kind) : Required(kind))(shape.prototype as object, field);
  return shape;
};

/** The name that every field has among class-validator's constraints. */
const CONSTRAINT = 'field';

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
  const names = Object.keys(fields);
  // class-validator calls nothing but the kinds, at many times their cost: it is asked where there is something to complain of.
  if (fits(fields, value)) return { value: normalised(fields, value) as T };
  // Declared fields only: an undeclared `constructor` would lead class-validator to another class's rules.
  const instance = Object.assign(new shape(), Object.fromEntries(names.map((name) => [name, value[name]])));
  const complaints = [
    ...Object.keys(value)
      .filter((name) => !Object.hasOwn(fields, name))
      .map((name) => unknownField(name, names, at)),
    ...validateSync(instance, OPTIONS).flatMap((error) => complaintsOf(error, at)),
  ];
  return complaints.length > 0 ? { complaints } : { value: normalised(fields, value) as T };
};

/** Whether class-validator, which sees own and inherited members alike, would find nothing. */
const fits = (fields: Fields, value: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(value).every((name) => Object.hasOwn(fields, name))
  && Object.entries(fields).every(([name, kind]) =>
    value[name] === undefined ? kind.optional === true : kind.check(value[name], '').length === 0,
  );

/** The fields of a class with their kinds, in the order of their declaration, inherited ones first. */
export const fieldsOf = (shape: Shape): Fields => declared.get(shape) ?? inherited(shape);

// Unknown fields are not left to class-validator's whitelist: it takes `hasOwnProperty` and other inherited names for declared ones.
const OPTIONS = { stopAtFirstError: true, forbidUnknownValues: false, validationError: { target: false } } as const;

const declared = new Map<Shape, Record<string, Kind>>();

const declare = (shape: Shape, name: string, kind: Kind): void => {
  const fields = declared.get(shape) ?? { ...inherited(shape) };
  declared.set(shape, Object.assign(fields, { [name]: kind }));
};

const inherited = (shape: Shape): Fields => {
  const base = Object.getPrototypeOf(shape) as Shape | null;
  return base === null ? {} : fieldsOf(base);
};

const complaintsOf = (error: ValidationError, at: string): readonly Complaint[] => {
  const { kind } = error.contexts![CONSTRAINT] as { readonly kind: Kind };
  const pointer = pointTo(at, error.property);
  return error.value === undefined ? [complain(pointer, kind.allowed, undefined)] : kind.check(error.value, pointer);
};
