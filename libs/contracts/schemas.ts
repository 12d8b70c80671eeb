import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { commandTypes } from './registry.js';
import { CONSTRAINT, type JsonSchema } from './validate.js';

/**
 * The JSON Schemas of all commands' data by the commands' names, and of the objects within them (`Money`) by theirs.
 * They refer to each other by `#/components/schemas/<name>`, as OpenAPI and AsyncAPI do.
 */
export const commandSchemas = (): Readonly<Record<string, JsonSchema>> => {
  const all = validationMetadatasToSchemas({ additionalConverters: { [CONSTRAINT]: {} } }) as Readonly<Record<string, JsonSchema>>;
  const schemas: Record<string, JsonSchema> = {};
  const add = (name: string): void => {
    if (name in schemas) return;
    // A command without fields leaves no metadata behind.
    schemas[name] = { ...(all[name] ?? { type: 'object', properties: {} }), additionalProperties: false };
    for (const [, inner] of JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g)) add(inner!);
  };
  commandTypes.forEach(add);
  return schemas;
};
