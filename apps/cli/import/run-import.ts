import { EXIT, Failure, messageOf } from '../failure.js';
import { openCsv, type OpenedCsv, type Row } from './csv.js';
import { Lanes } from './lanes.js';
import { type FileMapping, type Mapping } from './mapping.js';
import { planRow, type RowProblem } from './plan.js';
import { Rejects } from './rejects.js';
import { emptyReport, REJECTS_NAMED_MAX, type FileReport, type ImportReport, type Reject } from './report.js';
import { sendRow, type Door, type RowOutcome, type Settled } from './send-row.js';

/** Rows that are read ahead of the oldest one that is not settled: what bounds the memory of an import. */
const ROWS_IN_FLIGHT_MAX = 1_024;

/** A file of the mapping and where it is. */
export interface Source {
  readonly file: FileMapping;
  readonly path: string;
}

/** How far an import is; `bytesRead` is of the rows that are settled. */
export interface Progress {
  readonly path: string;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly report: FileReport;
}

export interface ImportOptions {
  readonly mapping: Mapping;
  /** In the order of the mapping. */
  readonly sources: readonly Source[];
  /** Absent: a dry run. */
  readonly door: Door | undefined;
  /** Absent: rejected rows are reported but not kept. */
  readonly rejectsFolder: string | undefined;
  /** Rows sent at once; rows of one target never are. */
  readonly concurrency: number;
  /** Aborted by Ctrl-C, and by the import itself when the server is gone. */
  readonly stop: AbortController;
  readonly onProgress?: (progress: Progress) => void;
  readonly onReject?: (reject: Reject) => void;
}

/**
 * Imports files one after another: every command of a file is settled before the next file begins. Rows are settled in the order of
 * the file, whatever the order of the answers. Throws only when rejects cannot be kept: everything else is in the report.
 */
export const runImport = async (options: ImportOptions): Promise<ImportReport> => {
  const start = performance.now();
  const files: FileReport[] = [];
  const rejected: Reject[] = [];
  let failure: Failure | undefined;
  const noteReject = (reject: Reject): void => {
    if (rejected.length < REJECTS_NAMED_MAX) rejected.push(reject);
    options.onReject?.(reject);
  };
  for (const source of options.sources) {
    if (options.stop.signal.aborted) break;
    const report = emptyReport(source.file.role, source.path);
    files.push(report);
    const opened = await openCsv(source.path, source.file);
    if ('problems' in opened) {
      report.unreadable = true;
      for (const problem of opened.problems) noteReject({ file: source.path, ...problem });
      continue;
    }
    failure ??= await new FileImport(options, source, report, opened, noteReject).run();
  }
  const seconds = Math.round(performance.now() - start) / 1_000;
  const { name } = options.mapping;
  const interrupted = options.stop.signal.aborted && failure === undefined;
  return { mapping: name, dryRun: options.door === undefined, files, rejected, seconds, interrupted, ...(failure ? { failure } : {}) };
};

interface InHand {
  readonly row: Row;
  readonly outcome: RowOutcome | Promise<RowOutcome> | { readonly problems: readonly RowProblem[] };
}

/** The import of one file. */
class FileImport {
  readonly #lanes: Lanes;
  readonly #settled: Settled = new Set();
  /** Rows read and not settled yet, oldest first. */
  readonly #inHand: InHand[] = [];
  #failure: Failure | undefined;

  constructor(
    private readonly options: ImportOptions,
    private readonly source: Source,
    private readonly report: FileReport,
    private readonly opened: OpenedCsv,
    private readonly noteReject: (reject: Reject) => void,
  ) {
    this.#lanes = new Lanes(options.concurrency);
  }

  async run(): Promise<Failure | undefined> {
    const { rejectsFolder, stop } = this.options;
    const rejects =
      rejectsFolder === undefined
        ? undefined
        : await this.#keeping(() => Rejects.open(rejectsFolder, this.source.path, this.opened.header));
    try {
      for await (const row of this.opened.rows) {
        if (stop.signal.aborted) break;
        this.#inHand.push({ row, outcome: this.#begin(row) });
        if (this.#inHand.length >= ROWS_IN_FLIGHT_MAX) await this.#settleOldest(rejects);
      }
    } finally {
      while (this.#inHand.length > 0) await this.#settleOldest(rejects);
      if (rejects !== undefined && (await this.#keeping(() => rejects.close()))) this.report.rejects = rejects.path;
    }
    return this.#failure;
  }

  #begin(row: Row): InHand['outcome'] {
    if (row.problem !== undefined) return { problems: [row.problem] };
    const fields = new Map(this.opened.header.map((name, index) => [name, row.fields[index] ?? '']));
    const plan = planRow(this.options.mapping.name, this.source.file, fields);
    if ('problems' in plan) return plan;
    const targets = new Set(plan.commands.map((command) => command.target));
    return this.#lanes.run([...targets], async () => {
      const outcome = await sendRow(plan.commands, this.#settled, this.options.stop.signal, this.options.door);
      if (outcome.failure !== undefined) this.#giveUp(outcome.failure);
      return outcome;
    });
  }

  async #settleOldest(rejects: Rejects | undefined): Promise<void> {
    const { row, outcome: pending } = this.#inHand.shift()!;
    const outcome = await pending;
    if ('problems' in outcome) {
      await this.#reject(row, outcome.problems, rejects);
    } else {
      this.report.commands += outcome.commands;
      this.report.accepted += outcome.accepted;
      this.report.duplicates += outcome.duplicates;
      if (outcome.unfinished === true) return;
      if (outcome.problem === undefined) this.report.rows += 1;
      else {
        this.report.refused += 1;
        await this.#reject(row, [outcome.problem], rejects);
      }
    }
    this.options.onProgress?.({ path: this.source.path, bytes: this.opened.bytes, bytesRead: row.bytesRead, report: this.report });
  }

  async #reject(row: Row, problems: readonly RowProblem[], rejects: Rejects | undefined): Promise<void> {
    this.report.rows += 1;
    this.report.rejectedRows += 1;
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    this.noteReject({ file: this.source.path, line: row.line, column: first?.column ?? '', reason: `${first?.reason ?? ''}${more}` });
    if (row.fields.length === 0) this.report.unreadable = true;
    if (rejects !== undefined) await this.#keeping(() => rejects.add(row.fields, row.line, problems));
  }

  #giveUp(failure: Failure): void {
    this.#failure ??= failure;
    this.options.stop.abort();
  }

  /** Whatever concerns the rejects files: an import that cannot keep its rejects stops. */
  async #keeping<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.options.stop.abort();
      const fix = 'Name a folder that can be written with --rejects <folder>, and run the import again.';
      throw new Failure(EXIT.usage, `Rejected rows cannot be kept in ${this.options.rejectsFolder}: ${messageOf(error)}.`, fix);
    }
  }
}
