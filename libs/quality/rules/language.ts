import ts from 'typescript';
import { isSpec } from '../project.js';
import { nodeRule } from '../rule.js';

const isTypeScript = (path: string): boolean => path.endsWith('.ts') || path.endsWith('.tsx');

/** What is not known is `unknown`. */
export const noAny = nodeRule('no-any', '0002-architecture-held-as-tests', isTypeScript, ({ kind }) =>
  kind === ts.SyntaxKind.AnyKeyword
    ? { problem: 'says any', fix: 'say unknown and narrow it, or name the type: any switches the compiler off around it' }
    : undefined,
);

/** One name for one thing, the same wherever it is imported. */
export const noDefaultExports = nodeRule(
  'no-default-export',
  '0002-architecture-held-as-tests',
  (path) => path.startsWith('libs/'),
  (node) =>
    ts.isExportAssignment(node)
    || (node.kind === ts.SyntaxKind.DefaultKeyword && node.parent.kind !== ts.SyntaxKind.DefaultClause)
    || (ts.isExportSpecifier(node) && node.name.text === 'default')
      ? { problem: 'is exported as default', fix: 'export it by its name' }
      : undefined,
);

/** Frameworks stay at the edges: what carries no decorator can be read, called and tested without one. */
export const decorators = nodeRule(
  'decorators',
  '0026-nestjs-and-fastify',
  (path) => !/^(apps|libs\/(platform|contracts))\//.test(path) && !isSpec(path),
  (node) =>
    ts.isDecorator(node)
      ? { problem: `has the decorator ${node.getText()}`, fix: 'make it a plain function and let an app or libs/platform wire it' }
      : undefined,
);
