import ts from 'typescript';
import { collectionOf } from '#libs/kernel/projection.js';
import { readModels } from '#libs/read-models/registry.js';
import { type Project } from '../project.js';
import { docOf, fieldsOf, nodesOf } from './declarations.js';
import { fieldTable } from './events.js';
import { code, page } from './markdown.js';

/** Every read model: what it answers, from which events, and what its documents hold. */
export const renderReadModels = (project: Project): string =>
  page(
    '# Read models',
    'Folds of the log. Each can be dropped and rebuilt; a changed fold is a new version beside the old one ([why](../adr/0011-read-models-are-disposable.md)).',
    ...Object.entries(readModels).flatMap(([service, projections]) => [
      `## ${service}`,
      ...projections.flatMap((projection) => sectionOf(project, projection)),
    ]),
  );

type ReadModel = (typeof readModels)[keyof typeof readModels][number];

const sectionOf = (project: Project, projection: ReadModel): readonly string[] => {
  const { path, doc, document, declaration } = sourceOf(project, projection.name);
  return [
    `### ${projection.name}`,
    doc,
    [
      `- Collection: ${code(collectionOf(projection))}`,
      `- One document ${projection.gathers === 'one-stream' ? 'belongs to one stream' : 'gathers many streams'}: ${code(document)}`,
      `- Indexes: ${projection.indexes.map((index) => code(index.join(', '))).join(' · ') || 'the key alone'}`,
      `- Events: ${projection.onAny === undefined ? Object.keys(projection.on).map(code).join(' ') : 'all'}`,
      `- Source: ${code(path)}`,
    ].join('\n'),
    fieldTable(fieldsOf(project, declaration)),
  ];
};

/** Finds `export const x: Projection<Document, Events> = { name: '<name>', … }`. */
const sourceOf = (project: Project, name: string) => {
  for (const { source, node } of nodesOf(project, 'libs/read-models/')) {
    if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isObjectLiteralExpression(node.initializer)) continue;
    if (!node.initializer.properties.some((property) => property.getText() === `name: '${name}'`)) continue;
    const declaration = node.type && ts.isTypeReferenceNode(node.type) ? node.type.typeArguments?.[0] : undefined;
    return { path: source.path, doc: docOf(node.parent.parent), document: declaration?.getText() ?? 'object', declaration };
  }
  throw new Error(`No constant of libs/read-models is a projection with the name ${name}: write it as a literal.`);
};
