import { type Project } from '../project.js';
import { type Rule } from '../rule.js';
import { KNOWN_CIRCLES } from './known-circles.js';

/**
 * No module needs itself, by whatever way round: imports of types are erased before the program runs, but who reads one of the modules
 * of such a circle has to read them all.
 */
export const cycles: Rule = {
  name: 'cycles',
  adr: '0002-architecture-held-as-tests',
  check: (project) => {
    const seen = new Set<string>();
    return circlesOf(project)
      .filter(({ edge }) => !KNOWN_CIRCLES.has(edge))
      .filter(({ circle }) => seen.size < seen.add(circle.toSorted().join()).size)
      .map(({ circle }) => ({
        path: circle[0]!,
        problem: `imports itself: ${[...circle, circle[0]].join(' → ')}`,
        fix: 'move what both need, a type too, into a third module, or pass one to the other as an argument',
      }));
  },
};

/** An import that closes a circle, and a shortest circle that it lies on, from the importer on. */
export interface Circle {
  /** `importer → imported`. */
  readonly edge: string;
  readonly circle: readonly string[];
}

/** Every import by which a module comes back to itself. */
export const circlesOf = ({ sources }: Project): readonly Circle[] => {
  const graph = new Map(sources.map(({ path, imports }) => [path, new Set(imports.map(({ target }) => target))]));
  return [...graph].flatMap(([from, targets]) =>
    [...targets].flatMap((to) => {
      const back = shortestWay(graph, to, from);
      return back === undefined ? [] : [{ edge: `${from} → ${to}`, circle: [from, ...back.slice(0, -1)] }];
    }),
  );
};

/** The modules of a shortest way, ends included; breadth first. */
const shortestWay = (graph: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): readonly string[] | undefined => {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const node of cameFrom.keys()) {
    if (node === to) return wayTo(cameFrom, node);
    for (const next of graph.get(node) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, node);
  }
  return undefined;
};

const wayTo = (cameFrom: ReadonlyMap<string, string | undefined>, end: string): readonly string[] => {
  const before = cameFrom.get(end);
  return before === undefined ? [end] : [...wayTo(cameFrom, before), end];
};
