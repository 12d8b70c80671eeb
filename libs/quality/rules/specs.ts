import ts from 'typescript';
import { isSpec, isTest } from '../project.js';
import { nodeRule, type Rule } from '../rule.js';

const SKIPPED = /^(?:(?:it|test|describe)(?:\.concurrent)?\.(?:skip|only|todo)|x(?:it|test|describe)|f(?:it|describe))(?:\.each)?$/;

/** A test that does not run protects nothing, and one that runs alone switches the others off. */
export const noSkippedTests = nodeRule('no-skipped-test', '0029-jest-and-swc', isTest, (node) =>
  (ts.isCallExpression(node) && SKIPPED.test(node.expression.getText()))
  || (ts.isTaggedTemplateExpression(node) && SKIPPED.test(node.tag.getText()))
    ? { problem: `calls ${ts.isCallExpression(node) ? node.expression.getText() : node.getText()}`, fix: 'run it, repair it, or delete it' }
    : undefined,
);

const ROLES = 'module|controller|commands|query';
const NAME = new RegExp(
  `^[a-z0-9]+(-[a-z0-9]+)*(\\.(${ROLES}))?((\\.[a-z-]+)?\\.(config|spec|int-spec|e2e-spec|engine-spec))?\\.(ts|tsx|mjs)$`,
);
/** Browsers load scripts as they are. */
const BROWSER = /^apps\/[^/]+\/public\/[a-z0-9]+(-[a-z0-9]+)*\.js$/;

/** kebab-case, at most one role, and the four kinds of spec by which people and Jest find them. */
export const names: Rule = {
  name: 'names',
  adr: '0002-architecture-held-as-tests',
  check: ({ sources }) =>
    sources.flatMap(({ path, imports }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const problem =
        NAME.test(name) || BROWSER.test(path)
          ? imports.some(({ target }) => target === '@jest/globals') && !isTest(path) && 'uses Jest but is no spec'
          : 'has an unusual name';
      return problem ? [{ path, problem, fix: NAMING }] : [];
    }),
};

const NAMING = `name it kebab-case.ts with at most one role (.${ROLES.replaceAll('|', ', .')}), and a test .spec.ts, .int-spec.ts, .e2e-spec.ts or .engine-spec.ts`;

/** A unit spec is quick and alone: what opens a port or starts a process is an integration or an end-to-end spec. */
export const unitSpecs: Rule = {
  name: 'unit-specs',
  adr: '0029-jest-and-swc',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => isSpec(path) && path.endsWith('.spec.ts'))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => /^node:(child_process|net|http|http2|https|worker_threads|cluster)$/.test(target))
          .map(({ target, line }) => ({
            path,
            line,
            problem: `imports ${target}`,
            fix: 'call it .int-spec.ts or .e2e-spec.ts',
          })),
      ),
};
