import { type Cell } from './cell.js';

import { toInstant } from './dates.js';
import { withSign } from './decimal.js';
import { columnsOf, isColumnHole, isTemplateHole, type Value } from './mapping.js';
import { type RowProblem } from './row-problem.js';
import { slugOf } from './slug.js';

export type Cells = ReadonlyMap<string, Cell>;

/** Thrown inside a row only, and caught where the row is planned. */
export class WrongRow extends Error {
  constructor(readonly problem: RowProblem) {
    super(problem.reason);
  }
}

/** Fills the holes; `undefined` where an optional column is empty, which leaves a field out. @throws WrongRow */
export const evaluate = (value: Value, cells: Cells): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (isColumnHole(value)) return value.sign === undefined ? cells.get(value.$column) : signed(cells.get(value.$column), value.sign);
  if (isTemplateHole(value)) return fill(value.$template, cells, value.slug === true);
  if (Array.isArray(value)) return value.map((item: Value) => evaluate(item, cells)).filter((item) => item !== undefined);
  const filled: Record<string, unknown> = {};
  for (const [field, inner] of Object.entries(value)) {
    const found = evaluate(inner, cells);
    if (found !== undefined) filled[field] = found;
  }
  return filled;
};

const signed = (cell: Cell, sign: 'negated' | 'none'): Cell => {
  if (typeof cell === 'object') return { ...cell, amount: withSign(cell.amount, sign) };
  if (typeof cell === 'number') return sign === 'none' ? Math.abs(cell) : 0 - cell;
  return typeof cell === 'string' ? withSign(cell, sign) : cell;
};

const fill = (template: string, cells: Cells, asSlug: boolean): string => {
  const columns = columnsOf(template);
  const empty = columns.find((column) => cells.get(column) === undefined);
  if (empty !== undefined) throw new WrongRow({ column: empty, reason: `it is empty, and the template "${template}" needs it` });
  const text = template.replaceAll(/\{([^{}]+)\}/g, (_, column: string) => asText(cells.get(column)));
  if (!asSlug) return text;
  const slug = slugOf(text);
  if (slug !== undefined) return slug;
  throw new WrongRow({ column: columns[0] ?? '', reason: `no id can be made of "${text}": it has no letter from a to z and no digit` });
};

export const asText = (cell: Cell): string => (typeof cell === 'object' ? cell.amount : String(cell));

/** A moment as an instant. @throws WrongRow where it is empty or none */
export const instantOf = (value: Value, cells: Cells, zone: string | undefined, what: string): string => {
  const found = evaluate(value, cells);
  if (found === undefined) throw missing(value, what);
  const text = asText(found as Cell);
  const instant = toInstant(text, zone);
  if (instant !== undefined) return instant;
  throw new WrongRow({ column: columnOf(value), reason: `"${text}" is neither a day nor a date-time, as ${what} must be` });
};

export const missing = (value: Value, what: string): WrongRow =>
  new WrongRow({ column: columnOf(value), reason: `it is empty, and ${what} needs it` });

/** The column that a value comes from; empty where it is a constant or comes from several. */
export const columnOf = (value: Value | undefined): string => {
  if (value === undefined) return '';
  if (isColumnHole(value)) return value.$column;
  if (!isTemplateHole(value)) return '';
  const columns = columnsOf(value.$template);
  return columns.length === 1 ? columns[0]! : '';
};
