import { type Failure } from '../failure.js';
import { type Door } from '../in-process-door.js';
import { openCsv } from './csv.js';
import { FileImport, type PlannedRow, type Progress } from './file-import.js';
import { readLookups, type Place } from './lookups.js';
import { type Mapping } from './mapping.js';
import { emptyReport, REJECTS_NAMED_MAX, UNREADABLE, type FileReport, type ImportReport, type Reject } from './report.js';

/** A file of the mapping and where it is. */
export type Source = Place;

export interface ImportOptions {
  readonly mapping: Mapping;
  /** In the order of the mapping. */
  readonly sources: readonly Source[];
  /** Absent: nothing is sent. */
  readonly door: Door | undefined;
  /** The door takes nothing in: it says what would be refused for its form. */
  readonly dryRun?: boolean;
  /** Absent: rejected rows are reported but not kept. */
  readonly rejectsFolder: string | undefined;
  /** Rows sent at once; rows of one target never are. */
  readonly concurrency: number;
  /** Aborted by Ctrl-C, and by the import itself when the server is gone. */
  readonly stop: AbortController;
  readonly onProgress?: (progress: Progress) => void;
  readonly onPlanned?: (planned: PlannedRow) => void;
  readonly onReject?: (reject: Reject) => void;
}

/**
 * Imports files one after another: every command of a file is settled before the next file begins. Rows are settled in the order of
 * the file, whatever the order of the answers. Everything that goes wrong with rows and files is in the report.
 * @throws Failure where names cannot be looked up, or rejects cannot be kept
 */
export const runImport = async (options: ImportOptions): Promise<ImportReport> => {
  const start = performance.now();
  const files: FileReport[] = [];
  const rejected: Reject[] = [];
  let failure: Failure | undefined;
  const onReject = (reject: Reject): void => {
    if (rejected.length < REJECTS_NAMED_MAX) rejected.push(reject);
    options.onReject?.(reject);
  };
  const { mapping, sources, stop, dryRun = options.door === undefined } = options;
  const names = await readLookups(mapping, sources);
  for (const { file, path } of sources) {
    if (stop.signal.aborted) break;
    // A file that only lends its names has nothing to report.
    if (file.commands.length === 0) continue;
    const report = emptyReport(file.role, path);
    files.push(report);
    const opened = await openCsv(path, file);
    if ('problems' in opened) {
      report.unreadable = true;
      report.codes[UNREADABLE] = opened.problems.length;
      for (const problem of opened.problems) onReject({ file: path, ...problem });
      continue;
    }
    failure ??= await new FileImport({ ...options, mappingName: mapping.name, names, onReject }, file, path, report, opened).run();
  }
  const seconds = Math.round(performance.now() - start) / 1_000;
  const interrupted = stop.signal.aborted && failure === undefined;
  return { mapping: mapping.name, dryRun, files, rejected, seconds, interrupted, ...(failure ? { failure } : {}) };
};
