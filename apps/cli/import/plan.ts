import { v5 as uuidv5 } from 'uuid';
import { TARGETS, type CommandBody, type Target } from '../wire.js';
import { type Cell, type Names } from './cell.js';
import { isUnreadable, readCell, textOf } from './columns.js';
import { holds, type Facts } from './conditions.js';

import { isColumnHole, isTemplateHole, type CommandMapping, type FileMapping, type NoAccount, type Value } from './mapping.js';
import { type RowProblem } from './row-problem.js';
import { asText, columnOf, evaluate, instantOf, missing, WrongRow, type Cells } from './values.js';

/** Namespace of the ids of imported commands: v5(URL namespace, "rapport:import"). Stored contract: another one makes every import a new one. */
const IMPORT_NAMESPACE = 'a1cbfed8-031a-5010-9af5-491f0f26078a';

/** One command of a row, ready to be sent under one of its ids. */
export interface PlannedCommand {
  readonly mapping: CommandMapping;
  readonly target: string;
  /** Columns that the row is known by. */
  readonly key: readonly string[];
  /** What a column of the mapping is called in the file. */
  headerOf(column: string): string;
  readonly body: Omit<CommandBody, 'commandId'>;
  /** The id of the n-th attempt, from 0: a refusal is remembered under its id for ever, so that another decision needs another id. */
  idOf(attempt: number): string;
}

/** A row's commands, or everything that is wrong with it. */
export type Plan =
  | {
      readonly commands: readonly PlannedCommand[];
      /** It names no account, and goes to the one that stands in. */
      readonly withoutAccount?: true;
    }
  | { readonly problems: readonly RowProblem[] };

/**
 * Turns one row into its commands. Pure and deterministic: the same mapping and row give the same commands with the same ids,
 * which is what makes an import repeatable.
 * @param fields texts by the names in the header
 */
export const planRow = (mappingName: string, file: FileMapping, fields: ReadonlyMap<string, string>, names?: Names): Plan => {
  const { cells, problems, withoutAccount } = readCells(file, fields, names);
  if (problems.length > 0) return { problems };
  const facts: Facts = {
    text: (name) => {
      const column = file.columns[name]!;
      return textOf(fields.get(column.from ?? name) ?? '', column);
    },
    cell: (name) => cells.get(name),
  };
  try {
    const commands = file.commands.flatMap((mapping, index) =>
      mapping.when === undefined || holds(mapping.when, facts) ? [planCommand(mappingName, file, cells, mapping, index)] : [],
    );
    const standIn = withoutAccount && file.noAccount !== undefined && commands.some((command) => isOf(file.noAccount!, command));
    if (!standIn) return { commands };
    return { commands: [opening(mappingName, file, file.noAccount), ...commands], withoutAccount: true };
  } catch (error) {
    if (error instanceof WrongRow) return { problems: [inHeader(file, error.problem)] };
    throw error;
  }
};

const readCells = (file: FileMapping, fields: ReadonlyMap<string, string>, names: Names | undefined) => {
  const cells = new Map<string, Cell>();
  const problems: RowProblem[] = [];
  let withoutAccount = false;
  for (const [name, column] of Object.entries(file.columns)) {
    const cell = readCell(fields.get(column.from ?? name) ?? '', column, names);
    if (isUnreadable(cell)) {
      const { problem: reason, why } = cell;
      problems.push({ column: column.from ?? name, reason, ...(why === undefined ? {} : { why }) });
    } else if (cell === undefined && file.noAccount?.column === name) {
      withoutAccount = true;
      cells.set(name, file.noAccount.id);
    } else cells.set(name, cell);
  }
  return { cells, problems, withoutAccount };
};

/** People look for a column by its name in the file. */
const inHeader = ({ columns }: FileMapping, problem: RowProblem): RowProblem => ({
  ...problem,
  column: columns[problem.column]?.from ?? problem.column,
});

const isOf = ({ id }: NoAccount, { target }: PlannedCommand): boolean => target === `accountId:${id}`;

/** The account that stands in is opened by whichever of its rows comes first; its id does not depend on the row. */
const opening = (mappingName: string, file: FileMapping, { column, id, name, since }: NoAccount): PlannedCommand => {
  const mapping: CommandMapping = {
    type: 'OpenAccount',
    target: { accountId: { $column: column } },
    occurredAt: since,
    once: 'per-target',
    mayExist: true,
    data: { name },
  };
  return plannedCommand({ ...file, mappingName, mapping, place: 'no-account' }, new Map([[column, id]]));
};

const planCommand = (mappingName: string, file: FileMapping, cells: Cells, mapping: CommandMapping, index: number): PlannedCommand =>
  plannedCommand({ ...file, mappingName, mapping, place: index }, cells);

interface Context extends Pick<FileMapping, 'role' | 'key' | 'zone' | 'columns'> {
  readonly mappingName: string;
  readonly mapping: CommandMapping;
  /** Its place among the commands of the row, part of its id. */
  readonly place: number | 'no-account';
}

const plannedCommand = ({ mappingName, mapping, role, key, zone, columns, place }: Context, cells: Cells): PlannedCommand => {
  const [kind, id] = targetOf(mapping, cells);
  const target = `${kind}:${id}`;
  // A command that a target gets once is known by its target: a later file, or a corrected row, must not send a second one.
  const subject = mapping.once === undefined ? key.map((name) => asText(cells.get(name))) : [target];
  // A row that is opened by the stand-in is known by it alone, whichever file comes first.
  const name = place === 'no-account' ? [mappingName, place, target] : [mappingName, role, ...subject, place];
  const headerOf = (column: string): string => columns[column]?.from ?? column;
  const note = mapping.note === undefined ? undefined : evaluate(mapping.note, cells);
  return {
    mapping,
    target,
    key: key.map(headerOf),
    headerOf,
    body: {
      [kind]: id,
      occurredAt: instantOf(mapping.occurredAt, cells, zone, `occurredAt of ${mapping.type}`),
      source: `import:${mappingName}`,
      ...(note === undefined ? {} : { note: asText(note as Cell) }),
      data: evaluate(mapping.data, cells) as object,
    },
    idOf: (attempt) => uuidv5(JSON.stringify(attempt === 0 ? name : [...name, attempt]), IMPORT_NAMESPACE),
  };
};

const targetOf = (mapping: CommandMapping, cells: Cells): readonly [Target, string] => {
  const kind = TARGETS.find((name) => mapping.target[name] !== undefined)!;
  const value = mapping.target[kind]!;
  const id = evaluate(value, cells);
  if (id === undefined) throw missing(value, `the ${kind} of ${mapping.type}`);
  return [kind, asText(id as Cell)];
};

/**
 * The column to blame for a refusal. `field` is the JSON pointer that the server gave: into the data (`/net`, `/data/net/amount`), or to
 * the id, the target or the time of the message. Without one it is the target that does not allow the command.
 */
export const columnAtFault = ({ mapping, key, headerOf }: PlannedCommand, field = '/subject'): string =>
  field === '/commandId' ? key.join(' ') : headerOf(columnOf(valueAt(mapping, field)));

const valueAt = (mapping: CommandMapping, field: string): Value | undefined => {
  if (field === '/occurredAt' || field === '/time') return mapping.occurredAt;
  if (field === '/note') return mapping.note;
  if (field === '/subject') return Object.values(mapping.target)[0];
  let value: Value | undefined = mapping.data;
  for (const step of field
    .replace(/^\/data(?=\/)/, '')
    .split('/')
    .slice(1)) {
    if (typeof value !== 'object' || value === null || isColumnHole(value) || isTemplateHole(value)) break;
    value = (value as { readonly [field: string]: Value })[step];
  }
  return value;
};
