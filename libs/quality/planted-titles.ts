import { type Plant } from './plant.js';

const file = (path: string, ...lines: readonly string[]) => ({ [path]: `${lines.join('\n')}\n` });

/** Titles that claim a capability and cannot be believed. */
export const TITLES: readonly Plant[] = [
  ...[
    ["it('[53,57] shows it', f)", 'has the title'],
    ["it('[53: figures] shows it', f)", 'has the title'],
    ["it('[0] shows it', f)", 'shows capability 0, which nobody is owed'],
    ["it.each([1])('[53] shows %s', f)", 'shows a capability by it.each([1]), whose title is not its own'],
    ["describe('[53] shows it', f)", 'shows a capability by describe'],
  ].map(([code, problem]): Plant => ({
    rule: 'capability-titles',
    title: code!,
    files: file('apps/all-in-one/a.e2e-spec.ts', '', `${code};`, "it('[53, 60: figure] shows both', f);"),
    finds: `apps/all-in-one/a.e2e-spec.ts:2 ${problem}`,
  })),
  {
    rule: 'capability-titles',
    title: 'a capability that a unit spec claims',
    files: file('apps/query-api/a.spec.ts', "it('[53] shows it', f);"),
    finds: 'apps/query-api/a.spec.ts:1 shows a capability in a test that does not go through the public doors',
  },
];
