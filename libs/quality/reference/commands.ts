import { TARGET_FIELDS } from '#libs/contracts/command-request.js';
import { type CommandDeclaration } from '#libs/kernel/messages.js';
import { facets, fieldsOf, recordsOf } from './messages.js';
import { code, page } from './markdown.js';

/** Every command with the fields of its data, as the doors check them. */
export const renderCommands = (): string =>
  page(
    '# Commands',
    'What may be asked: `POST /v1/commands/<Command>` with these fields as `data`, or a message on the commands topic. Fields that are not named here are refused.',
    ...facets().flatMap(({ category, facet, messages }) => [
      `## ${facet}`,
      `Addressed to ${code(TARGET_FIELDS[category])}. Source: ${code(`libs/domain/${facet}/messages.ts`)}`,
      ...Object.entries<CommandDeclaration>(messages.commands).flatMap(([type, { about, fields }]) => [
        `### ${type}`,
        about,
        fieldsOf(fields) || 'No fields.',
      ]),
    ]),
    '## Shapes within commands',
    ...[...recordsOf('commands')].flatMap(([name, fields]) => [`### ${name}`, fieldsOf(fields)]),
  );
