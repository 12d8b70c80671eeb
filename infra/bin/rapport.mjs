#!/usr/bin/env node
/** The `rapport` command: builds where nothing is built yet, and goes on under the pinned Node where the machine's own is older. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE, prepare, ROOT } from '../toolchain.mjs';

const NODE_MAJOR_MIN = 24;
const main = join(ROOT, 'dist', 'apps', 'cli', 'main.js');

if (!existsSync(main)) await prepare();
if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) continueUnder(NODE);
else {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
}

function continueUnder(node) {
  const child = spawn(node, ['--enable-source-maps', main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends an interrupt to both; the child decides what it means. A kill of the parent alone must reach the child.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`Cannot run ${node}: ${error.message}. Run npm ci, or use Node ${NODE_MAJOR_MIN} or newer.\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
