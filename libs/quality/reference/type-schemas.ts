import { join } from 'node:path';
import ts from 'typescript';
import { createFormatter, createParser, createProgram, DEFAULT_CONFIG, type Definition, SchemaGenerator } from 'ts-json-schema-generator';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Files whose exported types are published as schemas. */
const CONTRACTS = 'apps/query-api/queries/*.ts';

type Definitions = Readonly<Record<string, Definition | boolean>>;

let generated: Definitions | undefined;

/** Closed objects, as the compiler takes a literal. Names are plain: OpenAPI allows no brackets. */
const definitionsOf = (): Definitions => {
  generated ??= plain(generate());
  return generated;
};

const generate = (): Definitions => {
  const config = {
    ...DEFAULT_CONFIG,
    path: join(ROOT, CONTRACTS),
    tsconfig: join(import.meta.dirname, 'types.tsconfig.json'),
    topRef: true,
    additionalProperties: false,
    skipTypeCheck: true,
  } as const;
  const program = createProgram(config);
  const published = program.getRootFileNames().flatMap((name) => program.getSourceFile(name)!.statements.filter(isPublished));
  return (
    new SchemaGenerator(program, createParser(program, config), createFormatter(config), config).createSchemaFromNodes(published)
      .definitions ?? {}
  );
};

/** The answers of questions. What they are made of comes along. */
const isPublished = (node: ts.Statement): boolean =>
  (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) && node.name.text.endsWith('Answer');

/** The schemas of the query side's answers, from the types that the compiler holds the code to. */
export const renderAnswerSchemas = (): string => {
  const all = definitionsOf();
  return json({
    definitions: reachable(
      all,
      Object.keys(all).filter((name) => name.endsWith('Answer')),
    ),
  });
};

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** `Listed<AccountAnswer>` → `ListedAccountAnswer`. */
const plainName = (name: string): string => name.replaceAll(/\W/g, '');

const plain = (definitions: Definitions): Definitions => {
  const named = Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [plainName(name), schema]));
  return JSON.parse(JSON.stringify(named), (key, value: unknown) =>
    key === '$ref' ? String(value).replace(/[^/]*$/, (name) => plainName(decodeURIComponent(name))) : value,
  ) as Definitions;
};

/** The named definitions with all that they refer to, in the order of the whole. */
const reachable = (all: Definitions, names: readonly string[]): Definitions => {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const [, inner] of JSON.stringify(all[name]).matchAll(/"#\/definitions\/(\w+)"/g)) open.push(inner!);
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => found.has(name)));
};
