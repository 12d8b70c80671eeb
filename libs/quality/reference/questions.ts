import { type Project } from '../project.js';

const FOLDER = 'apps/query-api/queries/';

interface Declared {
  readonly file: string;
  readonly constant: string;
  readonly name: string;
  readonly path: string;
}

/** The list of declared questions, by address: each held by the compiler against the answer type that it is published with. */
export const renderQuestions = (project: Project): string => {
  const declared = [...project.files]
    .filter(([path]) => path.startsWith(FOLDER) && path.endsWith('.ts'))
    .map(([path, text]) => read(path, text))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const imports = declared.map(({ file, constant, name }) => `import { ${constant}, type ${name}Answer } from './queries/${file}';`);
  const entries = declared.map(({ constant, name }) => `  ${constant} satisfies Question<${name}Answer>,`);
  return [
    "import { type Question } from './question.js';",
    ...imports.toSorted(),
    '',
    '/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */',
    'export const QUESTIONS: readonly Question[] = [',
    ...entries,
    '];',
    '',
  ].join('\n');
};

const read = (path: string, text: string): Declared => {
  const part = (what: string, form: RegExp): string => {
    const [, found] = form.exec(text) ?? [];
    if (found !== undefined) return found;
    throw new Error(`${path} has no ${what}: a file of ${FOLDER} declares one question, with its name and path as literals.`);
  };
  const name = part("name: '<Name>'", /\n {2}name: '(\w+)',\n/);
  part(`export of ${name}Answer`, new RegExp(String.raw`\nexport (?:type|interface) ${name}(Answer)\b`));
  return {
    file: path.slice(FOLDER.length).replace(/\.ts$/, '.js'),
    constant: part('question(…) or list(…)', /\nexport const (\w+) = (?:question|list)\(/),
    name,
    path: part("path: '/v1/…'", /\n {2}path: '([^']+)',\n/),
  };
};
