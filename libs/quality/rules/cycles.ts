import { type Source } from '../project.js';
import { type Rule } from '../rule.js';

/** No module waits for itself. Imports of types alone are erased and form no cycle; between libraries the table forbids those too. */
export const cycles: Rule = {
  name: 'cycles',
  adr: '0002-architecture-held-as-tests',
  check: ({ sources }) =>
    cyclesOf(new Map(sources.map((source) => [source.path, valuesOf(source)]))).map((cycle) => ({
      path: cycle[0]!,
      problem: `imports itself: ${[...cycle, cycle[0]].join(' → ')}`,
      fix: 'move what both need into a third module, or pass one to the other as an argument',
    })),
};

const valuesOf = ({ imports }: Source): readonly string[] => imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target);

/** Depth first; every edge back into the path at hand closes a cycle. */
const cyclesOf = (graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] => {
  const found: (readonly string[])[] = [];
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]) => {
    if (path.includes(node)) found.push(path.slice(path.indexOf(node)));
    if (done.has(node) || path.includes(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return found;
};
