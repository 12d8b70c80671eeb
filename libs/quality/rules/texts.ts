import ts from 'typescript';
import { commandOpenApi } from '#apps/command-api/openapi.js';
import { queryOpenApi } from '#apps/query-api/openapi.js';
import { declaredQuestions, dashed } from '#libs/contracts/questions.js';
import { eventSchemas } from '#libs/contracts/schemas.js';
import { commandTypes } from '#libs/contracts/registry.js';
import { type Finding, type Rule } from '../rule.js';
import { isTest, lineOf, type Project, type Source } from '../project.js';

/** A text that people read, with its place. */
interface Text {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** U4: every command, event, route, subcommand and option that a text names exists: texts of errors, of help, and of the documents. */
export const texts: Rule = {
  name: 'texts',
  adr: '0002-architecture-held-as-tests',
  check: (project) => {
    const cli = commandLineOf(project);
    const all = [...project.sources.filter(({ path }) => isProduct(path)).flatMap(literalsOf), ...documentsOf(project)];
    return all.flatMap((text) =>
      [...wrongRoutes(text.text), ...wrongMessages(text), ...wrongFields(text), ...wrongUsage(text.text, cli)].map((finding) => ({
        path: text.path,
        line: text.line,
        ...finding,
      })),
    );
  },
};

const isProduct = (path: string): boolean => /^(apps|libs(?!\/quality)|infra(?!\/bench))\//.test(path) && !isTest(path);

/** String and template literals; what is filled in is a blank. Imports name files, not things. */
const literalsOf = (source: Source): readonly Text[] =>
  source.nodes
    .filter((node) => (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent)) || ts.isTemplateExpression(node))
    .map((node) => ({
      path: source.path,
      line: lineOf(source, node),
      text: ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('<…>')
        : (node as ts.StringLiteralLike).text,
    }));

/** Documents say what is; decisions and the changelog also say what was, and guides to additions what is yet to come. */
const documentsOf = ({ files }: Project): readonly Text[] =>
  [...files]
    .filter(([path]) => path.endsWith('.md') && !/^(docs\/(adr|guides\/add-a)|CHANGELOG)/.test(path))
    .flatMap(([path, text]) => text.split('\n').map((line, index) => ({ path, line: index + 1, text: line })));

const wrong = (what: string, fix: string): Finding => ({ problem: `names ${what}, which there is not`, fix });

/** What is served beside the described interface, and the one route of somebody else: where traces go. */
const MORE_ROUTES = ['/v1/openapi.json', '/v1/asyncapi.json', '/health/live', '/health/ready', '/v1/traces'];

const routes = (): readonly RegExp[] =>
  [...Object.keys({ ...commandOpenApi().paths, ...queryOpenApi().paths }), ...MORE_ROUTES].map(
    (path) => new RegExp(`^${path.replaceAll(/[.?]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  );

let known: readonly RegExp[] | undefined;

const wrongRoutes = (text: string): readonly Finding[] =>
  [...text.matchAll(/(?<![\w.])(\/(?:v1|health)\/[\w{}<>…:.*/-]*[\w}>*…])/g)]
    .map(([, route]) => route!)
    .filter((route) => !route.endsWith('…'))
    .filter((route) => !(known ??= routes()).some((form) => form.test(route.replace(/^(\/v1\/commands\/)<\w+>$/, '$1x'))))
    .map((route) => wrong(`the route ${route}`, 'name one that is served'));

/** Where a text says that a name is one of a command or an event; and in sentences of the domain whatever looks like one. */
const MESSAGE =
  /\bPOST \/v1\/commands\/(\w+)|\brapport send (\w+)|\brapport\.([A-Z]\w+)|\b(?:with|by|after|before) ([A-Z][a-z]+[A-Z]\w+)\b/g;
const IN_SENTENCES = /\b([A-Z][a-z]+(?:[A-Z][a-z]+)+)\b/g;

/** Types of what is no event, and names of products. */
const OTHERS = [
  'CommandOutcome',
  'DeadLetter',
  'MongoDB',
  'EventStoreDB',
  'OpenTelemetry',
  'CloudEvents',
  'AsyncAPI',
  'JavaScript',
  'TypeScript',
];

let messages: ReadonlySet<string> | undefined;

const wrongMessages = ({ path, text }: Text): readonly Finding[] => {
  messages ??= new Set([...commandTypes, ...Object.keys(eventSchemas()), ...OTHERS]);
  const inDomain = path.startsWith('libs/domain/') && text.includes(' ');
  const names = [...text.matchAll(MESSAGE), ...(inDomain ? text.matchAll(IN_SENTENCES) : [])].map(([, ...groups]) =>
    groups.find((group) => group !== undefined)!,
  );
  return [...new Set(names)]
    .filter((name) => /^[A-Z]/.test(name) && !messages!.has(name))
    .map((name) => wrong(`the command or event ${name}`, 'name one that there is'));
};

/** Names that look like fields in sentences: those of what is sent, stored and answered. */
const FIELD = /\b([a-z]+(?:[A-Z][a-z]+)*Id|[a-z]+[A-Z][a-z]+(?:[A-Z][a-z]+)*)\b/g;

let fields: ReadonlySet<string> | undefined;

const wrongFields = ({ path, text }: Text): readonly Finding[] => {
  if (!/^(libs\/(domain|contracts(?!\/languages))|apps\/(command|query)-api)\//.test(path) || !/^[A-Z].* .*[.:?]/.test(text)) return [];
  const schemas = JSON.stringify([commandOpenApi(), queryOpenApi(), eventSchemas()]);
  fields ??= new Set([...schemas.matchAll(/"([a-z]\w*)":|"name":"(\w+)"/g)].map(([, key, name]) => key ?? name!));
  return [...text.matchAll(FIELD)]
    .map(([, name]) => name!)
    .filter((name) => !fields!.has(name))
    .map((name) => wrong(`the field ${name}`, 'name one that there is'));
};

/** Subcommands of `rapport` with the options of each, as their declarations have them. */
type CommandLine = ReadonlyMap<string, ReadonlySet<string>>;

const commandLineOf = ({ sources }: Project): CommandLine => {
  const optionsIn = (text: string): readonly string[] =>
    [...text.matchAll(/(?:option|Option)\(\s*'(?:-\w, )?(--[\w-]+)/g)].map(([, option]) => option!);
  const cli = sources.filter(({ path }) => path.startsWith('apps/cli/') && !isTest(path));
  const shared = cli.filter(({ path }) => !path.includes('/commands/')).flatMap(({ text }) => optionsIn(text));
  return new Map(
    cli.flatMap(({ text }) => {
      const [, name] = /\.command\('([\w-]+)'\)/.exec(text) ?? [];
      if (name === undefined) return [];
      return [[name, new Set([...shared, ...optionsIn(text), '--help', '--version', ...(name === 'ask' ? declared() : [])])] as const];
    }),
  );
};

/** What `rapport ask` takes follows from the declared questions. */
const declared = (): readonly string[] =>
  declaredQuestions().flatMap(({ parameters }) => Object.keys(parameters).map((name) => `--${dashed(name)}`));

const wrongUsage = (text: string, cli: CommandLine): readonly Finding[] =>
  [...text.matchAll(/(?:^|[$`"'] ?|\b(?:or|with|run|and) )rapport ([a-z][\w-]*)([^`|\n]*)/g)].flatMap(([, name, rest]) => {
    if (name === 'help') return [];
    const options = cli.get(name!);
    if (options === undefined) return isWord(name!) ? [] : [wrong(`\`rapport ${name}\``, 'name a subcommand that there is')];
    const [, asked] = name === 'ask' ? (/^ ([a-z][\w-]*)/.exec(rest!) ?? []) : [];
    if (asked !== undefined && !declaredQuestions().some((question) => dashed(question.name) === asked))
      return [wrong(`\`rapport ask ${asked}\``, 'name a question that there is')];
    return [...rest!.matchAll(/ (--[a-z][\w-]*)/g)]
      .map(([, option]) => option!)
      .filter((option) => !options.has(option))
      .map((option) => wrong(`\`rapport ${name} ${option}\``, 'name an option of it'));
  });

/** `cd rapport && …`, "a rapport server": the name, not the command. */
const isWord = (name: string): boolean => ['server', 'is', 'and'].includes(name);
