import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The schemas of the query side's answers, from the types that the compiler holds the code to. OpenAPI names allow no brackets. */
export const renderAnswerSchemas = (): string => {
  const { definitions } = createGenerator({
    path: join(ROOT, 'apps/query-api/answer-contract.ts'),
    tsconfig: join(import.meta.dirname, 'answers.tsconfig.json'),
    type: '*',
    topRef: false,
    additionalProperties: false,
    skipTypeCheck: true,
  }).createSchema();
  const named = Object.entries(definitions ?? {}).map(([name, schema]) => [plain(name), schema] as const);
  return `${JSON.stringify({ definitions: Object.fromEntries(named) }, plainReference, 2)}\n`;
};

/** `Listed<AccountAnswer>` → `ListedAccountAnswer`. */
const plain = (name: string): string => name.replaceAll(/\W/g, '');

const plainReference = (key: string, value: unknown): unknown =>
  key === '$ref' ? String(value).replace(/[^/]*$/, (name) => plain(decodeURIComponent(name))) : value;
