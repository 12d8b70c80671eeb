import { v5 as uuidv5 } from 'uuid';
import { TARGETS, type CommandBody, type Target } from '../wire.js';
import { isUnreadable, readCell, toInstant, type Cell } from './columns.js';
import { columnsOf, isColumnHole, isTemplateHole, type CommandMapping, type FileMapping, type Value } from './mapping.js';

/** Namespace of the ids of imported commands: v5(URL namespace, "rapport:import"). Stored contract: another one makes every import a new one. */
const IMPORT_NAMESPACE = 'a1cbfed8-031a-5010-9af5-491f0f26078a';

/** One command of a row, ready to be sent under one of its ids. */
export interface PlannedCommand {
  readonly mapping: CommandMapping;
  readonly target: string;
  /** Columns that the row is known by. */
  readonly key: readonly string[];
  readonly body: Omit<CommandBody, 'commandId'>;
  /** The id of the n-th attempt, from 0: a refusal is remembered under its id for ever, so that another decision needs another id. */
  idOf(attempt: number): string;
}

/** What is wrong with a row: the column (empty where it is the row as a whole), and why. */
export interface RowProblem {
  readonly column: string;
  readonly reason: string;
}

/** A row's commands, or everything that is wrong with it. */
export type Plan = { readonly commands: readonly PlannedCommand[] } | { readonly problems: readonly RowProblem[] };

type Cells = ReadonlyMap<string, Cell>;

/** Thrown inside a row only, and caught by {@link planRow}. */
class WrongRow extends Error {
  constructor(readonly problem: RowProblem) {
    super(problem.reason);
  }
}

/**
 * Turns one row into its commands. Pure and deterministic: the same mapping and row give the same commands with the same ids,
 * which is what makes an import repeatable.
 * @param fields texts by column name
 */
export const planRow = (mappingName: string, file: FileMapping, fields: ReadonlyMap<string, string>): Plan => {
  const cells = new Map<string, Cell>();
  const problems: RowProblem[] = [];
  for (const [name, column] of Object.entries(file.columns)) {
    const cell = readCell(fields.get(name) ?? '', column);
    if (isUnreadable(cell)) problems.push({ column: name, reason: cell.problem });
    else cells.set(name, cell);
  }
  if (problems.length > 0) return { problems };
  try {
    return {
      commands: file.commands.flatMap((mapping, index) => (applies(mapping, cells) ? [planCommand(mappingName, file, cells, index)] : [])),
    };
  } catch (error) {
    if (error instanceof WrongRow) return { problems: [error.problem] };
    throw error;
  }
};

const applies = ({ when }: CommandMapping, cells: Cells): boolean => {
  if (when === undefined) return true;
  return 'present' in when ? cells.get(when.present) !== undefined : cells.get(when.absent) === undefined;
};

const planCommand = (mappingName: string, { role, key, commands }: FileMapping, cells: Cells, index: number): PlannedCommand => {
  const mapping = commands[index]!;
  const [kind, id] = targetOf(mapping, cells);
  const target = `${kind}:${id}`;
  // A command that a target gets once is known by its target: a later file, or a corrected row, must not send a second one.
  const subject = mapping.once === undefined ? key.map((name) => asText(cells.get(name))) : [target];
  const name = [mappingName, role, ...subject, index];
  return {
    mapping,
    target,
    key,
    body: {
      [kind]: id,
      occurredAt: occurredAtOf(mapping, cells),
      source: `import:${mappingName}`,
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

const occurredAtOf = (mapping: CommandMapping, cells: Cells): string => {
  const value = evaluate(mapping.occurredAt, cells);
  if (value === undefined) throw missing(mapping.occurredAt, `occurredAt of ${mapping.type}`);
  const instant = toInstant(asText(value as Cell));
  if (instant !== undefined) return instant;
  const reason = `"${asText(value as Cell)}" is neither a day nor a date-time, as occurredAt of ${mapping.type} must be`;
  throw new WrongRow({ column: columnOf(mapping.occurredAt), reason });
};

/** Fills the holes; `undefined` where an optional column is empty, which leaves a field out. */
const evaluate = (value: Value, cells: Cells): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (isColumnHole(value)) return cells.get(value.$column);
  if (isTemplateHole(value)) return fill(value.$template, cells);
  if (Array.isArray(value)) return value.map((item: Value) => evaluate(item, cells)).filter((item) => item !== undefined);
  const entries = Object.entries(value).map(([field, inner]) => [field, evaluate(inner, cells)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
};

const fill = (template: string, cells: Cells): string => {
  for (const column of columnsOf(template)) {
    if (cells.get(column) === undefined) throw new WrongRow({ column, reason: `it is empty, and the template "${template}" needs it` });
  }
  return template.replaceAll(/\{([^{}]+)\}/g, (_, column: string) => asText(cells.get(column)));
};

const asText = (cell: Cell): string => (typeof cell === 'object' ? cell.amount : String(cell));

const missing = (value: Value, what: string): WrongRow =>
  new WrongRow({ column: columnOf(value), reason: `it is empty, and ${what} needs it` });

/** The column that a value comes from; empty where it is a constant or comes from several. */
const columnOf = (value: Value | undefined): string => {
  if (value === undefined) return '';
  if (isColumnHole(value)) return value.$column;
  if (!isTemplateHole(value)) return '';
  const columns = columnsOf(value.$template);
  return columns.length === 1 ? columns[0]! : '';
};

/**
 * The column to blame for a refusal. `field` is the JSON pointer that the server gave: into the data (`/net`, `/data/net/amount`), or to
 * the id, the target or the time of the message. Without one it is the target that does not allow the command.
 */
export const columnAtFault = ({ mapping, key }: PlannedCommand, field = '/subject'): string => {
  if (field === '/commandId') return key.join(' ');
  if (field === '/occurredAt' || field === '/time') return columnOf(mapping.occurredAt);
  if (field === '/subject') return columnOf(Object.values(mapping.target)[0]);
  let value: Value | undefined = mapping.data;
  for (const step of field
    .replace(/^\/data(?=\/)/, '')
    .split('/')
    .slice(1)) {
    if (typeof value !== 'object' || value === null || isColumnHole(value) || isTemplateHole(value)) break;
    value = (value as { readonly [field: string]: Value })[step];
  }
  return columnOf(value);
};
