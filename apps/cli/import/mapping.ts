import { type Target } from '../wire.js';
import { type Column } from './columns.js';
import { type Condition } from './conditions.js';
import { type Encoding } from './csv-text.js';

/**
 * How the rows of CSV files become commands. Data, not code: see docs/guides/import-csv.md for the reference and
 * mappings/northwind.yaml for an example. Its shape is checked when it is loaded (check-mapping.ts), and what a file says for all of its
 * columns is entered in each of them (complete-mapping.ts).
 */
export interface Mapping {
  /** Part of every command id: another name is another import. */
  readonly name: string;
  readonly description?: string;
  /** Names that columns are looked up in, by what they are called there. */
  readonly lookups?: Readonly<Record<string, Lookup>>;
  /** Phases: all commands of a file are settled before the next file begins. */
  readonly files: readonly FileMapping[];
}

/** The names that stand in a column of one of the files, each with the id that it comes to. */
export interface Lookup {
  /** The role of the file. */
  readonly file: string;
  /** The header of the column with the names. */
  readonly name: string;
  /** The header of the column with the ids; without it an id is the slug of its name. */
  readonly id?: string;
  /** Other spellings, each with the name that is meant. */
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface FileMapping {
  /** What the rows are, `orders`; part of every command id, so that the file may be renamed. */
  readonly role: string;
  /** The name of the file in the folder. */
  readonly file: string;
  /** `,` unless told. */
  readonly delimiter?: string;
  /** UTF-8 unless told. */
  readonly encoding?: Encoding;
  /** The columns that tell one row from another. */
  readonly key: readonly string[];
  /** By the names in the header unless they say `from`; columns that are not named here are ignored. */
  readonly columns: Readonly<Record<string, Column>>;
  /** The zone in which a day begins where it is the moment of a command; UTC unless told. */
  readonly zone?: string;
  readonly noAccount?: NoAccount;
  /** Sent in this order, each only when the one before it was accepted. Their places are part of their ids: append, never insert. */
  readonly commands: readonly CommandMapping[];
}

/** The account that keeps in sight what belongs to none. The import opens it with the first such row. */
export interface NoAccount {
  /** The column that names the account; where it is empty, the id stands in for it. */
  readonly column: string;
  readonly id: string;
  readonly name: string;
  /** The day on which the account is opened: on or before the first of its rows. */
  readonly since: string;
}

export interface CommandMapping {
  readonly type: string;
  /** One entry: the kind of target and its id. */
  readonly target: Readonly<Partial<Record<Target, Value>>>;
  /** When it happened: a day is its first moment in the file's zone. */
  readonly occurredAt: Value;
  /** What a person would say of it. */
  readonly note?: Value;
  /** Only for rows of which this is so. */
  readonly when?: Condition;
  /** `per-target`: for the first row of a target only, now and in every later import by this mapping. */
  readonly once?: 'per-target';
  /** What it opens may be there already, whoever opened it: then it has nothing left to do, and the row goes on. */
  readonly mayExist?: boolean;
  readonly data: { readonly [field: string]: Value };
}

/** JSON with holes. An empty optional column leaves its field out. */
export type Value = ColumnHole | TemplateHole | string | number | boolean | null | readonly Value[] | { readonly [field: string]: Value };

export interface ColumnHole {
  readonly $column: string;
  /** Of an amount: with the other sign, or without one. */
  readonly sign?: 'negated' | 'none';
}

/** Text with `{column}` in it. */
export interface TemplateHole {
  readonly $template: string;
  /** Made an id of. */
  readonly slug?: boolean;
}

export const isColumnHole = (value: Value): value is ColumnHole => typeof value === 'object' && value !== null && '$column' in value;

export const isTemplateHole = (value: Value): value is TemplateHole => typeof value === 'object' && value !== null && '$template' in value;

/** The columns named in a template. */
export const columnsOf = (template: string): string[] => [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]!);
