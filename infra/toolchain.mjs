/**
 * Installs and builds what is missing. Runs under any Node from 18 on and needs no package: it is what runs first on a new machine.
 */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The Node that the lock file pins, whatever the machine has. */
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const MODULES = join(ROOT, 'node_modules');
const BUILT = join(ROOT, 'dist', '.built');

/** Makes `dist` current: installs when the packages are not those of the lock file, builds when a source is newer than the build. */
export const prepare = async () => {
  if (!isInstalled()) await install();
  if (!isBuilt()) await build();
};

/** Whether node_modules holds the versions of package-lock.json. Packages for other platforms may be missing. */
const isInstalled = () => {
  const installed = packagesOf(join(MODULES, '.package-lock.json'));
  if (installed === undefined || !existsSync(NODE)) return false;
  const wanted = Object.entries(packagesOf(join(ROOT, 'package-lock.json')) ?? {}).filter(([path]) => path !== '');
  return wanted.every(([path, { version, optional }]) => installed[path]?.version === version || (optional && !installed[path]));
};

const packagesOf = (lockFile) => (existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined);

const install = async () => {
  if (lstatSync(MODULES, { throwIfNoEntry: false })?.isSymbolicLink())
    fail('node_modules is a link to a folder with other versions than package-lock.json: run npm ci there, or remove the link.');
  await step('Installing the packages of package-lock.json (a minute, once)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!existsSync(NODE))
    fail('npm installed no Node of our own (are install scripts switched off?): use Node 24 or newer, or allow `node` to install.');
};

const isBuilt = () => existsSync(BUILT) && newest(['apps', 'libs', 'package.json', 'nest-cli.json', '.swcrc']) <= statSync(BUILT).mtimeMs;

/** The latest change among files and folders, in milliseconds. */
const newest = (paths) =>
  Math.max(
    ...paths.map((path) => {
      const stat = statSync(join(ROOT, path));
      return stat.isDirectory()
        ? Math.max(stat.mtimeMs, newest(readdirSync(join(ROOT, path)).map((name) => join(path, name))))
        : stat.mtimeMs;
    }),
    0,
  );

const build = async () => {
  const begun = new Date();
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await step('Building', NODE, [join(MODULES, '@nestjs', 'cli', 'bin', 'nest.js'), 'build', '--all']);
  writeFileSync(BUILT, '');
  // A source that changed while we built is newer than the build.
  utimesSync(BUILT, begun, begun);
};

/** Runs a command quietly with the seconds ticking on a terminal; what it said is shown only if it fails. */
const step = async (title, command, args) => {
  const begun = Date.now();
  const seconds = () => `${((Date.now() - begun) / 1000).toFixed(0)} s`;
  const { stderr } = process;
  stderr.write(`${title} …${stderr.isTTY ? '' : '\n'}`);
  const tick = stderr.isTTY ? setInterval(() => stderr.write(`\r${title} … ${seconds()}`), 1_000) : undefined;
  const { code, output } = await capture(command, args);
  clearInterval(tick);
  stderr.write(`${stderr.isTTY ? '\r' : ''}${title} … ${code === 0 ? 'done' : 'failed'} in ${seconds()}\n`);
  if (code !== 0) fail(`${output}\n\`${command} ${args.join(' ')}\` ended with ${code}.`);
};

/** Runs a command to its end in the repository. */
export const capture = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });

const fail = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};
