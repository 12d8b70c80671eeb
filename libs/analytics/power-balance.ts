/** How much one side depends on the other, both parts 0…1; a part that is not known is left out. */
export interface DependenceParts {
  /** The part of its business that it does with the other: of our revenue, or of what they spend in our categories. */
  readonly share?: number;
  /** How hard it would be to turn to somebody else, 0 (at once) … 1 (not at all). */
  readonly switching?: number;
}

/**
 * The dependence of one side on the other, 0…1: the value of what it gets from the other, and the lack of alternatives (Emerson,
 * "Power-Dependence Relations", American Sociological Review 27, 1962), as the mean of the parts that are known, the second with a weight
 * of 0…1. `undefined` where neither is known: missing is not zero.
 * @throws RangeError for a part or a weight outside 0…1
 */
export const dependence = ({ share, switching }: DependenceParts, switchingWeight: number): number | undefined => {
  for (const part of [share, switching, switchingWeight])
    if (part !== undefined && !(part >= 0 && part <= 1))
      throw new RangeError(`${part} is no share: parts of a dependence run from 0 to 1.`);
  if (share === undefined || switching === undefined) return share ?? switching;
  return (1 - switchingWeight) * share + switchingWeight * switching;
};

/** Who depends more. */
export interface PowerBalance {
  /**
   * (D_us − D_them)/(D_us + D_them), −1…1: above 0 we depend more than they do, below 0 they do; 0 where neither depends on the other.
   * Antisymmetric: seen from the other side it has the opposite sign.
   */
  readonly index: number;
  /** (D_us + D_them)/2, 0…1: near 0 nothing binds the two, whoever depends more. */
  readonly bond: number;
}

/**
 * The balance of two dependences.
 * @throws RangeError for a dependence outside 0…1
 */
export const powerBalance = (us: number, them: number): PowerBalance => {
  for (const side of [us, them]) if (!(side >= 0 && side <= 1)) throw new RangeError(`${side} is no dependence: they run from 0 to 1.`);
  return { index: us + them === 0 ? 0 : (us - them) / (us + them), bond: (us + them) / 2 };
};
