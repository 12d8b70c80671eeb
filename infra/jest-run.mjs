/** Runs Jest and counts: its tests, one for a file that could not run, and what was not run with the reason. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { NODE, ROOT } from './toolchain.mjs';

/** How libs/kernel/testing/engines.ts names the one test of a suite whose engine is not there. */
const NOT_RUN = /^not run: (.*)$/s;

/** A run that has written its report ends by itself; who is still there after this time is held by something that a test left open. */
const LINGER_MS_MAX = 30_000;

/** How often the report is looked for. */
const LOOK_EVERY_MS = 500;

/**
 * Runs the tests of a configuration.
 * `onStart` is handed the child process. Resolves to `{ passed, failed, skipped, tests }`: `skipped` is a list of `[what, why]`, `tests` one of
 * `{ path, title, status }`.
 */
export const runJest = async (config, { args = [], env, onStart = () => {} } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-test-'));
  const report = join(folder, 'report.json');
  const jestArgs = ['-c', join('infra', config), '--ci', '--json', '--outputFile', report, ...args];
  const code = await jest(jestArgs, env, (child) => {
    endAfter(report, child);
    onStart(child);
  });
  const sum = summarise(report, code);
  rmSync(folder, { recursive: true });
  return sum;
};

const jest = (args, env, onStart) =>
  new Promise((resolve) => {
    const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const program = [...options, join('node_modules', 'jest', 'bin', 'jest.js')];
    const child = spawn(NODE, [...program, ...args], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
    onStart(child);
    child.on('close', resolve);
  });

/** Ends a run that does not end by itself after its report, so that it counts as a failure instead of holding up everybody. */
const endAfter = (report, child) => {
  const look = setInterval(() => {
    if (!existsSync(report)) return;
    clearInterval(look);
    const end = setTimeout(() => {
      console.error(`Jest has reported and does not end: a test left something open. Ended after ${LINGER_MS_MAX / 1_000} s.`);
      child.kill('SIGKILL');
    }, LINGER_MS_MAX);
    child.on('close', () => clearTimeout(end));
  }, LOOK_EVERY_MS);
  child.on('close', () => clearInterval(look));
};

const summarise = (report, code) => {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = read(report);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const markers = results.filter(({ status, title }) => status === 'passed' && NOT_RUN.test(title));
  const skipped = [
    ...markers.map(({ ancestorTitles, title }) => [ancestorTitles.join(' '), NOT_RUN.exec(title)[1]]),
    ...results.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName, status }) => [fullName, status]),
  ];
  // Jest can fail although every test passed, for example when it is told to fail without tests.
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status }) => ({ path: relative(ROOT, name).replaceAll('\\', '/'), title, status })),
  );
  return { passed: numPassedTests - markers.length, failed: failed === 0 && code !== 0 ? 1 : failed, skipped, tests };
};

const read = (report) => {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1, testResults: [] };
  }
};

/** Prints what was not run and, alone on the last line, the sum; sets the exit code. */
export const tell = (results) => {
  const total = (of) => results.reduce((sum, result) => sum + result[of], 0);
  for (const [what, why] of results.flatMap(({ skipped }) => skipped)) console.log(`Not run: ${what} (${why})`);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  process.exitCode = total('failed') === 0 ? 0 : 1;
};
