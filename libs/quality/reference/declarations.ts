import ts from 'typescript';
import { isTest, type Project, type Source } from '../project.js';

/** A field of a declared shape, as the source states it. */
export interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly doc: string;
}

/** The fields of a shape; names of interfaces and of object types are followed, other types have none. */
export const fieldsOf = (project: Project, type: ts.Node | undefined): readonly Field[] => {
  if (type === undefined) return [];
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((part) => fieldsOf(project, part));
  if (ts.isTypeLiteralNode(type) || ts.isInterfaceDeclaration(type)) {
    const inherited = ts.isInterfaceDeclaration(type) ? (type.heritageClauses ?? []).flatMap(({ types }) => [...types]) : [];
    const own = type.members.filter(ts.isPropertySignature).map((member) => ({
      name: member.name.getText(),
      optional: member.questionToken !== undefined,
      type: typeText(member.type),
      doc: docOf(member),
    }));
    return [...inherited.flatMap((one) => fieldsOf(project, one)), ...own];
  }
  const name = ts.isTypeReferenceNode(type)
    ? type.typeName.getText()
    : ts.isExpressionWithTypeArguments(type)
      ? type.expression.getText()
      : '';
  return fieldsOf(project, shapeNamed(project, name));
};

/** What the comment before a declaration says, on one line. */
export const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ');

/** A type as text on one line, without `readonly`. */
export const typeText = (type: ts.Node | undefined): string =>
  (type?.getText() ?? '')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('; }', ' }');

/** Every node of the sources whose paths begin so. */
export const nodesOf = ({ sources }: Project, prefix: string): readonly { readonly source: Source; readonly node: ts.Node }[] =>
  sources
    .filter(({ path }) => path.startsWith(prefix) && !isTest(path))
    .flatMap((source) => source.nodes.map((node) => ({ source, node })));

const shapeNamed = ({ sources }: Project, name: string): ts.Node | undefined => {
  if (name === '') return undefined;
  for (const { tree } of sources) {
    const found = tree.statements.find(
      (node) => (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && node.name.text === name,
    );
    if (found) return ts.isTypeAliasDeclaration(found) ? found.type : found;
  }
  return undefined;
};
