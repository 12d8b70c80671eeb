import { join } from 'node:path';
import { createGenerator, type Definition } from 'ts-json-schema-generator';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The file whose exported types are published as schemas. */
const CONTRACT = 'apps/query-api/answer-contract.ts';

type Definitions = Readonly<Record<string, Definition | boolean>>;

let generated: Definitions | undefined;

/** Closed objects, as the compiler takes a literal. Names are plain: OpenAPI allows no brackets. */
const definitionsOf = (): Definitions => {
  generated ??= plain(
    createGenerator({
      path: join(ROOT, CONTRACT),
      tsconfig: join(import.meta.dirname, 'types.tsconfig.json'),
      type: '*',
      topRef: false,
      additionalProperties: false,
      skipTypeCheck: true,
    }).createSchema().definitions ?? {},
  );
  return generated;
};

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
