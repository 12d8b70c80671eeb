import { type CommandBody } from '../wire.js';
import { type PlannedRow } from './file-import.js';
import { type FileMapping } from './mapping.js';

/** Rows of each file that a preview shows. */
const ROWS_SHOWN = 3;

/** A row and what it comes to. */
export interface PreviewedRow {
  readonly line: number;
  readonly commands: readonly ({ readonly type: string } & CommandBody)[];
}

/** The first rows of a file that come to commands, and the commands of all its rows by type. */
export class Preview {
  readonly rows: PreviewedRow[] = [];
  readonly types: Record<string, number> = {};
  /** Commands that a target gets once, each by its id. */
  readonly #once = new Set<string>();

  add({ row: { line }, commands: planned }: PlannedRow): void {
    const commands = planned.filter((command) => command.mapping.once === undefined || this.#isFirst(command.idOf(0)));
    for (const { mapping } of commands) this.types[mapping.type] = (this.types[mapping.type] ?? 0) + 1;
    if (this.rows.length === ROWS_SHOWN || commands.length === 0) return;
    this.rows.push({ line, commands: commands.map(({ mapping: { type }, body, idOf }) => ({ type, commandId: idOf(0), ...body })) });
  }

  #isFirst(id: string): boolean {
    const known = this.#once.has(id);
    this.#once.add(id);
    return !known;
  }
}

/** Which columns of a file are read, and as what; and which are not. */
export const columnsRead = ({ columns }: FileMapping, header: readonly string[]) => {
  const read = Object.entries(columns).map(([name, column]) => ({ column: column.from ?? name, type: column.type }));
  return { read, unread: header.filter((name) => !read.some(({ column }) => column === name)) };
};
