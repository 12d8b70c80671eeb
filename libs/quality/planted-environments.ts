import { type Plant } from './plant.js';

/** Readers of the environment where none may be. */
export const ENVIRONMENTS: readonly Plant[] = [
  ...[
    'process.env.PORT',
    "process['env']",
    'globalThis.process.env',
    'x; const { env } = process',
    "x; import { env } from 'node:process'",
  ].map((code) => ({
    rule: 'environment',
    title: code,
    files: { 'apps/cli/main.ts': `const x = 1, y = ${code};\n` },
    finds: 'apps/cli/main.ts:1 reads the environment',
  })),
  {
    rule: 'environment',
    title: 'a script beside the one that reads the settings of the local engines',
    files: { 'infra/local/settings.mjs': 'export const x = process.env;', 'infra/local/kafka.mjs': 'const port = process.env.PORT;' },
    finds: 'infra/local/kafka.mjs:1 reads the environment',
  },
];
