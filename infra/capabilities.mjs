/** Holds docs/reference/capabilities.json, generated from the titles of tests, against the tests that ran. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './toolchain.mjs';

/**
 * The capabilities of which a test did not run, or did not pass, one line each with its number.
 * `tests` is what ran: `{ path, title, status }`; `isOurs` says of a path whether this run was to run it.
 */
export const unshown = (capabilities, tests, isOurs) => {
  const status = new Map(tests.map((test) => [keyOf(test), test.status]));
  return capabilities.flatMap(({ number, tests: showing }) => {
    const left = showing.filter((test) => isOurs(test.path) && status.get(keyOf(test)) !== 'passed');
    return left.map(
      (test) => `Capability ${number} is not shown: ${test.path} › ${test.title}: ${status.get(keyOf(test)) ?? 'did not run'}`,
    );
  });
};

const keyOf = ({ path, title }) => JSON.stringify([path, title]);

/** One check of a run: tells what is not shown and counts as one that passed or failed. */
export const checkCapabilities = (tests, isOurs) => {
  const capabilities = JSON.parse(readFileSync(join(ROOT, 'docs', 'reference', 'capabilities.json'), 'utf8'));
  const lines = unshown(capabilities, tests, isOurs);
  console.log([lines.length === 0 ? 'PASS capabilities' : 'FAIL capabilities', ...lines].join('\n'));
  return lines.length === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
};
