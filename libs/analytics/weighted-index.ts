/** One part of an index: how much of it is there, 0…1, and how much it counts. */
export interface IndexPart {
  /** `undefined`: not known, which is not the same as nothing. */
  readonly value: number | undefined;
  /** From 0 on. */
  readonly weight: number;
}

/** An index of parts that are known, with what each of them adds. */
export interface WeightedIndex<Name extends string> {
  /** 0…1. */
  readonly index: number;
  /** What each known part adds; together they are the index. */
  readonly contributions: { readonly [N in Name]?: number };
  /** The share of all weight that is known, 0…1: an index of little is little to go by. */
  readonly known: number;
}

/**
 * The weighted mean of the parts that are known: Σ w·v ÷ Σ w. Parts that are missing count neither for nor against. `undefined` where none is
 * known or weighs anything. @throws RangeError for a value outside of 0…1 or a weight below 0
 */
export const weightedIndex = <Name extends string>(parts: Readonly<Record<Name, IndexPart>>): WeightedIndex<Name> | undefined => {
  const all = Object.entries<IndexPart>(parts);
  for (const [name, { value = 0, weight }] of all) {
    if (!(value >= 0 && value <= 1 && weight >= 0))
      throw new RangeError(`${name} has the value ${value} and the weight ${weight}: values are from 0 to 1, weights from 0 on.`);
  }
  const known = all.filter(([, { value }]) => value !== undefined);
  const total = known.reduce((sum, [, { weight }]) => sum + weight, 0);
  if (total === 0) return undefined;
  const contributions = Object.fromEntries(known.map(([name, { value, weight }]) => [name, (weight * value!) / total]));
  return {
    index: Object.values(contributions).reduce((sum, contribution) => sum + contribution, 0),
    contributions: contributions as WeightedIndex<Name>['contributions'],
    known: total / all.reduce((sum, [, { weight }]) => sum + weight, 0),
  };
};
