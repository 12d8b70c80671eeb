import { EXIT, Failure, messageOf } from '../failure.js';
import { type Door } from '../in-process-door.js';
import { type OpenedCsv, type Row } from './csv.js';
import { Lanes } from './lanes.js';
import { type Names } from './cell.js';

import { type FileMapping } from './mapping.js';
import { planRow, type Plan, type PlannedCommand } from './plan.js';
import { type RowProblem } from './row-problem.js';
import { Rejects } from './rejects.js';
import { UNREADABLE, type FileReport, type Reject } from './report.js';
import { sendRow, type RowOutcome, type Settled } from './send-row.js';
import { slugOf, SlugBook } from './slug.js';

/** Rows that are read ahead of the oldest one that is not settled: what bounds the memory of an import. */
const ROWS_IN_PROGRESS_MAX = 1_024;

/** How far an import is; `bytesRead` is of the rows that are settled. */
export interface Progress {
  readonly path: string;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly report: FileReport;
}

/** A row of a file and what it comes to. */
export interface PlannedRow {
  readonly role: string;
  readonly row: Row;
  readonly commands: readonly PlannedCommand[];
}

/** What the import of each file stands on. */
export interface FileImportContext {
  readonly mappingName: string;
  readonly names: Names;
  /** Absent: rows are planned, and nothing is sent. */
  readonly door: Door | undefined;
  readonly rejectsFolder: string | undefined;
  readonly concurrency: number;
  readonly stop: AbortController;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears what rows come to, in the order of the file. */
  readonly onPlanned?: (planned: PlannedRow) => void;
  readonly onReject: (reject: Reject) => void;
}

interface InProgress {
  readonly row: Row;
  readonly plan: Plan;
  readonly outcome: RowOutcome | Promise<RowOutcome> | { readonly problems: readonly RowProblem[] };
}

/** The import of one file: rows are read and sent side by side, and settled in the order of the file. */
export class FileImport {
  readonly #lanes: Lanes;
  readonly #settled: Settled = new Set();
  /** Rows read and not settled yet, oldest first. */
  readonly #inProgress: InProgress[] = [];
  readonly #slugs: ReadonlyMap<string, SlugBook>;
  #failure: Failure | undefined;

  constructor(
    private readonly context: FileImportContext,
    private readonly file: FileMapping,
    private readonly path: string,
    private readonly report: FileReport,
    private readonly opened: OpenedCsv,
  ) {
    this.#lanes = new Lanes(context.concurrency);
    const made = Object.entries(file.columns).filter(([, column]) => column.type === 'slug');
    this.#slugs = new Map(made.map(([name, column]) => [column.from ?? name, new SlugBook()]));
  }

  /** @throws Failure where rejects cannot be kept; another failure, which ends the import, is returned */
  async run(): Promise<Failure | undefined> {
    const { rejectsFolder, stop } = this.context;
    const rejects =
      rejectsFolder === undefined ? undefined : await this.#keeping(() => Rejects.open(rejectsFolder, this.path, this.opened.header));
    try {
      for await (const row of this.opened.rows) {
        if (stop.signal.aborted) break;
        this.#inProgress.push(this.#begin(row));
        if (this.#inProgress.length >= ROWS_IN_PROGRESS_MAX) await this.#settleOldest(rejects);
      }
    } finally {
      while (this.#inProgress.length > 0) await this.#settleOldest(rejects);
      if (rejects !== undefined && (await this.#keeping(() => rejects.close()))) this.report.rejects = rejects.path;
    }
    return this.#failure;
  }

  #begin(row: Row): InProgress {
    const plan = this.#planned(row);
    if ('problems' in plan) return { row, plan, outcome: plan };
    const targets = new Set(plan.commands.map((command) => command.target));
    const outcome = this.#lanes.run([...targets], async () => {
      const sent = await sendRow(plan.commands, this.#settled, this.context.stop.signal, this.context.door);
      if (sent.failure !== undefined) this.#giveUp(sent.failure);
      return sent;
    });
    return { row, plan, outcome };
  }

  #planned(row: Row): Plan {
    if (row.problem !== undefined) return { problems: [row.problem] };
    const fields = new Map(this.opened.header.map((name, index) => [name, row.fields[index] ?? '']));
    const clashes = this.#clashesOf(row, fields);
    return clashes.length > 0 ? { problems: clashes } : planRow(this.context.mappingName, this.file, fields, this.context.names);
  }

  #clashesOf({ line }: Row, fields: ReadonlyMap<string, string>): readonly RowProblem[] {
    return [...this.#slugs].flatMap(([column, book]) => {
      const name = fields.get(column)?.trim() ?? '';
      const id = slugOf(name);
      const other = id === undefined ? undefined : book.otherHolder(id, name, line);
      if (other === undefined) return [];
      const reason = `"${name}" comes to the id ${id}, which "${other.name}" in line ${other.line} has: rename one, or give it an alias in the mapping`;
      return [{ column, reason, why: 'SAME_ID' }];
    });
  }

  async #settleOldest(rejects: Rejects | undefined): Promise<void> {
    const { row, plan, outcome: pending } = this.#inProgress.shift()!;
    const outcome = await pending;
    if ('problems' in outcome) await this.#reject(row, outcome.problems, rejects);
    else {
      this.report.commands += outcome.commands;
      this.report.accepted += outcome.accepted;
      this.report.duplicates += outcome.duplicates;
      if (outcome.unfinished === true) return;
      if (outcome.problem === undefined) this.#keep(row, plan);
      else {
        this.report.refused += 1;
        await this.#reject(row, [outcome.problem], rejects);
      }
    }
    this.context.onProgress?.({ path: this.path, bytes: this.opened.bytes, bytesRead: row.bytesRead, report: this.report });
  }

  #keep(row: Row, plan: Plan): void {
    if ('problems' in plan) return;
    this.report.rows += 1;
    if (plan.commands.length === 0) this.report.passedOver += 1;
    if (plan.withoutAccount === true) this.report.withoutAccount += 1;
    for (const {
      body: { occurredAt },
    } of plan.commands)
      if (occurredAt !== undefined && occurredAt > (this.report.latest ?? '')) this.report.latest = occurredAt;
    this.context.onPlanned?.({ role: this.file.role, row, commands: plan.commands });
  }

  async #reject(row: Row, problems: readonly RowProblem[], rejects: Rejects | undefined): Promise<void> {
    const { codes } = this.report;
    this.report.rows += 1;
    this.report.rejectedRows += 1;
    const [first] = problems;
    const why = first?.why ?? UNREADABLE;
    codes[why] = (codes[why] ?? 0) + 1;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    this.context.onReject({ file: this.path, line: row.line, column: first?.column ?? '', reason: `${first?.reason ?? ''}${more}` });
    if (row.fields.length === 0) this.report.unreadable = true;
    if (rejects !== undefined) await this.#keeping(() => rejects.add(row.fields, row.line, problems));
  }

  #giveUp(failure: Failure): void {
    this.#failure ??= failure;
    this.context.stop.abort();
  }

  /** Whatever concerns the rejects files: an import that cannot keep its rejects stops. */
  async #keeping<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.context.stop.abort();
      const fix = 'Name a folder that can be written with --rejects <folder>, and run the import again.';
      throw new Failure(EXIT.usage, `Rejected rows cannot be kept in ${this.context.rejectsFolder}: ${messageOf(error)}.`, fix);
    }
  }
}
