/**
 * `npm test`: every check and every test, what was not run and why, and the sum alone on the last line.
 * Types, lint and format count one each; Jest counts its tests, and one for a file that could not run.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, NODE, ROOT } from './toolchain.mjs';

/** What no machine without Docker can try. */
const NOT_RUN = [['docker-compose.yml and infra/Dockerfile', 'they need Docker']];

const CHECKS = ['types', 'lint', 'format'];

const check = async (name) => {
  const { code, output } = await capture('npm', ['run', '--silent', name]);
  console.log(code === 0 ? `PASS ${name}` : `FAIL ${name}\n${output}`);
  return code === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
};

const tests = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-test-'));
  const report = join(folder, 'report.json');
  const code = await jest(['--ci', '--json', '--outputFile', report]);
  const sum = summarise(report, code);
  rmSync(folder, { recursive: true });
  return sum;
};

const jest = (args) =>
  new Promise((resolve) => {
    const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const program = [...options, join('node_modules', 'jest', 'bin', 'jest.js'), '-c', join('infra', 'jest.config.mjs')];
    const child = spawn(NODE, [...program, ...args], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('close', resolve);
  });

const summarise = (report, code) => {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = read(report);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  const skipped = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName, status }) => [fullName, status]);
  // Jest can fail although every test passed, for example when it is told to fail without tests.
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
};

const read = (report) => {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1, testResults: [] };
  }
};

const results = [];
for (const name of CHECKS) results.push(await check(name));
results.push(await tests());

const total = (of) => results.reduce((sum, result) => sum + result[of], 0);
for (const [what, why] of [...NOT_RUN, ...results.flatMap(({ skipped }) => skipped)]) console.log(`Not run: ${what} (${why})`);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') === 0 ? 0 : 1;
