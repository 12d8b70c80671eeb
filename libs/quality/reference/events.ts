import ts from 'typescript';
import { textOf } from '#libs/contracts/texts.js';
import { exampleOf } from '#libs/kernel/fields.js';
import { type EventDeclaration } from '#libs/kernel/messages.js';
import { type Project } from '../project.js';
import { type Field, fieldsOf as fieldsOfType } from './declarations.js';
import { code, page, table } from './markdown.js';
import { facets, fieldsOf, recordsOf } from './messages.js';

/** Every stored event with its fields, how it reads, and the shapes that events share. */
export const renderEvents = (project: Project): string =>
  page(
    '# Events',
    'What can have happened. Stored for ever: fields are added, never changed ([how](../guides/change-an-event.md)). Every event also carries the metadata at the end of this page. What a field may hold is what may be written today; older events may hold more.',
    ...facets().flatMap(({ facet, messages }) => [
      `## ${facet}`,
      `Source: ${code(`libs/domain/${facet}/messages.ts`)}`,
      ...Object.entries<EventDeclaration>(messages.events).flatMap(([type, declaration]) => eventOf(type, declaration)),
    ]),
    '## Shapes within events',
    ...[...recordsOf('events')].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, fields]) => [`### ${name}`, fieldsOf(fields)]),
    '## Metadata of every event',
    fieldTable(fieldsOfType(project, metadataOf(project))),
  );

const eventOf = (type: string, { about, fields }: EventDeclaration): readonly string[] => {
  const { title, summary } = textOf(type, exampleOf(fields));
  return [`### ${type}`, about ?? '', `Reads: **${title}.** ${summary}`, fieldsOf(fields)];
};

/** Fields of a shape as a table. */
export const fieldTable = (fields: readonly Field[]): string =>
  table(
    ['field', 'type', ''],
    fields.map(({ name, optional, type, doc }) => [`${code(name)}${optional ? ' (optional)' : ''}`, code(type), doc]),
  );

const metadataOf = ({ sources }: Project): ts.Node | undefined =>
  sources
    .find(({ path }) => path === 'libs/kernel/message.ts')
    ?.tree.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'Metadata');
