import { type Target } from '../wire.js';
import { type Column } from './columns.js';

/**
 * How the rows of CSV files become commands. Data, not code: see docs/guides/import-csv.md for the reference and
 * mappings/northwind.json for an example. Its shape is checked when it is loaded (check-mapping.ts).
 */
export interface Mapping {
  /** Part of every command id: another name is another import. */
  readonly name: string;
  readonly description?: string;
  /** Phases: all commands of a file are settled before the next file begins. */
  readonly files: readonly FileMapping[];
}

export interface FileMapping {
  /** What the rows are, `orders`; part of every command id, so that the file may be renamed. */
  readonly role: string;
  /** The name of the file in the folder. */
  readonly file: string;
  /** `,` unless told. */
  readonly delimiter?: string;
  /** The columns that tell one row from another. */
  readonly key: readonly string[];
  /** By the names in the header; columns that are not named here are ignored. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Sent in this order, each only when the one before it was accepted. Their places are part of their ids: append, never insert. */
  readonly commands: readonly CommandMapping[];
}

export interface CommandMapping {
  readonly type: string;
  /** One entry: the kind of target and its id. */
  readonly target: Readonly<Partial<Record<Target, Value>>>;
  /** When it happened: a day is its first moment in UTC. */
  readonly occurredAt: Value;
  /** Only for rows in which the column has, or has not, a value. */
  readonly when?: { readonly present: string } | { readonly absent: string };
  /** `per-target`: for the first row of a target only, now and in every later import by this mapping. */
  readonly once?: 'per-target';
  readonly data: { readonly [field: string]: Value };
}

/** JSON with holes. An empty optional column leaves its field out. */
export type Value = ColumnHole | TemplateHole | string | number | boolean | null | readonly Value[] | { readonly [field: string]: Value };

export interface ColumnHole {
  readonly $column: string;
}

/** Text with `{column}` in it. */
export interface TemplateHole {
  readonly $template: string;
}

export const isColumnHole = (value: Value): value is ColumnHole => typeof value === 'object' && value !== null && '$column' in value;

export const isTemplateHole = (value: Value): value is TemplateHole => typeof value === 'object' && value !== null && '$template' in value;

/** The columns named in a template. */
export const columnsOf = (template: string): string[] => [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!);
