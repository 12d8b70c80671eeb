import ts from 'typescript';
import { isTest, type Source } from '../project.js';
import { type Finding, nodeRule } from '../rule.js';

/** Kernel, domain, analytics and read models compute: they neither look around nor wait. */
export const purity = nodeRule(
  'purity',
  '0001-two-folds-three-ports',
  (path) => /^libs\/(kernel|domain|analytics|read-models)\//.test(path) && !isTest(path),
  (node, source) => waiting(node) ?? random(node) ?? clock(node) ?? world(node, source),
);

const TIME = 'take the time as data: `context.now`, `event.meta.occurredAt`';
const CHANCE = 'take ids and randomness as data: a command id, a seed';
const SETTINGS = 'take configuration as an argument';
const SPEECH = 'return what is to be said: the edge logs it';
const WAITING = 'leave waiting to libs/runtime, behind a port';

/** Globals of the world, with what to do instead. */
const WORLD: ReadonlyMap<string, string> = new Map([
  ['performance', TIME],
  ['Temporal', TIME],
  ['crypto', CHANCE],
  ['process', SETTINGS],
  ['globalThis', SETTINGS],
  ['console', SPEECH],
  ['setTimeout', WAITING],
  ['setInterval', WAITING],
  ['setImmediate', WAITING],
  ['queueMicrotask', WAITING],
  ['fetch', WAITING],
]);

const waiting = ({ kind }: ts.Node): Finding | undefined => {
  if (kind === ts.SyntaxKind.AwaitExpression || kind === ts.SyntaxKind.AwaitKeyword) return { problem: 'uses await', fix: WAITING };
  return kind === ts.SyntaxKind.AsyncKeyword ? { problem: 'uses async', fix: WAITING } : undefined;
};

const random = (node: ts.Node): Finding | undefined =>
  isMember(node, 'Math.random') ? { problem: 'uses Math.random', fix: CHANCE } : undefined;

const clock = (node: ts.Node): Finding | undefined => {
  const asks = isMember(node, 'Date.now') || isBare(node, ts.isNewExpression) || isBare(node, ts.isCallExpression);
  return asks ? { problem: 'asks the clock', fix: TIME } : undefined;
};

const isMember = (node: ts.Node, name: string): boolean => ts.isPropertyAccessExpression(node) && node.getText() === name;

/** `new Date()` and `Date()`; with an argument it only converts. */
const isBare = (node: ts.Node, is: (node: ts.Node) => node is ts.NewExpression | ts.CallExpression): boolean =>
  is(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0;

const world = (node: ts.Node, source: Source): Finding | undefined => {
  const fix = ts.isIdentifier(node) && isReference(node) ? WORLD.get(node.text) : undefined;
  return fix === undefined || declares(source, node.getText()) ? undefined : { problem: `uses ${node.getText()}`, fix };
};

/** A name that stands for a value, not the name of a member or of a type. */
const isReference = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name !== node;
  return !(ts.isTypeReferenceNode(parent) || ts.isTypeElement(parent) || ts.isQualifiedName(parent));
};

/** Whether the file gives the name a meaning of its own: a parameter called `performance` is nobody's clock. */
const declares = ({ nodes }: Source, name: string): boolean =>
  nodes.some(
    (node) =>
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isImportSpecifier(node))
      && node.name.getText() === name,
  );
