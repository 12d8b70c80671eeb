import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** A function that names a new file each time, in a folder that is gone after the tests: call it beside them, not inside one. */
export const temporaryFiles = (suffix: string): (() => string) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  return () => join(folder, `${(files += 1)}${suffix}`);
};
