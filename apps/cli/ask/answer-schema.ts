import { type JsonSchema } from '#libs/kernel/fields.js';
import { type Definitions } from '#libs/contracts/questions.js';

/** Fields within fields of an object that are looked for; a tree may contain itself. */
const DEPTH_MAX = 4;

/** The schema of an answer, and where it finds what it refers to. */
export interface AnswerSchema {
  readonly schema: JsonSchema;
  readonly definitions: Definitions;
}

/** The fields of an object in the order in which they are declared; of alternatives those of all of them. */
export const fieldsOf = (of: AnswerSchema | undefined): ReadonlyMap<string, AnswerSchema> => {
  if (of === undefined) return new Map();
  const { definitions } = of;
  return new Map(
    alternativesOf(of).flatMap(({ properties = {} }) =>
      Object.entries(properties as Definitions).map(([name, schema]) => [name, { schema, definitions }] as const),
    ),
  );
};

/** The schema of the entries of a list. */
export const entriesOf = (of: AnswerSchema | undefined): AnswerSchema | undefined => {
  if (of === undefined) return undefined;
  const items = alternativesOf(of).find((schema) => schema['type'] === 'array')?.['items'];
  return items === undefined ? undefined : { schema: items as JsonSchema, definitions: of.definitions };
};

/** Whether it says of an object nothing but that it is one: an event's data, a policy's document. */
export const isOpen = (of: AnswerSchema | undefined): boolean =>
  of !== undefined
  && alternativesOf(of).some(
    ({ type, properties, additionalProperties = {} }) =>
      type === 'object' && properties === undefined && Object.keys(additionalProperties as object).length === 0,
  );

/** Whether it is an amount of a currency. */
export const isMoneySchema = (fields: ReadonlyMap<string, unknown>): boolean => fields.has('amount') && fields.has('currency');

/** The names of all fields, those of objects within with a dot: `stated.stage`; with `lists` those of their entries too: `moves.to`. */
export const pathsOf = (of: AnswerSchema | undefined, lists = false, depth = 1): readonly string[] =>
  [...fieldsOf(of)].flatMap(([name, field]) => {
    const entries = lists ? entriesOf(field) : undefined;
    const within = entries ?? field;
    const inner = fieldsOf(within);
    if (inner.size === 0 || isMoneySchema(inner) || depth === DEPTH_MAX) return [name];
    // A list within an entry of a list is a cell of its table.
    return pathsOf(within, lists && entries === undefined, depth + 1).map((path) => `${name}.${path}`);
  });

/** The schemas that a value may be of, references followed. */
const alternativesOf = ({ schema, definitions }: AnswerSchema): readonly JsonSchema[] => {
  const { $ref, anyOf, allOf } = schema;
  if (typeof $ref === 'string') {
    const named = definitions[$ref.replace('#/definitions/', '')];
    return named === undefined ? [] : alternativesOf({ schema: named, definitions });
  }
  const parts = (anyOf ?? allOf) as readonly JsonSchema[] | undefined;
  return parts === undefined ? [schema] : parts.flatMap((part) => alternativesOf({ schema: part, definitions }));
};
