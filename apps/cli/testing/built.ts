import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { within } from '#libs/kernel/testing/deadline.js';
import { Folder } from './folder.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MODULES = join(ROOT, 'node_modules');

/** The compiler of the build, which knows decorators; Node's own leaves them alone. */
const COMPILER = join(MODULES, '@swc', 'cli', 'bin', 'swc.js');
const COMPILING = ['--config-file', '.swcrc', '--copy-files', '--quiet', '--ignore', '**/*spec.ts,**/testing/**'];

/** The main function of the command line, as an argument of {@link Built.start}. */
export const MAIN = 'dist/apps/cli/main.js';

/** A process that runs what was built. */
export interface BuiltChild extends AsyncDisposable {
  /** What it has written, once it has ended. */
  ended(): Promise<{ readonly out: string; readonly err: string }>;
  /** Ends it as a power cut would, and says whether it was still running. */
  kill(): Promise<boolean>;
}

/** The sources as they are now, built into a folder of their own: for tests that need a process to kill. */
export class Built implements AsyncDisposable {
  private constructor(private readonly folder: Folder) {}

  static async make(): Promise<Built> {
    const folder = await Folder.with();
    await promisify(execFile)(process.execPath, [COMPILER, 'apps', 'libs', '-d', folder.at('dist'), ...COMPILING], { cwd: ROOT });
    await copyFile(join(ROOT, 'package.json'), folder.at('package.json'));
    await symlink(MODULES, folder.at('node_modules'), 'junction');
    return new Built(folder);
  }

  /** Where Node is to be started. */
  get path(): string {
    return this.folder.path;
  }

  /** Starts Node there, without the settings of this machine. Dispose of it, so that no process outlives its test. */
  start(...args: readonly string[]): BuiltChild {
    const child = spawn(process.execPath, args, { cwd: this.folder.path, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = once(child, 'close');
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const kill = async () => {
      child.kill('SIGKILL');
      await within(exit, `process ${child.pid} to be gone`);
      return child.signalCode === 'SIGKILL';
    };
    return {
      ended: async () => {
        await within(exit, `process ${child.pid} to end`);
        const [out, err] = await said;
        return { out, err };
      },
      kill,
      [Symbol.asyncDispose]: async () => void (await kill()),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.folder[Symbol.asyncDispose]();
  }
}
