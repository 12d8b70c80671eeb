import ts from 'typescript';
import { type Project } from '../project.js';
import { type Declared, type DeclaredMap, docOf, type Field, fieldsOf, mapsOf, typeText } from './declarations.js';
import { code, page, table } from './markdown.js';

/** Every stored event with its fields, and the words that they share. */
export const renderEvents = (project: Project): string =>
  page(
    '# Events',
    'What can have happened. Stored for ever: fields are added, never changed ([how](../guides/change-an-event.md)). Every event also carries the metadata at the end of this page.',
    ...mapsOf(project, 'Events').flatMap(sectionOf),
    '## Words and shapes that events share',
    wordsOf(project),
    '## Metadata of every event',
    fieldTable(fieldsOf(project, metadataOf(project))),
  );

/** The heading of a facet of the domain: the folder that it lives in. */
export const facetOf = (path: string): string => path.split('/')[2]!;

/** Fields of a shape as a table. */
export const fieldTable = (fields: readonly Field[]): string =>
  table(
    ['field', 'type', ''],
    fields.map(({ name, optional, type, doc }) => [`${code(name)}${optional ? ' (optional)' : ''}`, code(type), doc]),
  );

const sectionOf = ({ path, doc, messages }: DeclaredMap): readonly string[] => [
  `## ${facetOf(path)}`,
  [doc, `Source: ${code(path)}`].join('\n\n'),
  ...messages.flatMap(eventOf),
];

const eventOf = ({ name, doc, fields }: Declared): readonly string[] => [`### ${name}`, doc, fieldTable(fields)];

/** Closed lists and shapes of values.ts. */
const wordsOf = (project: Project): string => {
  const values = project.sources.find(({ path }) => path === 'libs/domain/values.ts');
  const rows = (values?.tree.statements ?? []).flatMap((node): (readonly string[])[] => {
    if (ts.isInterfaceDeclaration(node)) return [[code(node.name.text), code(shapeText(fieldsOf(project, node))), docOf(node)]];
    if (!ts.isTypeAliasDeclaration(node)) return [];
    const list = /\(typeof (\w+)\)\[number\]/.exec(node.type.getText())?.[1];
    return [[code(node.name.text), list ? listText(values!.tree, list) : code(typeText(node.type)), docOf(node)]];
  });
  return table(['name', 'is', ''], rows);
};

const shapeText = (fields: readonly Field[]): string =>
  `{ ${fields.map(({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${type}`).join('; ')} }`;

/** The words of `const CHANNELS = ['meeting', …] as const`. */
const listText = (tree: ts.SourceFile, list: string): string => {
  const declaration = tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === list);
  const literal = declaration?.initializer && ts.isAsExpression(declaration.initializer) ? declaration.initializer.expression : undefined;
  if (literal === undefined || !ts.isArrayLiteralExpression(literal))
    throw new Error(`${list} in libs/domain/values.ts is no list of words.`);
  return literal.elements.map((word) => code((word as ts.StringLiteral).text)).join(' ');
};

const metadataOf = ({ sources }: Project): ts.Node | undefined =>
  sources
    .find(({ path }) => path === 'libs/kernel/message.ts')
    ?.tree.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'Metadata');
