/** A move that was seen so often. */
export interface Moves<State extends string = string> {
  readonly from: State;
  readonly to: State;
  readonly count: number;
}

/** What comes of a state that is left. */
export interface Fate<State extends string = string> {
  readonly from: State;
  /** Expected visits to each transient state before the end, this one's beginning included: a row of the fundamental matrix. */
  readonly visits: Readonly<Partial<Record<State, number>>>;
  /** Expected moves until the end: the sum of the row. */
  readonly moves: number;
  /** By absorbing state, the probability (0…1) to end there; they add up to 1. */
  readonly ends: Readonly<Partial<Record<State, number>>>;
}

/**
 * The absorbing Markov chain of moves between states, estimated by their shares: fundamental matrix N = (I − Q)⁻¹, expected moves N·1 and
 * absorption probabilities B = N·R. States of `absorbing` end it whatever follows; so does a state that was never left. It counts moves,
 * not time. `undefined` where some states are never left for an end, so that no matrix exists.
 * Kemeny & Snell, "Finite Markov Chains" (1960), chapter 3.
 * @throws RangeError for a count that is negative or no number
 */
export const absorbingChain = <State extends string>(
  moves: readonly Moves<State>[],
  absorbing: readonly State[],
): readonly Fate<State>[] | undefined => {
  const wrong = moves.find(({ count }) => !(count >= 0) || !Number.isFinite(count));
  if (wrong) throw new RangeError(`${wrong.count} moves from ${wrong.from} to ${wrong.to}: counts are numbers from 0 on.`);
  const counted = moves.filter(({ from, count }) => count > 0 && !absorbing.includes(from));
  const transient = [...new Set(counted.map(({ from }) => from))];
  const ends = [...new Set(counted.map(({ to }) => to))].filter((state) => !transient.includes(state));
  const total = (from: State) => counted.filter((move) => move.from === from).reduce((sum, { count }) => sum + count, 0);
  const share = (from: State, to: State) =>
    counted.filter((move) => move.from === from && move.to === to).reduce((sum, { count }) => sum + count, 0) / total(from);
  const fundamental = inverse(transient.map((from) => transient.map((to) => Number(from === to) - share(from, to))));
  if (fundamental === undefined) return undefined;
  return transient.map((from, row) => {
    const visits = fundamental[row]!;
    const ending = (end: State) => visits.reduce((sum, visit, column) => sum + visit * share(transient[column]!, end), 0);
    return {
      from,
      visits: Object.fromEntries(transient.map((state, column) => [state, visits[column]])) as Fate<State>['visits'],
      moves: visits.reduce((sum, visit) => sum + visit, 0),
      ends: Object.fromEntries(ends.map((end) => [end, ending(end)])) as Fate<State>['ends'],
    };
  });
};

/** Below that a pivot is none: shares are quotients of counts, and a matrix of a few states is well conditioned. */
const PIVOT_MIN = 1e-9;

/** The inverse by Gauss and Jordan with partial pivoting; `undefined` where there is none. */
const inverse = (matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | undefined => {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [...row, ...Array.from({ length: size }, (_, column) => Number(column === index))]);
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const leading = rows[column]![column]!;
    if (Math.abs(leading) < PIVOT_MIN) return undefined;
    rows[column] = rows[column]!.map((value) => value / leading);
    for (let row = 0; row < size; row += 1) {
      const factor = rows[row]![column]!;
      if (row !== column && factor !== 0) rows[row] = rows[row]!.map((value, index) => value - factor * rows[column]![index]!);
    }
  }
  return rows.map((row) => row.slice(size));
};
