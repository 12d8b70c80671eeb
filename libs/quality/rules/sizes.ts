import ts from 'typescript';
import { isTest, lineAt } from '../project.js';
import { nodeRule, type Rule } from '../rule.js';

export const FILE_LINES_MAX = 300;
export const FUNCTION_LINES_MAX = 70;
export const DEPENDENCIES_MAX = 5;

/** The words of one language are one file, as long as there are messages: it is looked up, and translated as a whole. */
const CATALOGUE = /^libs\/contracts\/languages\/[a-z-]+\.ts$/;

/** A file is read in one sitting. */
export const fileSizes: Rule = {
  name: 'file-size',
  adr: '0002-architecture-held-as-tests',
  check: ({ sources }) =>
    sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) }))
      .filter(({ path, lines }) => lines > FILE_LINES_MAX && !CATALOGUE.test(path))
      .map(({ path, lines }) => ({
        path,
        problem: `has ${lines} lines, more than ${FILE_LINES_MAX}`,
        fix: 'split it where it says two things, or change the limit by an ADR',
      })),
};

/** A function fits on one screen, and an object has few enough dependencies to be built by hand. Suites of tests may be longer. */
export const functionSizes = nodeRule(
  'function-size',
  '0002-architecture-held-as-tests',
  (path) => !isTest(path),
  (node, source) => {
    if (!ts.isFunctionLike(node)) return undefined;
    const lines = lineAt(source, node.end) - lineAt(source, node.getStart()) + 1;
    if (lines > FUNCTION_LINES_MAX)
      return { problem: `is a function of ${lines} lines, more than ${FUNCTION_LINES_MAX}`, fix: 'name its parts and call them' };
    if (!ts.isConstructorDeclaration(node) || node.parameters.length <= DEPENDENCIES_MAX) return undefined;
    return {
      problem: `has a constructor with ${node.parameters.length} dependencies, more than ${DEPENDENCIES_MAX}`,
      fix: 'split the class by what it does, or pass what belongs together as one',
    };
  },
);
