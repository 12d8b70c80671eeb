import { type Plant } from './plant.js';
import { CIRCLES } from './planted-circles.js';
import { ENVIRONMENTS } from './planted-environments.js';
import { TITLES } from './planted-titles.js';
import { TEXTS } from './planted-texts.js';

/** A project of one file. */
const file = (path: string, ...lines: readonly string[]) => ({ [path]: `${lines.join('\n')}\n` });

const imports: readonly Plant[] = [
  {
    rule: 'imports',
    title: 'the core that knows an edge',
    files: file('libs/kernel/decider.ts', '', "import { run } from '#libs/runtime/run-projections.js';"),
    finds: 'libs/kernel/decider.ts:2 imports libs/runtime/run-projections.ts, which kernel may not',
  },
  {
    rule: 'imports',
    title: 'a facet that calls another facet',
    files: file('libs/domain/risk/risk.ts', "import { profile } from '../profile/profile.js';"),
    finds: 'libs/domain/risk/risk.ts:1 imports libs/domain/profile/profile.ts, which facet may not',
  },
  {
    rule: 'imports',
    title: 'a read model that reads a decider, even its types',
    files: file('libs/read-models/stage-board/stage-board.ts', "import { type Risk } from '#libs/domain/risk/risk.js';"),
    finds: 'libs/read-models/stage-board/stage-board.ts:1 imports types of libs/domain/risk/risk.ts, which read-model may not',
  },
  {
    rule: 'imports',
    title: 'a read model that knows its neighbour',
    files: file('libs/read-models/stage-board/stage-board.ts', "import { timeline } from '../account-timeline/account-timeline.js';"),
    finds: 'imports libs/read-models/account-timeline/account-timeline.ts, which read-model may not',
  },
  {
    rule: 'imports',
    title: 'an app that passes by the ports',
    files: file('apps/query-api/main.ts', "const store = await import('#libs/read-store/sqlite.js');"),
    finds: 'apps/query-api/main.ts:1 imports libs/read-store/sqlite.ts, which service may not',
  },
  {
    rule: 'imports',
    title: 'the platform that picks an adapter itself',
    files: file('libs/platform/stores.ts', "export * from '#libs/event-store/sqlite.js';"),
    finds: 'imports libs/event-store/sqlite.ts, which platform may not',
  },
  {
    rule: 'imports',
    title: 'a package in a pure library',
    files: file('libs/analytics/abc.ts', "import groupBy from 'lodash/groupBy.js';"),
    finds: 'libs/analytics/abc.ts:1 imports lodash, which analytics may not',
  },
  {
    rule: 'imports',
    title: 'a built-in module in a pure library',
    files: file('libs/domain/guards.ts', "import { randomUUID } from 'node:crypto';"),
    finds: 'imports node:crypto, which shared may not',
  },
  {
    rule: 'imports',
    title: 'a folder without a place in the table',
    files: file('libs/utils/strings.ts', 'export const x = 1;'),
    finds: 'libs/utils/strings.ts belongs to no part of the architecture',
  },
  ...CIRCLES,
  {
    rule: 'reachability',
    title: 'a file that only its own spec uses',
    files: {
      'apps/cli/main.ts': "import '#libs/kernel/used.js';",
      'libs/kernel/used.ts': '',
      'libs/kernel/dead.ts': '',
      'libs/kernel/dead.spec.ts': "import './dead.js';",
    },
    finds: 'libs/kernel/dead.ts is reached by no apps/*/main.ts',
  },
  {
    rule: 'reachability',
    title: 'test support that no spec uses',
    files: file('libs/kernel/testing/old.ts', ''),
    finds: 'libs/kernel/testing/old.ts is reached by no spec',
  },
  {
    rule: 'exports',
    title: 'a function that only a spec calls',
    files: { 'libs/kernel/a.ts': 'const X = 1;\nexport const f = () => X;', 'libs/kernel/a.spec.ts': "import { f } from './a.js';" },
    finds: 'libs/kernel/a.ts:2 exports f, which the product does not use',
  },
];

const impurities = [
  ['Date.now()', 'asks the clock'],
  ['new Date()', 'asks the clock'],
  ['performance.now()', 'uses performance'],
  ['Math.random()', 'uses Math.random'],
  ['crypto.randomUUID()', 'uses crypto'],
  ['process.env', 'uses process'],
  ['console.log(1)', 'uses console'],
  ['setTimeout(() => 1, 2)', 'uses setTimeout'],
  ['async () => 1', 'uses async'],
  ['await 1', 'uses await'],
].flatMap(([code, problem]): readonly Plant[] => [
  {
    rule: 'purity',
    title: code!,
    files: file('libs/analytics/abc.ts', '', `const x = ${code};`),
    finds: `libs/analytics/abc.ts:2 ${problem}`,
  },
]);

const language: readonly Plant[] = [
  {
    rule: 'decorators',
    title: 'a decorator in a pure library',
    files: file('libs/runtime/worker.ts', '@Injectable()', 'export class Worker {}'),
    finds: 'libs/runtime/worker.ts:1 has the decorator @Injectable()',
  },
  {
    rule: 'no-any',
    title: 'a cast to any',
    files: file('apps/cli/main.ts', 'const x = JSON.parse(text) as any;'),
    finds: 'apps/cli/main.ts:1 says any',
  },
  ...['export default 1;', 'export default function run() {}', 'const run = 1;export { run as default };'].map((code) => ({
    rule: 'no-default-export',
    title: code,
    files: file('libs/kernel/a.ts', code),
    finds: 'libs/kernel/a.ts:1 is exported as default',
  })),
];

const sizes: readonly Plant[] = [
  {
    rule: 'file-size',
    title: 'line 301',
    files: file('libs/kernel/a.ts', ...Array.from({ length: 301 }, () => '')),
    finds: 'libs/kernel/a.ts has 301 lines, more than 300',
  },
  {
    rule: 'function-size',
    title: 'line 71 of a function',
    files: file('libs/kernel/a.ts', '', 'const f = () => {', ...Array.from({ length: 69 }, () => '  f();'), '};'),
    finds: 'libs/kernel/a.ts:2 is a function of 71 lines, more than 70',
  },
  {
    rule: 'function-size',
    title: 'the sixth dependency',
    files: file('apps/cli/a.ts', 'class A { constructor(a: A, b: A, c: A, d: A, e: A, f: A) {} }'),
    finds: 'apps/cli/a.ts:1 has a constructor with 6 dependencies, more than 5',
  },
];

const comments = [
  '// eslint-disable-next-line no-console',
  '/* oxlint-disable */',
  '// @ts-ignore',
  '// @ts-expect-error',
  '// prettier-ignore',
  '/* istanbul ignore next */',
  '// TODO: later',
].map((comment): Plant => ({
  rule: 'comments',
  title: comment,
  files: file('libs/kernel/a.ts', 'const f = () => {', '  f();', `  ${comment}`, '};'),
  finds: 'libs/kernel/a.ts:3 says ',
}));

const specs: readonly Plant[] = [
  ...["it.skip('x', f)", "describe.only('x', f)", "test.todo('x')", "xit('x', f)", "it.skip.each([1])('x', f)", "fdescribe('x', f)"].map(
    (code) => ({
      rule: 'no-skipped-test',
      title: code,
      files: file('libs/kernel/a.spec.ts', '', `${code};`),
      finds: 'libs/kernel/a.spec.ts:2 calls ',
    }),
  ),
  {
    rule: 'names',
    title: 'a spec that Jest does not find',
    files: file('libs/kernel/a-test.ts', "import { it } from '@jest/globals';"),
    finds: 'libs/kernel/a-test.ts uses Jest but is no spec',
  },
  ...['libs/kernel/a.test.ts', 'libs/kernel/PortsAll.ts', 'libs/kernel/ports_all.ts', 'apps/cli/a.service.ts'].map((path) => ({
    rule: 'names',
    title: path,
    files: file(path, ''),
    finds: `${path} has an unusual name`,
  })),
  {
    rule: 'no-skipped-test',
    title: 'a spec on engines that is switched off',
    files: file('libs/kernel/a.engine-spec.ts', "it.skip('x', f);"),
    finds: 'libs/kernel/a.engine-spec.ts:1 calls it.skip',
  },
  ...TITLES,
  {
    rule: 'unit-specs',
    title: 'a unit spec that starts a process',
    files: file('apps/cli/a.spec.ts', "import { spawn } from 'node:child_process';"),
    finds: 'apps/cli/a.spec.ts:1 imports node:child_process',
  },
];

const repository: readonly Plant[] = [
  { rule: 'top-level', title: 'a new folder', files: file('scripts/deploy.sh', ''), finds: 'scripts does not belong at the top level' },
  {
    rule: 'projects',
    title: 'an app that is not built',
    files: { 'nest-cli.json': '{ "projects": { "cli": { "root": "apps/cli" } } }', 'apps/cli/main.ts': '', 'apps/api/main.ts': '' },
    finds: 'apps/api is no project of nest-cli.json',
  },
  {
    rule: 'projects',
    title: 'a project that was deleted',
    files: { 'nest-cli.json': '{ "projects": { "old": { "root": "libs/old" } } }' },
    finds: 'nest-cli.json builds libs/old, which is not there',
  },
  {
    rule: 'dependencies',
    title: 'a package that nobody decided on',
    files: { 'package.json': '{ "dependencies": { "left-pad": "1" } }', 'docs/adr/0030-x.md': '`left-padding` is not it' },
    finds: 'package.json depends on left-pad, which no decision names',
  },
  {
    rule: 'documents',
    title: 'a broken link',
    files: { 'docs/guides/a.md': 'See\n[b](../b.md#part).', 'docs/a.md': '' },
    finds: 'docs/guides/a.md:2 links to ../b.md, which is not there',
  },
  {
    rule: 'documents',
    title: 'a path in code that was renamed',
    files: file('README.md', '`libs/kernel/port.ts`'),
    finds: 'README.md:1 names `libs/kernel/port.ts`, which is not there',
  },
  {
    rule: 'documents',
    title: 'an error text that sends people nowhere',
    files: file('apps/cli/main.ts', "const fix = 'See docs/guides/import.md.';"),
    finds: 'apps/cli/main.ts:1 points at docs/guides/import.md, which is not there',
  },
  {
    rule: 'documents',
    title: 'a command that is gone',
    files: { 'package.json': '{ "scripts": { "start": "" } }', 'README.md': '`npm start`, then `npm run deploy`' },
    finds: 'README.md:1 tells to run npm deploy, which package.json does not know',
  },
];

/** At least one violation for every rule. */
export const PLANTED: readonly Plant[] = [
  ...imports,
  ...impurities,
  ...ENVIRONMENTS,
  ...language,
  ...sizes,
  ...comments,
  ...specs,
  ...repository,
  ...TEXTS,
];

/** What looks like a violation and is none: the whole of it must pass every rule but reachability. */
export const CLEAN: Readonly<Record<string, string>> = {
  ...file(
    'libs/kernel/a.ts',
    "import { type B } from './c.js';",
    'interface Clocked { readonly performance: string; readonly console: B }',
    "const at = new Date('2026-03-01'), say = 'TODO: // eslint-disable-line';",
    'export const f = (x: Clocked, performance: number) => ({ performance: x.performance, console: x.console, at, say, performance2: performance });',
    'export const g = (x: unknown) => { switch (x) { default: return x; } };',
  ),
  ...file('libs/kernel/b.ts', "import { f, g } from './a.js';", 'export type F = typeof f | typeof g;'),
  ...file('libs/kernel/c.ts', 'export type B = string;'),
  ...file('libs/domain/risk/risk.ts', "import { type Profile } from '../profile/profile.js';", 'export type P = Profile;'),
  ...file(
    'libs/runtime/a.int-spec.ts',
    "import { it } from '@jest/globals';",
    "import { openEventStore } from '#libs/event-store/open.js';",
    '// @ts-expect-error: a rejection code that the facet does not declare',
    "it('x', async () => { await openEventStore(process.env); });",
  ),
  'nest-cli.json': JSON.stringify({
    projects: Object.fromEntries(['kernel', 'domain', 'runtime'].map((name) => [name, { root: `libs/${name}` }])),
  }),
  ...file('README.md', 'See `libs/<part>/x.ts`, `libs/kernel/a.ts:3`, [a](libs/kernel) and [b](https://example.org).'),
};
