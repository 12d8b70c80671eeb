import ts from 'typescript';
import { isTest, lineOf, type Project, type Source } from '../project.js';
import { type Rule, type Violation } from '../rule.js';

/** No dead exports: what a library exports is used by the product, in another file or in its own. What only a spec uses is dead. */
export const exports: Rule = {
  name: 'exports',
  adr: '0002-architecture-held-as-tests',
  check: (project) => {
    const asked = askedByProduct(project);
    return project.sources
      .filter(({ path }) => path.startsWith('libs/') && !isTest(path) && !PUBLISHED.test(path))
      .flatMap((source) =>
        exportsOf(source)
          .filter((name) => !asks(asked, source.path, name.text) && !isUsedIn(source, name))
          .map((name) => dead(source, name)),
      );
  },
};

/** The mathematics is a library by itself, and these rules are what specs run. */
const PUBLISHED = /^libs\/(analytics|quality)\//;

/** Names by the file that they are asked of; `*` is all of them. */
type Asked = ReadonlyMap<string, ReadonlySet<string>>;

const askedByProduct = ({ sources }: Project): Asked => {
  const asked = new Map<string, Set<string>>();
  for (const { target, names } of sources.filter(({ path }) => !isTest(path)).flatMap(({ imports }) => imports)) {
    const known = asked.get(target) ?? new Set();
    asked.set(target, known);
    for (const name of names) known.add(name);
  }
  return asked;
};

const asks = (asked: Asked, path: string, name: string): boolean => ['*', name].some((one) => asked.get(path)?.has(one) === true);

/** The names of the values that a file declares and exports; types are erased and cost nothing. */
const exportsOf = ({ tree }: Source): readonly ts.Identifier[] =>
  tree.statements
    .filter((node) => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .flatMap((node) => {
      if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name);
      return (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name ? [node.name] : [];
    })
    .filter(ts.isIdentifier);

const isUsedIn = ({ nodes }: Source, name: ts.Identifier): boolean =>
  nodes.some((node) => ts.isIdentifier(node) && node.text === name.text && node !== name);

const dead = (source: Source, name: ts.Identifier): Violation => ({
  path: source.path,
  line: lineOf(source, name),
  problem: `exports ${name.text}, which the product does not use`,
  fix: 'delete it with its spec, or no longer export it: what only a spec uses is dead',
});
