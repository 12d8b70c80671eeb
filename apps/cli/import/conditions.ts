import { type Cell } from './cell.js';

import { compareDecimals } from './decimal.js';

/** What must be so of a row. Texts are compared as they stand in the file, without blanks around them; amounts as numbers. */
export type Condition =
  | { readonly present: string }
  | { readonly absent: string }
  | { readonly column: string; readonly equals: Scalar }
  | { readonly column: string; readonly in: readonly Scalar[] }
  /** A regular expression that is found somewhere in the text. */
  | { readonly column: string; readonly matches: string }
  | ({ readonly column: string } & Bounds)
  | { readonly not: Condition }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export type Scalar = string | number | boolean;

/** Decimal bounds; of several, all hold. */
export type Bounds = { readonly [Name in keyof typeof COMPARISONS]?: Scalar };

/** What each bound asks of how a value compares with it. */
export const COMPARISONS = {
  above: (order: number) => order > 0,
  below: (order: number) => order < 0,
  atLeast: (order: number) => order >= 0,
  atMost: (order: number) => order <= 0,
} as const;

/** A row as conditions see it. */
export interface Facts {
  /** As it stands in the file; empty where the mapping takes it for empty. */
  text(column: string): string;
  cell(column: string): Cell;
}

/** Whether a condition holds of a row. A bound holds of no empty value. */
export const holds = (condition: Condition, facts: Facts): boolean => {
  if ('present' in condition) return facts.text(condition.present) !== '';
  if ('absent' in condition) return facts.text(condition.absent) === '';
  if ('not' in condition) return !holds(condition.not, facts);
  if ('all' in condition) return condition.all.every((each) => holds(each, facts));
  if ('any' in condition) return condition.any.some((each) => holds(each, facts));
  const text = facts.text(condition.column);
  if ('equals' in condition) return text === String(condition.equals);
  if ('in' in condition) return condition.in.some((value) => text === String(value));
  if ('matches' in condition) return patternOf(condition.matches).test(text);
  return isWithin(facts.cell(condition.column), condition);
};

const isWithin = (cell: Cell, bounds: Bounds): boolean => {
  const value = typeof cell === 'object' ? cell.amount : cell;
  if (value === undefined) return false;
  return Object.entries(COMPARISONS).every(([name, holdsOf]) => {
    const bound = bounds[name as keyof Bounds];
    return bound === undefined || holdsOf(compareDecimals(String(value), String(bound)));
  });
};

const patterns = new Map<string, RegExp>();

/** Compiled once; a mapping has few of them. @throws SyntaxError for what is no regular expression */
export const patternOf = (source: string): RegExp => {
  const known = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, known);
  return known;
};
