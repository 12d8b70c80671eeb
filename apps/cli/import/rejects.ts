import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type RowProblem } from './row-problem.js';

/** Columns that a rejects file adds after the original ones. */
export const REJECT_COLUMNS = ['line', 'column', 'reason'] as const;

/** Where the rejected rows of a file are kept. */
export const rejectsPath = (folder: string, file: string): string => join(folder, `${basename(file)}.rejects.csv`);

/**
 * The rejected rows of one file: the original columns, then line, column and reason. It can be corrected and imported itself.
 * The file comes into being with the first reject; one of an earlier import is removed.
 */
export class Rejects {
  #stream: WriteStream | undefined;

  private constructor(
    readonly path: string,
    private readonly header: readonly string[],
  ) {}

  static async open(folder: string, file: string, header: readonly string[]): Promise<Rejects> {
    const path = rejectsPath(folder, file);
    await rm(path, { force: true });
    return new Rejects(path, withoutRejectColumns(header));
  }

  async add(fields: readonly string[], line: number, problems: readonly RowProblem[]): Promise<void> {
    if (this.#stream === undefined) {
      await mkdir(join(this.path, '..'), { recursive: true });
      this.#stream = createWriteStream(this.path, { encoding: 'utf8' });
      await once(this.#stream, 'open');
      await this.#write([...this.header, ...REJECT_COLUMNS]);
    }
    const columns = problems.map((problem) => problem.column).filter((column) => column !== '');
    const reason = problems.map((problem) =>
      problems.length > 1 && problem.column !== '' ? `${problem.column}: ${problem.reason}` : problem.reason,
    );
    await this.#write([...this.header.map((_, index) => fields[index] ?? ''), String(line), columns.join(' '), reason.join('; ')]);
  }

  /** Whether there were any; the file is complete when this resolves. */
  async close(): Promise<boolean> {
    if (this.#stream === undefined) return false;
    this.#stream.end();
    await once(this.#stream, 'finish');
    return true;
  }

  async #write(fields: readonly string[]): Promise<void> {
    if (!this.#stream!.write(`${fields.map(quote).join(',')}\n`)) await once(this.#stream!, 'drain');
  }
}

const quote = (field: string): string => (/[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** A rejects file that is imported again does not carry its old reasons along. */
const withoutRejectColumns = (header: readonly string[]): readonly string[] => {
  const cut = header.length - REJECT_COLUMNS.length;
  return REJECT_COLUMNS.every((name, index) => header[cut + index] === name) ? header.slice(0, cut) : header;
};
