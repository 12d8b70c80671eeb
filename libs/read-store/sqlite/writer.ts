import { type DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { Unavailable } from '#libs/kernel/errors.js';
import { COMMIT_BYTES_MAX } from '#libs/kernel/ports.js';
import { type Written } from '../document.js';
import { flushCommits, patiently, transaction } from './database.js';
import { CommitFailed, isDamage, isOfTheWorld, translated } from './errors.js';
import { type Table } from './table.js';

/** Commits that one transaction takes at the most; those that wait beyond it go into the next. */
export const COMMITS_PER_TRANSACTION_MAX = 256;

/** Characters of documents that may wait for the file; beyond it callers are asked to slow down. One commit always fits. */
const WAITING_LENGTH_MAX = 2 * COMMIT_BYTES_MAX;

/** A commit and the table that it goes to, which is made when its turn has come. */
export interface Request {
  readonly table: () => Table;
  readonly written: Written;
}

interface Waiting extends Request, PromiseWithResolvers<'committed' | 'fenced'> {
  readonly length: number;
}

/**
 * Writes commits in the order in which they came; those of one turn of the event loop share a transaction. Writes nothing any more once
 * a COMMIT has failed or the file turns out to be damaged: what came after would seem to be kept and might not be.
 */
export class Writer {
  private waiting: Waiting[] = [];
  private waitingLength = 0;
  private writing: Promise<void> | undefined;
  private distrusted: string | undefined;

  constructor(
    private readonly file: string,
    private readonly database: DatabaseSync,
    private readonly busyMsMax: number,
  ) {}

  /** @throws Unavailable while too much waits, while other processes write, and for good once this writer cannot be trusted */
  async commit(request: Request): Promise<'committed' | 'fenced'> {
    this.requireTrust();
    const length = request.written.puts.reduce((sum, { text }) => sum + text.length, 0);
    if (this.waitingLength + length > WAITING_LENGTH_MAX)
      throw new Unavailable(`Read store ${this.file}: ${this.waiting.length} commits wait for the file: slow down and try again.`);
    const waiting = { ...request, length, ...Promise.withResolvers<'committed' | 'fenced'>() };
    this.waiting.push(waiting);
    this.waitingLength += length;
    this.writing ??= this.writeAll();
    return waiting.promise;
  }

  /** @throws Unavailable with the reason, once a COMMIT has failed */
  requireTrust(): void {
    if (this.distrusted !== undefined) throw new Unavailable(this.distrusted);
  }

  /** Ends writing for good. */
  distrust({ message }: Error): void {
    this.distrusted ??= `Read store ${this.file} is not written any more (${message}): check the disk, then restart the process; reading goes on.`;
  }

  /** Resolves when nothing waits any more. */
  async finish(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    await setImmediate();
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, COMMITS_PER_TRANSACTION_MAX);
      await this.write(group);
      for (const { length } of group) this.waitingLength -= length;
    }
    this.writing = undefined;
  }

  /** One transaction for the group; where one of them cannot be written at all, one for each, so that only it fails. */
  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      this.requireTrust();
      const answers = await patiently(this.busyMsMax, () => this.attempt(group));
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer);
    } catch (error) {
      if (error instanceof CommitFailed || isDamage(error)) this.distrust(error as Error);
      if (group.length > 1 && !isOfTheWorld(error)) for (const each of group) await this.write([each]);
      else for (const { reject } of group) reject(translated(this.file, error));
    }
  }

  private attempt(group: readonly Waiting[]): readonly ('committed' | 'fenced')[] {
    const tables = group.map(({ table }) => table());
    // What a checkpoint counts is folded again where a power cut takes both; what stands nowhere else has to be on the disk.
    flushCommits(
      this.database,
      group.some(({ written }) => written.checkpoint === undefined),
    );
    return transaction(this.database, 'IMMEDIATE', () => group.map(({ written }, index) => tables[index]!.write(written)));
  }
}
