import ts from 'typescript';
import { lineOf, type Project } from '../project.js';
import { nodesOf } from './declarations.js';
import { code, page, table } from './markdown.js';

/** A place where something is refused. */
interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly field: string;
  readonly path: string;
}

/** Every code with the sentences that come with it. */
export const renderRejections = (project: Project): string => {
  const refusals = nodesOf(project, 'libs/')
    .concat(nodesOf(project, 'apps/'))
    .flatMap(({ source, node }) => refusalOf(source.path, node));
  const [rules, doors] = [refusals.filter(isRule), refusals.filter((refusal) => !isRule(refusal))];
  return page(
    '# Rejections',
    'A rejection is an answer: nothing was written, and the detail says what to do. `…` stands for what the case fills in. Codes are stable, sentences are not.',
    '## By the rules of the business',
    tableOf(rules),
    '## By the machine and at the doors',
    tableOf(doors),
  );
};

/** The codes that types declare and nothing ever says, each with its place. */
export const unusedCodes = (project: Project): readonly string[] => {
  const nodes = nodesOf(project, 'libs/domain/');
  const said = new Set(nodes.flatMap(({ source, node }) => refusalOf(source.path, node)).map((refusal) => refusal.code));
  return nodes.flatMap(({ source, node }) => {
    const declared = ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : '';
    return CODE.test(declared) && !said.has(declared) ? [`${declared} (${source.path}:${lineOf(source, node)})`] : [];
  });
};

const CODE = /^[A-Z]+(_[A-Z]+)+$/;

const isRule = ({ path }: Refusal): boolean => path.startsWith('libs/domain/');

const tableOf = (refusals: readonly Refusal[]): string =>
  table(
    ['code', 'detail', 'field', 'source'],
    [...new Map(refusals.map((refusal) => [keyOf(refusal), rowOf(refusal)]))].toSorted().map(([, row]) => row),
  );

const keyOf = (refusal: Refusal): string => [refusal.code, refusal.path, refusal.detail, refusal.field].join(' ');

const rowOf = ({ code: name, detail, field, path }: Refusal): readonly string[] => [
  code(name),
  detail,
  field.startsWith('/') ? code(field) : '',
  code(path),
];

/** `reject('CODE', detail, field)`, or an object with a code and a detail. */
const refusalOf = (path: string, node: ts.Node): readonly Refusal[] => {
  if (ts.isCallExpression(node) && node.expression.getText() === 'reject') return stated(path, ...node.arguments);
  if (!ts.isObjectLiteralExpression(node)) return [];
  const named = (name: string) => node.properties.find((property) => property.name?.getText() === name);
  return stated(path, valueOf(named('code')), valueOf(named('detail')), valueOf(named('field')));
};

const valueOf = (property: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined => {
  if (property && ts.isShorthandPropertyAssignment(property)) return property.name;
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
};

const stated = (path: string, ...[name, detail, field]: readonly (ts.Expression | undefined)[]): readonly Refusal[] =>
  name && ts.isStringLiteral(name) && CODE.test(name.text)
    ? [{ path, code: name.text, detail: sentence(detail), field: sentence(field) }]
    : [];

/** A text with a gap for everything that is only known when it is said. */
const sentence = (node: ts.Expression | undefined): string => {
  if (node === undefined) return '';
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
  if (ts.isBinaryExpression(node)) return sentence(node.left) + sentence(node.right);
  const constant = ts.isIdentifier(node) ? constantNamed(node.text, node.parent) : undefined;
  return constant ? sentence(constant) : '…';
};

/** What `const <name>` is set to in the block at hand, or in one around it. */
const constantNamed = (name: string, from: ts.Node | undefined): ts.Expression | undefined => {
  if (from === undefined) return undefined;
  const statements: readonly ts.Statement[] = ts.isBlock(from) || ts.isSourceFile(from) ? from.statements : [];
  const declared = statements
    .flatMap((statement) => (ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []))
    .find((declaration) => declaration.name.getText() === name);
  return declared ? declared.initializer : constantNamed(name, from.parent);
};
