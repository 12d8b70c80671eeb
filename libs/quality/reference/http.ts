import { commandOpenApi } from '#apps/command-api/openapi.js';
import { queryOpenApi } from '#apps/query-api/openapi.js';
import { openApiDocument } from '#libs/platform/openapi.js';
import { PROBLEMS } from '#libs/platform/problem.js';
import { type Project } from '../project.js';
import { nodesOf } from './declarations.js';
import { code, page, table } from './markdown.js';

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly responses: Readonly<Record<string, { readonly description: string; readonly headers?: object }>>;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
}

/** The addresses of the HTTP interface with their parameters and answers, and every code of a problem, from the OpenAPI document that is served. */
export const renderHttp = (project: Project): string => {
  const { paths } = openApiDocument([commandOpenApi(), queryOpenApi()]);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) => ({ path, method, operation })),
  );
  const queries = operations.filter(({ method }) => method === 'get');
  const commands = operations.filter(({ method }) => method === 'post');
  const problems = Object.entries(PROBLEMS).toSorted(([a, left], [b, right]) => left.status - right.status || (a < b ? -1 : 1));
  return page(
    '# HTTP',
    'The whole document is at `/v1/openapi.json` (OpenAPI 3.1), rendered at `/docs`. Fields of commands: [commands.md](commands.md).',
    '## Queries',
    ...queries.flatMap(({ path, operation }) => [
      `### GET ${path}`,
      `${operation.summary}.`,
      ...aboutOf(operation),
      parametersOf(operation, 'query'),
      answersOf(operation),
    ]),
    '## Commands',
    'All of them take these headers, and answer with one of these statuses, which mean the same wherever they are given.',
    ...distinct(commands.map(({ operation }) => parametersOf(operation, 'header'))),
    ...distinct(commands.map(({ operation }) => statusesOf(operation))),
    commands.map(({ path, operation }) => `- ${code(`POST ${path}`)}: ${operation.summary}`).join('\n'),
    '## Health',
    healthOf(project),
    '## Problems',
    'Every error is `application/problem+json` (RFC 9457) with one of these codes, or with the code of a [rejection](rejections.md).',
    table(
      ['code', 'status', 'meaning', 'the same again may succeed'],
      problems.map(([name, { status, title, retry }]) => [code(name), String(status), title, retry ? 'yes' : 'no']),
    ),
  );
};

const aboutOf = ({ description }: Operation): readonly string[] => (description === undefined ? [] : [description]);

const parametersOf = ({ parameters = [] }: Operation, place: 'query' | 'header'): string =>
  table(
    [place === 'query' ? 'parameter' : 'header', 'value'],
    parameters.filter((parameter) => parameter.in === place).map(({ name, description = '' }) => [code(name), description]),
  );

const statusesOf = ({ responses }: Operation): string =>
  table(
    ['status', 'means'],
    Object.entries(responses).map(([status, { description, headers = {} }]) => [
      status,
      [description, ...Object.keys(headers).map((name) => `Header ${code(name)}.`)].join(' '),
    ]),
  );

const answersOf = ({ responses }: Operation): string => `Answers: ${Object.keys(responses).join(', ')}.`;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** What each route of health says; one that is not described here, or no longer served, stops the page. */
const HEALTH: Readonly<Record<string, string>> = {
  live: '200 as long as the process answers: do not restart it.',
  ready: '200 while everything in the background runs, 503 while something does not: send it no work. The body names each task.',
};

const healthOf = (project: Project): string => {
  const served = nodesOf(project, 'libs/platform/health.controller.ts').flatMap(
    ({ node }) => /^@Get\('(\w+)'\)$/.exec(node.getText())?.[1] ?? [],
  );
  const described = Object.entries(HEALTH);
  if (served.join(' ') !== described.map(([route]) => route).join(' '))
    throw new Error(`Health is served at ${served.join(', ')}: describe these in libs/quality/reference/http.ts, and no others.`);
  return table(
    ['route', 'answers'],
    described.map(([route, text]) => [code(`GET /health/${route}`), text]),
  );
};
