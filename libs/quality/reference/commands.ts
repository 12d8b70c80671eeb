import { commandSchemas } from '#libs/contracts/schemas.js';
import { categoryOfCommand, type CommandType } from '#libs/contracts/registry.js';
import { type Project } from '../project.js';
import { type Declared, type DeclaredMap, mapsOf } from './declarations.js';
import { facetOf } from './events.js';
import { code, page, table } from './markdown.js';

type Schema = ReturnType<typeof commandSchemas>[string];

/** Every command with the fields of its data, as the doors check them. */
export const renderCommands = (project: Project): string => {
  const schemas = commandSchemas();
  const maps = mapsOf(project, 'Commands');
  const commands = new Set(maps.flatMap(({ messages }) => messages.map(({ name }) => name)));
  return page(
    '# Commands',
    'What may be asked: `POST /v1/commands/<Command>` with these fields as `data`, or a message on the commands topic. Fields that are not named here are refused.',
    ...maps.flatMap((map) => sectionOf(map, schemas)),
    '## Shapes within commands',
    ...Object.entries(schemas)
      .filter(([name]) => !commands.has(name))
      .flatMap(([name, schema]) => [`### ${name}`, fieldsOf(schema)]),
  );
};

const sectionOf = ({ path, messages }: DeclaredMap, schemas: Readonly<Record<string, Schema>>): readonly string[] => [
  `## ${facetOf(path)}`,
  `Addressed to ${code(`${categoryOfCommand(messages[0]!.name as CommandType)}Id`)}. Source: ${code(path)}`,
  ...messages.flatMap((message) => commandOf(message, schemas[message.name]!)),
];

const commandOf = ({ name, doc }: Declared, schema: Schema): readonly string[] => [`### ${name}`, doc, fieldsOf(schema) || 'No fields.'];

const fieldsOf = (schema: Schema): string => {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  return table(
    ['field', 'is'],
    Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>).map(([field, kind]) => [
      `${code(field)}${required.has(field) ? '' : ' (optional)'}`,
      textOf(kind),
    ]),
  );
};

/** A schema in words: its own description, else what it is made of. */
const textOf = (schema: Schema): string => {
  const { description, $ref, anyOf, items, additionalProperties, type } = schema as {
    readonly [key: string]: unknown;
    readonly anyOf?: readonly Schema[];
    readonly items?: Schema;
    readonly additionalProperties?: Schema | boolean;
  };
  if (typeof description === 'string') return description;
  if (typeof $ref === 'string') return code($ref.slice($ref.lastIndexOf('/') + 1));
  if (anyOf) return anyOf.map(textOf).join(', or ');
  if (items) return `a list of ${String(schema['minItems'] ?? 0)} to ${String(schema['maxItems'])} entries, each ${textOf(items)}`;
  if (typeof additionalProperties === 'object') return `an object of named values, each ${textOf(additionalProperties)}`;
  return type === 'null' ? 'null' : type === 'boolean' ? 'true or false' : String(type);
};
