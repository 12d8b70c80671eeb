import { type Failure } from '../failure.js';
import { type FileProblem } from './csv.js';

/** Rejects that a report names one by one; the rejects files have all of them. */
export const REJECTS_NAMED_MAX = 100;

/** A rejected row, or a problem of the file as a whole. */
export interface Reject extends FileProblem {
  readonly file: string;
}

/** Why a row that could not be read was rejected, where nothing better is known. */
export const UNREADABLE = 'UNREADABLE';

/** What became of the rows of one file. */
export interface FileReport {
  readonly role: string;
  readonly file: string;
  /** Rows whose commands are all settled, or that were rejected. */
  rows: number;
  /** Commands that the rows came to. */
  commands: number;
  /** Commands that changed something. */
  accepted: number;
  /** Commands that were there already: an earlier import, or nothing left to do. */
  duplicates: number;
  /** Commands that the server refused. */
  refused: number;
  rejectedRows: number;
  /** Rows that the mapping sends no command for. */
  passedOver: number;
  /** Rows without an account, kept under the one that the mapping names. */
  withoutAccount: number;
  /** When the latest of what was told happened; absent where nothing was. */
  latest?: string;
  /** Rejected rows by why: the server's code, or UNREADABLE, UNKNOWN_NAME, UNKNOWN_VALUE, SAME_ID. */
  readonly codes: Record<string, number>;
  /** The file as a whole could not be read, or not to its end. */
  unreadable: boolean;
  /** The file with the rejected rows, where there are any. */
  rejects?: string;
}

export interface ImportReport {
  readonly mapping: string;
  /** Nothing was sent: only what the rows come to was looked at. */
  readonly dryRun: boolean;
  readonly files: readonly FileReport[];
  /** The first {@link REJECTS_NAMED_MAX}. */
  readonly rejected: readonly Reject[];
  readonly seconds: number;
  /** Stopped before the end; running the same import again resumes it. */
  readonly interrupted: boolean;
  /** Why it could not go on. */
  readonly failure?: Failure;
}

/** Sums of the files. */
export const totalsOf = (files: readonly FileReport[]) => {
  const sum = (count: (file: FileReport) => number) => files.reduce((total, file) => total + count(file), 0);
  return {
    rows: sum((file) => file.rows),
    commands: sum((file) => file.commands),
    accepted: sum((file) => file.accepted),
    duplicates: sum((file) => file.duplicates),
    refused: sum((file) => file.refused),
    rejectedRows: sum((file) => file.rejectedRows),
    passedOver: sum((file) => file.passedOver),
    withoutAccount: sum((file) => file.withoutAccount),
    latest: files
      .flatMap(({ latest }) => latest ?? [])
      .toSorted()
      .at(-1),
    codes: files.reduce<Record<string, number>>((all, { codes }) => {
      for (const [code, times] of Object.entries(codes)) all[code] = (all[code] ?? 0) + times;
      return all;
    }, {}),
  };
};

export const emptyReport = (role: string, file: string): FileReport => ({
  role,
  file,
  rows: 0,
  commands: 0,
  accepted: 0,
  duplicates: 0,
  refused: 0,
  rejectedRows: 0,
  passedOver: 0,
  withoutAccount: 0,
  codes: {},
  unreadable: false,
});
