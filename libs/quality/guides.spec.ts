import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

/** Blocks of code that name their file in the first line. */
const blocks = [...read('docs/guides/add-a-command.md').matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs)];

describe('the guide to a new command', () => {
  it('shows its example file by file', () => {
    const files = new Set(blocks.map(([, path]) => path));
    expect([...files].toSorted()).toEqual([
      'libs/contracts/languages/de.ts',
      'libs/domain/team/messages.ts',
      'libs/domain/team/team.spec.ts',
      'libs/domain/team/team.ts',
    ]);
  });

  it.each(blocks.map(([, path, code]) => [path!, code!] as const))('shows of %s what stands there', (path, code) => {
    expect(lines(read(path))).toContain(lines(code));
  });
});
