/** `npm run check`: types, lint, format, and the architecture with the freshness of the documents, side by side; each speaks when it is done. */
import { capture } from './toolchain.mjs';

const PARTS = [
  ['types', ['run', '--silent', 'types']],
  ['lint', ['run', '--silent', 'lint']],
  ['format', ['run', '--silent', 'format']],
  ['architecture and documents', ['run', '--silent', 'jest', '--', '--silent', 'libs/quality']],
];

const codes = await Promise.all(
  PARTS.map(async ([name, args]) => {
    const { code, output } = await capture('npm', args);
    console.log(code === 0 ? `PASS ${name}` : `FAIL ${name}\n${output}`);
    return code;
  }),
);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
