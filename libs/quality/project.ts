import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** What one module asks of another, with the place where it does. */
export interface Import {
  /** A path of the repository (`libs/kernel/ports.ts`), a built-in (`node:fs`) or a package name (`@nestjs/core`). */
  readonly target: string;
  readonly line: number;
  /** Erased before the program runs: only types are named. */
  readonly typeOnly: boolean;
  /** The exports that are asked for; `*` where it is all of them. */
  readonly names: readonly string[];
}

/** A parsed source file. `path` is relative to the repository, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  /** Every node of the tree, parents before their children. */
  readonly nodes: readonly ts.Node[];
  readonly imports: readonly Import[];
}

/** The repository as the rules see it: every file's text by path, and the TypeScript and JavaScript among them parsed. */
export interface Project {
  readonly files: ReadonlyMap<string, string>;
  readonly sources: readonly Source[];
}

/** What tools leave at the top level: nobody's source, nobody's architecture. */
const LEFT_BY_TOOLS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

/** A project of the given texts: planted violations are stated this way. */
export const inMemory = (files: Readonly<Record<string, string>>): Project => projectOf(new Map(Object.entries(files)));

/** The project in a folder, its files in the order of their names wherever it lies. */
export const onDisk = (root: string): Project => {
  const files = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (LEFT_BY_TOOLS.has(entry.name)) continue;
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && !entry.name.endsWith('.log')) files.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  walk('');
  return projectOf(files);
};

/** Whether a path of the repository names a file or a folder. */
export const exists = (project: Project, path: string): boolean => {
  const clean = path.replace(/\/$/, '');
  return project.files.has(clean) || project.files.keys().some((file) => file.startsWith(`${clean}/`));
};

/** Specs, contract suites and their support: rules about the product do not bind them. */
export const isTest = (path: string): boolean => isSpec(path) || path.includes('/testing/');

/** A file that Jest runs. */
export const isSpec = (path: string): boolean => /\.(int-|e2e-|engine-)?spec\.(ts|mjs)$/.test(path);

/** The line (from 1) on which a node's own text begins. */
export const lineOf = (source: Pick<Source, 'tree'>, node: ts.Node): number => lineAt(source, node.getStart(source.tree));

/** The line (from 1) of an offset. */
export const lineAt = ({ tree }: Pick<Source, 'tree'>, offset: number): number => tree.getLineAndCharacterOfPosition(offset).line + 1;

const projectOf = (files: ReadonlyMap<string, string>): Project => ({
  files,
  sources: [...files].filter(([path]) => /^(apps|libs|infra)\/.*\.([mc]?[tj]s|tsx)$/.test(path)).map(([path, text]) => parse(path, text)),
});

const parse = (path: string, text: string): Source => {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const nodes: ts.Node[] = [];
  const walk = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, walk);
  };
  walk(tree);
  const imports = nodes.flatMap((node) => {
    const found = importOf(node);
    if (!found) return [];
    const { specifier, ...request } = found;
    return [{ target: resolve(path, specifier), line: lineOf({ tree }, node), ...request }];
  });
  return { path, text, tree, nodes, imports };
};

/** An import before its target is resolved. */
type Request = Omit<Import, 'target' | 'line'> & { readonly specifier: string };

const importOf = (node: ts.Node): Request | undefined => {
  if (ts.isImportDeclaration(node)) return asked(node.moduleSpecifier, namesOnlyTypes(node.importClause), node.importClause?.namedBindings);
  if (ts.isExportDeclaration(node)) return asked(node.moduleSpecifier, node.isTypeOnly || allTypes(node.exportClause), node.exportClause);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return asked(node.argument.literal, true);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return asked(node.arguments[0], false);
  if (!ts.isStringLiteral(node) || !PROGRAM.test(node.text)) return undefined;
  return { specifier: `#${node.text.slice(2)}`, typeOnly: false, names: ['*'] };
};

/** `'./libs/…/loader.ts'`: how a module names another that runs in a process of its own. */
const PROGRAM = /^\.\/(apps|libs|infra)\/.*\.[mc]?[tj]s$/;

const asked = (specifier: ts.Node | undefined, typeOnly: boolean, names?: ts.Node): Request | undefined =>
  specifier && ts.isStringLiteral(specifier) ? { specifier: specifier.text, typeOnly, names: namesOf(names) } : undefined;

const namesOf = (names: ts.Node | undefined): readonly string[] =>
  names && (ts.isNamedImports(names) || ts.isNamedExports(names))
    ? names.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
    : ['*'];

const namesOnlyTypes = (clause: ts.ImportClause | undefined): boolean => {
  if (clause === undefined) return false;
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause.name === undefined && allTypes(clause.namedBindings));
};

const allTypes = (names: ts.Node | undefined): boolean =>
  names !== undefined
  && (ts.isNamedImports(names) || ts.isNamedExports(names))
  && names.elements.length > 0
  && names.elements.every((name) => name.isTypeOnly);

const resolve = (from: string, specifier: string): string => {
  const alias = /^#(libs|apps|infra)\//.test(specifier);
  if (!alias && !specifier.startsWith('.')) return packageOf(specifier);
  const path = alias ? specifier.slice(1) : posix.join(posix.dirname(from), specifier);
  // An alias means the source, whoever names it: scripts without types are handed the build of it.
  return alias || /\.tsx?$/.test(from) ? path.replace(/\.js$/, '.ts') : path;
};

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:') ? specifier : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
