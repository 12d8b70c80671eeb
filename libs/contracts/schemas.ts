import { commandDeclarations, eventDeclarations } from '#libs/domain/messages.js';
import { type Fields, type JsonSchema, type Kind, schemaOf } from '#libs/kernel/fields.js';

/**
 * The JSON Schemas of all commands' data by the commands' names, and of the objects within them (`Money`) by theirs.
 * They refer to each other by `#/components/schemas/<name>`, as OpenAPI and AsyncAPI do.
 */
export const commandSchemas = (): Readonly<Record<string, JsonSchema>> => {
  const schemas: Record<string, JsonSchema> = {};
  for (const [type, { fields }] of byName(commandDeclarations)) {
    schemas[type] = schemaOf(fields);
    for (const [name, within] of recordsIn(fields)) schemas[name] = schemaOf(within);
  }
  return schemas;
};

/**
 * The JSON Schemas of all events' data by the events' types, and of the objects within them as `Event.<name>`. Open objects without
 * bounds: fields are added to events, and what was stored before a bound was drawn stays.
 */
export const eventSchemas = (): Readonly<Record<string, JsonSchema>> => {
  const schemas: Record<string, JsonSchema> = {};
  const parts = new Map<string, Fields>();
  for (const [type, { fields, about }] of byName(eventDeclarations)) {
    schemas[type] = { ...storedFields(fields), ...(about === undefined ? {} : { description: about }) };
    for (const [name, within] of recordsIn(fields)) parts.set(name, within);
  }
  for (const [name, fields] of [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1))) schemas[`Event.${name}`] = storedFields(fields);
  return schemas;
};

/** The types of all events, sorted. */
export const eventTypes = (): readonly string[] => Object.keys(eventDeclarations).toSorted();

const byName = <Declaration>(declarations: Readonly<Record<string, Declaration>>): readonly (readonly [string, Declaration])[] =>
  Object.entries(declarations).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The named objects within fields, those within them among them. */
const recordsIn = (fields: Fields): readonly (readonly [name: string, fields: Fields])[] =>
  Object.values(fields).flatMap((kind) => {
    const { record } = innermost(kind);
    return record === undefined ? [] : [[record.name, record.fields] as const, ...recordsIn(record.fields)];
  });

const innermost = (kind: Kind): Kind => (kind.within === undefined ? kind : innermost(kind.within));

const storedFields = (fields: Fields): JsonSchema => {
  const required = Object.keys(fields).filter((name) => !fields[name]!.optional);
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, { ...stored(kind), ...said(kind) }])),
    ...(required.length === 0 ? {} : { required }),
  };
};

const said = ({ about }: Kind): JsonSchema => (about === undefined ? {} : { description: about });

/** What stays true of a kind in whatever was ever stored. */
const stored = (kind: Kind): JsonSchema => {
  if (kind.record) return { $ref: `#/components/schemas/Event.${kind.record.name}` };
  const { type, anyOf, format, enum: words } = kind.schema;
  if (kind.within === undefined) {
    return {
      ...(type === undefined ? {} : { type }),
      ...(format === undefined ? {} : { format }),
      ...(words === undefined ? {} : { enum: words }),
    };
  }
  if (anyOf !== undefined) return { anyOf: [stored(kind.within), { type: 'null' }] };
  return type === 'array' ? { type, items: stored(kind.within) } : { type, additionalProperties: stored(kind.within) };
};
