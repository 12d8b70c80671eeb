/**
 * `npm test`: every check and every test, what was not run and why, and the sum alone on the last line.
 * Types, lint, format and the capabilities count one each; Jest counts its tests, and one for a file that could not run.
 */
import { checkCapabilities } from './capabilities.mjs';
import { runJest, tell } from './jest-run.mjs';
import { capture } from './toolchain.mjs';

/** What is not tried here, whatever the machine. */
const NOT_RUN = [
  ['docker-compose.yml and infra/Dockerfile', 'they need Docker'],
  ['*.engine-spec.ts', 'npm run test:engines runs them'],
];

const CHECKS = ['types', 'lint', 'format'];

const check = async (name) => {
  const { code, output } = await capture('npm', ['run', '--silent', name]);
  console.log(code === 0 ? `PASS ${name}` : `FAIL ${name}\n${output}`);
  return code === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
};

const results = [];
results.push(...(await Promise.all(CHECKS.map(check))));
const { tests, ...jest } = await runJest('jest.config.mjs');
results.push(
  jest,
  checkCapabilities(tests, (path) => !path.endsWith('.engine-spec.ts')),
);
tell([{ passed: 0, failed: 0, skipped: NOT_RUN }, ...results]);
