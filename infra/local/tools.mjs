/** What must be on the machine. */
import { spawnSync } from 'node:child_process';
import { Missing } from './errors.mjs';

/** What a tool says of its version; `undefined` where there is no such tool or it does not work. */
export const versionOf = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return status === 0 ? `${stdout}${stderr}` : undefined;
};

/** @throws Missing where a tool does not answer. */
export const requireTool = (command, args, advice) => {
  if (versionOf(command, args) === undefined) throw new Missing(`${[command, ...args].join(' ')} does not work here`, advice);
};
