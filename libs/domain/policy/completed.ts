import { POLICY_DEFAULTS, type PolicyDocument, type PolicyName } from './documents.js';

/** A published document with the defaults of what its policy did not have yet when it was published. */
export const completed = <Name extends PolicyName>(name: Name, document: object): PolicyDocument<Name> =>
  withDefaults(POLICY_DEFAULTS[name], document) as PolicyDocument<Name>;

const withDefaults = (defaults: object, document: object): object => ({
  ...document,
  ...Object.fromEntries(
    Object.entries(defaults).flatMap(([field, byDefault]: [string, unknown]) => {
      const value = (document as Readonly<Record<string, unknown>>)[field];
      if (value === undefined) return [[field, byDefault]];
      return isShape(byDefault) && isShape(value) ? [[field, withDefaults(byDefault, value)]] : [];
    }),
  ),
});

const isShape = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
