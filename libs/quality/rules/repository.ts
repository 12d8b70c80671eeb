import { type Project } from '../project.js';
import { type Rule, type Violation } from '../rule.js';

/** Everything at the top level beside dot files. */
const TOP_LEVEL: ReadonlySet<string> = new Set(
  `apps libs infra docs README.md CHANGELOG.md LICENSE
   nest-cli.json package.json package-lock.json tsconfig.base.json docker-compose.yml`.split(/\s+/),
);

/** The first look at the repository shows its parts and nothing else. */
export const topLevel: Rule = {
  name: 'top-level',
  adr: '0002-architecture-held-as-tests',
  check: ({ files }) =>
    [...new Set(files.keys().map((path) => path.split('/', 1)[0]!))]
      .filter((name) => !TOP_LEVEL.has(name) && !name.startsWith('.'))
      .map((path) => ({ path, problem: 'does not belong at the top level', fix: 'move it into apps, libs, infra or docs' })),
};

/** What is not a project of nest-cli is not built, and is missed only when the program starts. */
export const projects: Rule = {
  name: 'projects',
  adr: '0026-nestjs-and-fastify',
  check: ({ files, sources }) => {
    const { projects: built = {} } = JSON.parse(files.get('nest-cli.json') ?? '{}') as { projects?: Record<string, { root: string }> };
    const roots = new Set(Object.values(built).map(({ root }) => root));
    const folders = new Set(
      sources.map(({ path }) => path.split('/', 2).join('/')).filter((path) => /^(apps|libs)\/(?!quality$)/.test(path)),
    );
    const missing = [...folders.difference(roots)].map((path) => ({
      path,
      problem: 'is no project of nest-cli.json',
      fix: 'add it there',
    }));
    const empty = [...roots.difference(folders)].map((root) => ({
      path: 'nest-cli.json',
      problem: `builds ${root}, which is not there`,
      fix: 'remove it',
    }));
    return [...missing, ...empty];
  },
};

/** A dependency is a decision: what it replaces, what it costs, who keeps it. */
export const dependencies: Rule = {
  name: 'dependencies',
  adr: '0002-architecture-held-as-tests',
  check: (project) => {
    const decided = textOf(project, /^docs\/adr\/\d.*\.md$/);
    return [...packagesOf(project)].filter((name) => !decided.includes(`\`${name}\``)).map(undecided);
  },
};

const packagesOf = ({ files }: Project): ReadonlySet<string> => {
  const manifest = JSON.parse(files.get('package.json') ?? '{}') as Readonly<Record<string, object | undefined>>;
  return new Set([...Object.keys(manifest['dependencies'] ?? {}), ...Object.keys(manifest['devDependencies'] ?? {})]);
};

const textOf = ({ files }: Project, paths: RegExp): string =>
  [...files]
    .filter(([path]) => paths.test(path))
    .map(([, text]) => text)
    .join('\n');

const undecided = (name: string): Violation => ({
  path: 'package.json',
  problem: `depends on ${name}, which no decision names`,
  fix: `write in docs/adr what \`${name}\` replaces, what it costs and who keeps it, or do without it`,
});
