import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { within } from './deadline.js';
import { typeScriptArguments } from './typescript-child.js';

/** A process that runs a piece of our sources and speaks in lines. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Its next line on stdout. Fails with what it wrote to stderr when it ends before. */
  line(): Promise<string>;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts Node on a module's text, which may import `#libs/….js`. Dispose of it, so that no process outlives its test. */
export const startChild = (source: string): Child => {
  const child = spawn(process.execPath, typeScriptArguments(source), { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await within(exit, `process ${child.pid} to be gone`);
  };
  return {
    pid: child.pid ?? 0,
    line: async () => {
      const { value, done } = await within(lines.next(), `a line of process ${child.pid}`);
      if (done) await within(exit, 'the end of the process');
      if (done) throw new Error(`The process ended before its line: ${complaint}`);
      return value;
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
};
