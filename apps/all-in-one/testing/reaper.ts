import { spawn } from 'node:child_process';

/** Reads process ids, a line each, and ends those processes when its input does: that happens too when this process is killed. */
const REAP = `
  let text = '';
  process.stdin.setEncoding('utf8').on('data', (more) => (text += more)).on('end', () => {
    for (const pid of text.split('\\n').filter(Boolean)) try { process.kill(Number(pid), 'SIGKILL'); } catch {}
  });
`;

/** Ends processes with this one, however it ends. */
export class Reaper implements Disposable {
  private readonly child = spawn(process.execPath, ['--eval', REAP], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });

  watch(pid: number): void {
    this.child.stdin.write(`${pid}\n`);
  }

  /** To be called when they have ended. */
  [Symbol.dispose](): void {
    this.child.kill('SIGKILL');
  }
}
