import type ts from 'typescript';
import { lineOf, type Project, type Source } from './project.js';

/** What is wrong, and what to do about it. */
export interface Finding {
  readonly problem: string;
  readonly fix: string;
}

/** A finding with its place; a file as a whole has no line. */
export interface Violation extends Finding {
  readonly path: string;
  readonly line?: number;
}

/** One agreement, held by a function. `adr` is the decision that explains it: a file of docs/adr without its ending. */
export interface Rule {
  readonly name: string;
  readonly adr: string;
  readonly check: (project: Project) => readonly Violation[];
}

/** A rule that looks at one node of a tree at a time, in the files that it binds. */
export const nodeRule = (
  name: string,
  adr: string,
  binds: (path: string) => boolean,
  see: (node: ts.Node, source: Source) => Finding | undefined,
): Rule => ({
  name,
  adr,
  check: ({ sources }) =>
    sources
      .filter(({ path }) => binds(path))
      .flatMap((source) =>
        source.nodes.flatMap((node) => {
          const finding = see(node, source);
          return finding ? [{ path: source.path, line: lineOf(source, node), ...finding }] : [];
        }),
      ),
});

/** A violation as the test prints it: rule, place, problem, fix, reason. */
export const report = ({ name, adr }: Rule, { path, line, problem, fix }: Violation): string =>
  `${name} | ${path}${line === undefined ? '' : `:${line}`} ${problem} | ${fix} | docs/adr/${adr}.md`;
