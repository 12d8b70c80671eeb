/** SecantusDB: MongoDB's wire protocol over WiredTiger, from Python's registry. A program beside ours for tests, never a part of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './process.mjs';
import { requireTool } from './tools.mjs';
import { HOST, mongodbAnswers } from './wire.mjs';

/** SecantusDB as an engine. The shape is told in engine.mjs. */
export const secantus = ({ home, mongoPort: port, secantusVersion: version, secantusCache }) => {
  const installed = join(home, `secantus-${version}`);
  const folder = join(home, 'run', `mongo-${port}`);
  const options = ['--host', HOST, '--port', String(port), '--storage-path', join(folder, 'data'), '--cache-size', secantusCache];
  return {
    name: 'mongo',
    title: 'SecantusDB',
    version,
    home,
    port,
    ports: [port],
    portVariable: 'RAPPORT_MONGODB_PORT',
    url: `mongodb://${HOST}:${port}/rapport?replicaSet=secantus`,
    installed,
    folder,
    requireTools: () => {
      if (existsSync(installed)) return;
      requireTool('python3', ['--version'], 'install Python 3 (Debian: python3-venv)');
      requireTool('python3', ['-c', 'import venv, ensurepip'], 'install the module (Debian: python3-venv)');
    },
    install: async (half, say) => {
      await runTool('making a Python environment', 'python3', ['-m', 'venv', half], say);
      const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', `secantusdb==${version}`];
      await runTool(`installing SecantusDB ${version} with pip`, join(half, 'bin', 'python'), pip, say);
    },
    prepare: async () => {},
    // The environment was renamed after its install: its scripts name an interpreter that is gone, so the interpreter is named here.
    // --sync-on-commit: without it a kill -9 loses acknowledged writes, whatever the write concern was.
    command: [
      join(installed, 'bin', 'python'),
      [join(installed, 'bin', 'secantusd-py'), ...options, '--log-level', 'WARNING', '--sync-on-commit'],
    ],
    isStarted: () => true,
    answers: () => mongodbAnswers(port),
  };
};
