import { posix } from 'node:path';
import { exists, type Project } from '../project.js';
import { type Rule, type Violation } from '../rule.js';

/** What the documents point at is there: links, code paths, npm scripts; and so are the documents that the sources point at. */
export const documents: Rule = {
  name: 'documents',
  adr: '0002-architecture-held-as-tests',
  check: (project) =>
    [...project.files].flatMap(([path, text]) => {
      const find = path.endsWith('.md') ? inDocument : /^(apps|infra|libs(?!\/quality))\//.test(path) ? inSource : undefined;
      return find === undefined ? [] : text.split('\n').flatMap((line, index) => find(project, path, line, index + 1));
    }),
};

const inSource = (project: Project, path: string, text: string, line: number): readonly Violation[] =>
  all(text, /\b(docs\/[\w/-]+\.md)\b/g)
    .filter((document) => !exists(project, document))
    .map((document) => ({ path, line, problem: `points at ${document}, which is not there`, fix: 'write it, or correct the path' }));

const inDocument = (project: Project, path: string, text: string, line: number): readonly Violation[] => [
  ...all(text, /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)\s]*)?\)/g)
    .filter((link) => !exists(project, posix.normalize(posix.join(posix.dirname(path), link))))
    .map((link) => ({ path, line, problem: `links to ${link}, which is not there`, fix: 'correct the link' })),
  ...all(text, /`((?:apps|libs|infra|docs|\.ci)\/[^`\s]*)`/g)
    .filter((code) => !exists(project, solidPart(code)))
    .map((code) => ({ path, line, problem: `names \`${code}\`, which is not there`, fix: 'name what there is' })),
  ...all(text, /(?:^|`|\$ |&& )npm (?:run )?(?:-s |--silent )?([a-z][a-z:-]*)/g)
    .filter((script) => !BUILT_IN.has(script) && !scripts(project).has(script))
    .map((script) => ({
      path,
      line,
      problem: `tells to run npm ${script}, which package.json does not know`,
      fix: 'name a script that there is',
    })),
];

/** npm's own commands. */
const BUILT_IN = new Set(['ci', 'install', 'link']);

const all = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((match) => match[1]!);

/** `libs/domain/<facet>/messages.ts` and `libs/*` promise only the folder before the blank; `a.ts:12` and `a.ts → b` the file. */
const solidPart = (path: string): string => {
  const solid = path.replace(/:\d.*$/, '');
  const blank = solid.search(/[<*{[…]/);
  return blank < 0 ? solid : posix.dirname(`${solid.slice(0, blank)}x`);
};

const scripts = ({ files }: Project): ReadonlySet<string> =>
  new Set(Object.keys((JSON.parse(files.get('package.json') ?? '{}') as { scripts?: object }).scripts ?? {}));
