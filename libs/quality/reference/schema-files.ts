import { asyncApiDocument } from '#apps/command-api/asyncapi.js';
import { eventSchemas, eventTypes, commandSchemas } from '#libs/contracts/schemas.js';
import * as messages from '#libs/contracts/message-schemas.js';
import { commandTypes } from '#libs/contracts/registry.js';
import { type JsonSchema } from '#libs/kernel/fields.js';
import { schemaUriOf } from '#libs/kernel/upcast.js';
import { type Project } from '../project.js';

/** Where the schemas lie that a reader or a sender in any language can use. */
export const SCHEMAS_FOLDER = 'docs/reference/schemas';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** A schema as a file of its own: `name` below {@link SCHEMAS_FOLDER}, and the whole of it. */
export interface SchemaFile {
  readonly path: string;
  readonly render: (project: Project) => string;
}

/** The AsyncAPI document as a file. */
export const renderAsyncApi = (): string => json(asyncApiDocument());

/** One file a command and an event, and one for each kind of message with all that can be in it. Each can be used alone. */
export const schemaFiles = (): readonly SchemaFile[] => [
  ...commandTypes.map((type) => file(`commands/${type}.json`, () => bundle(`urn:rapport:schema:command:${type}`, type, parts()[type]!))),
  ...eventTypes().map((type) =>
    file(`events/${type}.json`, (project) => bundle(schemaUriOf(type, versionOf(project, type)), type, parts()[type]!)),
  ),
  file('messages/command.json', () =>
    bundle('urn:rapport:schema:message:command', 'A command as a structured CloudEvent', byType(messages.commandAttributes, commandTypes)),
  ),
  file('messages/outcome.json', () =>
    bundle('urn:rapport:schema:message:outcome', 'The outcome of a command as a CloudEvent', {
      ...messages.outcomeAttributes,
      properties: {
        ...(messages.outcomeAttributes['properties'] as object),
        data: { ...messages.commandOutcome, ...messages.finalOutcome },
      },
    }),
  ),
  file('messages/event.json', () =>
    bundle('urn:rapport:schema:message:event', 'A committed event as a CloudEvent', byType(messages.eventAttributes, eventTypes())),
  ),
  file('messages/dead-letter-headers.json', () =>
    bundle('urn:rapport:schema:message:dead-letter-headers', 'Headers of a dead letter', messages.deadLetterHeaders),
  ),
];

const file = (name: string, render: (project: Project) => object): SchemaFile => ({
  path: `${SCHEMAS_FOLDER}/${name}`,
  render: (project) => json(render(project)),
});

/** The version that the golden files of an event say that its shape has; those that say nothing are the first. */
const versionOf = ({ files }: Project, type: string): number => {
  const golden = new RegExp(`/golden/${type}\\.v\\d+\\.json$`);
  const versions = [...files]
    .filter(([path]) => golden.test(path))
    .map(([, text]) => (JSON.parse(text) as { readonly meta: { readonly schema?: number } }).meta.schema ?? 1);
  return Math.max(1, ...versions);
};

let made: Readonly<Record<string, JsonSchema>> | undefined;

/** The schemas of all data by name; made once, for they take the classes apart. */
const parts = (): Readonly<Record<string, JsonSchema>> => (made ??= { ...commandSchemas(), ...eventSchemas() });

/** Attributes whose `type` says what the data is. */
const byType = (attributes: JsonSchema, types: readonly string[]): JsonSchema => {
  const { type: about, ...properties } = attributes['properties'] as Readonly<Record<string, JsonSchema>>;
  return {
    ...attributes,
    properties: { ...properties, type: { ...about, enum: types.map((type) => `rapport.${type}`) }, data: { type: 'object' } },
    oneOf: types.map((type) => ({ properties: { type: { const: `rapport.${type}` }, data: { $ref: `#/components/schemas/${type}` } } })),
  };
};

/** A schema with everything that it refers to under `$defs`. */
const bundle = ($id: string, title: string, schema: JsonSchema): object => {
  const all = parts();
  const needed = new Map<string, JsonSchema>();
  const add = (within: JsonSchema): void => {
    for (const [, name] of JSON.stringify(within).matchAll(/"#\/components\/schemas\/([\w.]+)"/g)) {
      if (needed.has(name!)) continue;
      needed.set(name!, all[name!]!);
      add(all[name!]!);
    }
  };
  add(schema);
  const $defs = Object.fromEntries([...needed].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const whole = { $schema: DIALECT, $id, title, ...schema, ...(needed.size > 0 && { $defs }) };
  return JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')) as object;
};

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
