import { isSpec, isTest, type Project } from '../project.js';
import { type Rule } from '../rule.js';

/** No dead files: the product is what an app's main reaches; tests, these rules and the published mathematics are what a spec reaches. */
export const reachability: Rule = {
  name: 'reachability',
  adr: '0002-architecture-held-as-tests',
  check: (project) => {
    const product = reached(project, ({ path }) => /^apps\/[^/]+\/main\.ts$/.test(path));
    const tests = reached(project, ({ path }) => isSpec(path));
    return project.sources
      .filter(({ path }) => path.endsWith('.ts') && !(isTested(path) ? tests : product).has(path))
      .map(({ path }) => ({
        path,
        problem: isTested(path) ? 'is reached by no spec' : 'is reached by no apps/*/main.ts',
        fix: 'import it where it is needed, or delete it: what only its own spec uses is dead',
      }));
  },
};

/** What specs reach: tests, these rules, published mathematics, and the types that published schemas are generated from. */
const isTested = (path: string): boolean => isTest(path) || /^libs\/(quality|analytics)\/|-contract\.ts$/.test(path);

const reached = ({ sources }: Project, entry: (source: Project['sources'][number]) => boolean): ReadonlySet<string> => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const open = sources.filter(entry).map(({ path }) => path);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...(byPath.get(path)?.imports ?? []).map(({ target }) => target));
  }
  return seen;
};
