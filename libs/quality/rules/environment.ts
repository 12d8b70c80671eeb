import ts from 'typescript';
import { isTest } from '../project.js';
import { nodeRule } from '../rule.js';

/** The one file that reads the environment. */
export const CONFIGURATION = 'libs/platform/configuration.ts';

/** Engines for development are no part of the product: their script has settings of its own, and one reader of them too. */
const ENGINES = 'infra/local/settings.mjs';

/** Every setting has one reader, one name, one check and one line in the reference. */
export const environment = nodeRule(
  'environment',
  '0016-three-urls',
  (path) => path !== CONFIGURATION && path !== ENGINES && !isTest(path),
  (node) =>
    readsEnvironment(node)
      ? { problem: `reads the environment: ${node.getText()}`, fix: `declare the setting in ${CONFIGURATION} and inject it` }
      : undefined,
);

/** `process.env`, `process['env']`, `const { env } = process`, `import { env } from 'node:process'`. */
const readsEnvironment = (node: ts.Node): boolean => {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env';
  if (ts.isElementAccessExpression(node)) return isProcess(node.expression) && /^['"`]env/.test(node.argumentExpression.getText());
  if (ts.isVariableDeclaration(node)) return isProcess(node.initializer) && /\benv\b/.test(node.name.getText());
  return ts.isImportDeclaration(node) && /^['"](node:)?process['"]$/.test(node.moduleSpecifier.getText()) && /\benv\b/.test(node.getText());
};

const isProcess = (node: ts.Node | undefined): boolean => /^(globalThis\.)?process$/.test(node?.getText() ?? '');
