/** A point and the value of the function there. */
export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  /** Whether the simplex has become as small as was asked for; else the bound on its steps ended the search. */
  readonly converged: boolean;
  readonly iterations: number;
}

export interface Search {
  /** Length of the edges of the first simplex. */
  readonly step: number;
  /** It ends when values and coordinates of the simplex lie this close together. */
  readonly tolerance: number;
  readonly iterationsMax: number;
}

const SEARCH: Search = { step: 0.5, tolerance: 1e-8, iterationsMax: 2_000 };

interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * The minimum of a function without its derivatives, by the downhill simplex with the usual coefficients (reflection 1, expansion 2,
 * contraction ½, shrinking ½). A value that is no number counts as infinitely bad, so that a function may say where it is not defined.
 * Nelder & Mead, "A Simplex Method for Function Minimization", Computer Journal 7 (1965), in the form of Lagarias et al., SIAM J. Optim. 9 (1998).
 */
export const nelderMead = (f: (at: readonly number[]) => number, start: readonly number[], search: Partial<Search> = {}): Minimum => {
  const { step, tolerance, iterationsMax } = { ...SEARCH, ...search };
  const vertex = (at: readonly number[]): Vertex => {
    const value = f(at);
    return { at, value: Number.isNaN(value) ? Infinity : value };
  };
  let simplex = [start, ...start.map((_, axis) => start.map((x, index) => (index === axis ? x + step : x)))].map(vertex);
  let iterations = 0;
  for (; iterations < iterationsMax; iterations += 1) {
    simplex = simplex.toSorted((left, right) => left.value - right.value);
    if (isSmall(simplex, tolerance)) break;
    simplex = stepped(simplex, vertex);
  }
  const { at, value } = simplex.toSorted((left, right) => left.value - right.value)[0]!;
  return { at, value, converged: iterations < iterationsMax, iterations };
};

/** A simplex in order of its values, one step on. */
const stepped = (simplex: readonly Vertex[], vertex: (at: readonly number[]) => Vertex): Vertex[] => {
  const [best, worst] = [simplex[0]!, simplex.at(-1)!];
  const others = simplex.slice(0, -1);
  const centre = best.at.map((_, axis) => others.reduce((sum, { at }) => sum + at[axis]!, 0) / others.length);
  const beyond = (by: number) => vertex(centre.map((x, axis) => x + by * (x - worst.at[axis]!)));
  const reflected = beyond(1);
  if (reflected.value < best.value) {
    const expanded = beyond(2);
    return [...others, expanded.value < reflected.value ? expanded : reflected];
  }
  if (reflected.value < others.at(-1)!.value) return [...others, reflected];
  const isOutside = reflected.value < worst.value;
  const contracted = beyond(isOutside ? 0.5 : -0.5);
  if (contracted.value <= (isOutside ? reflected.value : worst.value)) return [...others, contracted];
  return [best, ...simplex.slice(1).map(({ at }) => vertex(at.map((x, axis) => (x + best.at[axis]!) / 2)))];
};

const isSmall = (simplex: readonly Vertex[], tolerance: number): boolean => {
  const [best, ...others] = simplex;
  return others.every(
    ({ at, value }) => value - best!.value <= tolerance && at.every((x, axis) => Math.abs(x - best!.at[axis]!) <= tolerance),
  );
};
