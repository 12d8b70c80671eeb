import fc from 'fast-check';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A JSON Schema as it stands in the document. */
export type Schema = Readonly<Record<string, unknown>>;

/** A parameter as the document describes it. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

/** An operation as the document describes it. */
export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** An OpenAPI document as far as requests are made from it. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Makes values that a document's schemas allow, and tells which they do not. */
export const schemasOf = ({ components }: Pick<Document, 'components'>) => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', components });
  const absolute = (schema: Schema): Schema =>
    JSON.parse(JSON.stringify(schema), (key, value: unknown) => (key === '$ref' ? `document${String(value)}` : value)) as Schema;
  const resolve = ({ $ref }: Schema): Schema => components.schemas[String($ref).split('/').at(-1)!]!;

  const valid = (schema: Schema): fc.Arbitrary<unknown> => {
    if (schema['$ref'] !== undefined) return valid(resolve(schema));
    if (schema['const'] !== undefined) return fc.constant(schema['const']);
    if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as readonly unknown[]));
    const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Schema[] | undefined;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => valid({ type: schema['type'], ...choice })));
    if (schema['allOf'] !== undefined) return valid(merged(schema));
    return ofType(schema);
  };
  /** What `allOf` comes to for objects: later properties say more of earlier ones. */
  const merged = ({ allOf, ...own }: Schema): Schema => {
    const parts = [...(allOf as readonly Schema[]).map((part) => (part['$ref'] === undefined ? part : resolve(part))), own];
    return {
      ...Object.assign({}, ...parts),
      type: 'object',
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Schema,
    };
  };
  const ofType = (schema: Schema): fc.Arbitrary<unknown> => {
    switch (schema['type']) {
      case 'string':
        return text(schema);
      case 'integer': {
        const { minimum = 0, maximum = 1_000 } = schema as { minimum?: number; maximum?: number };
        return fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1_000) }));
      }
      case 'number':
        return fc.integer({ min: 1, max: 99 });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array': {
        const { items, minItems = 0, maxItems = 3 } = schema as { items: Schema; minItems?: number; maxItems?: number };
        return fc.array(valid(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) });
      }
      default:
        return object(schema);
    }
  };
  const object = ({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> => {
    // Money itself may stand in a field called amount.
    const isText = (field: Schema) => field['$ref'] === undefined && field['allOf'] === undefined && field['type'] !== 'object';
    // How many decimals a currency has, no schema says: every currency takes whole amounts.
    const fieldOf = (name: string, field: Schema) =>
      name === 'amount' && isText(field)
        ? fc
            .nat()
            .map(String)
            .filter((amount) => isValid(field, amount))
        : valid(field);
    const fields = Object.entries(properties as Readonly<Record<string, Schema>>).map(
      ([name, field]) => [name, fieldOf(name, field)] as const,
    );
    const declared = fc.record(Object.fromEntries(fields), { requiredKeys: required as string[] });
    if (typeof additionalProperties !== 'object') return declared;
    return fc.dictionary(fc.constantFrom('one', 'two'), valid(additionalProperties as Schema), { minKeys: 1 });
  };
  /** A schema is compiled once: that takes as long as thousands of values. */
  const compiled = new WeakMap<Schema, ValidateFunction>();
  const isValid = (schema: Schema, value: unknown): boolean => {
    const known = compiled.get(schema) ?? ajv.compile(absolute(schema));
    compiled.set(schema, known);
    return known(value);
  };
  return { valid, isValid };
};

const DAY = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const OFFSETS = ['Z', '+08:00', '-03:30'];

/** Letters, marks and symbols of several scripts, spaces between them. */
const words = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'Z', '7', 'é', '中', '😀', '-', '.'), minLength: 1, maxLength: Math.min(length, 40) });

const text = ({ format, pattern, maxLength = 40 }: Schema): fc.Arbitrary<string> => {
  if (format === 'date') return DAY;
  if (format === 'date-time') return fc.tuple(DAY, fc.constantFrom(...OFFSETS)).map(([day, offset]) => `${day}T10:30:00${offset}`);
  if (format === 'uri-reference') return fc.constantFrom('/crm', 'urn:erp:7', 'https://shop.example/orders');
  if (typeof pattern !== 'string') return words(maxLength as number);
  // Those that fast-check cannot turn around are drawn from likely words.
  if (/\\p\{|\(\?/.test(pattern)) return fc.constantFrom(...LIKELY).filter((likely) => new RegExp(pattern, 'u').test(likely));
  return fc.stringMatching(new RegExp(pattern, 'u'));
};

const LIKELY = ['ana', 'Chloé Martin', '小林', 'crm-sync', 'a@b.example', '1265.50', '-3', 'EUR', '2026-03'];
