#!/usr/bin/env node
/** The `rapport` command: builds where nothing is built yet, and goes on under the pinned Node where the machine's own is older. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE, prepare, ROOT } from '../toolchain.mjs';

const NODE_MAJOR_MIN = 24;

/**
 * An import leaves much garbage and keeps little: these bound the garbage (docs/adr/0054). They are no limit of what may be kept, so
 * that nothing ends by them.
 */
const FRUGAL = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
const OWN_SOURCE_MAPS = ['--import', new URL('own-source-maps.mjs', import.meta.url).href];
const isImport = process.argv.slice(2).includes('import');
const main = join(ROOT, 'dist', 'apps', 'cli', 'main.js');

if (!existsSync(main)) await prepare();
if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) continueUnder(NODE);
else if (isImport) continueUnder(process.execPath);
else {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
}

function continueUnder(node) {
  const args = [...(isImport ? [...OWN_SOURCE_MAPS, ...FRUGAL] : ['--enable-source-maps']), main, ...process.argv.slice(2)];
  // Where a process can become another one, nothing of this one stays in memory.
  if (node === process.execPath && process.platform !== 'win32' && process.execve) process.execve(node, [node, ...args]);
  const child = spawn(node, args, { stdio: 'inherit' });
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
