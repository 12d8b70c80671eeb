/**
 * Who of ours holds the contacts with an account. A touch is one contact; it is covered by everybody of ours who took part in it, or to
 * whom it was handed over. All functions are pure; weights are without unit, only their proportions count.
 */

/** One contact with the account. */
export interface Touch {
  /** Above zero; what it counts for: see {@link touchWeight}. */
  readonly weight: number;
  /** Who of ours knows of it, each once. One that nobody of ours knows of any more takes no part in any figure. */
  readonly people: readonly string[];
}

/**
 * What a contact counts for after `ageDays`: its weight × 2^(−age / half-life). Source: the product's own model (domain, "concentration").
 * @throws RangeError for a half-life that is not above zero
 */
export const touchWeight = (weight: number, ageDays: number, halfLifeDays: number): number => {
  if (!(halfLifeDays > 0)) throw new RangeError(`A half-life of ${halfLifeDays} days is none: give a number above zero.`);
  return weight * 2 ** (-ageDays / halfLifeDays);
};

/** By person of ours, the share of the weight of all touches, 0…1: each touch is split evenly among its people. Largest first, ties by id. */
export const contactShares = (touches: readonly Touch[]): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>();
  for (const { weight, people } of touches)
    for (const person of people) weights.set(person, (weights.get(person) ?? 0) + weight / people.length);
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const shares = [...weights].map(([person, weight]) => [person, weight / whole] as const);
  return new Map(shares.toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)));
};

/** The share of covered weight that is lost with these people, 0…1: of touches that nobody else knows of. 0 where nothing is covered. */
export const lostWith = (touches: readonly Touch[], leaving: ReadonlySet<string>): number => {
  const covered = touches.filter(({ people }) => people.length > 0);
  const whole = covered.reduce((sum, { weight }) => sum + weight, 0);
  const lost = covered.filter(({ people }) => people.every((person) => leaving.has(person))).reduce((sum, { weight }) => sum + weight, 0);
  return whole === 0 ? 0 : lost / whole;
};

/** How few people leave an account without contact. */
export interface BusFactor {
  readonly factor: number;
  /** One such group, by id. */
  readonly people: readonly string[];
  /** False where there were too many groups to look at all: there may be a smaller one. */
  readonly exact: boolean;
}

/** Groups that are looked at for one account. */
export const GROUPS_MAX = 20_000;

/**
 * The fewest people whose leaving drops the covered weight below `keep` of what it is (½ unless told). `undefined` where nothing is covered.
 * Sizes are tried from one on, all groups of a size in the order of ids; past {@link GROUPS_MAX} groups, who loses most is taken greedily.
 * The problem is a minimum cover and has no fast exact solution in general; accounts have few people. Source: truck factor as in Avelino,
 * Passos, Hora & Valente, "A novel approach for estimating truck factors" (2016), over contacts in place of files.
 */
export const busFactor = (touches: readonly Touch[], keep = 0.5): BusFactor | undefined => {
  const groups = grouped(touches);
  const people = [...new Set(groups.flatMap((touch) => touch.people))].toSorted();
  if (people.length === 0) return undefined;
  const falls = (leaving: readonly string[]) => 1 - lostWith(groups, new Set(leaving)) < keep;
  let looked = 0;
  for (let size = 1; size <= people.length; size += 1) {
    for (const some of combinations(people, size)) {
      looked += 1;
      if (looked > GROUPS_MAX) return greedy(groups, people, falls);
      if (falls(some)) return { factor: size, people: some, exact: true };
    }
  }
  return { factor: people.length, people, exact: true };
};

const greedy = (touches: readonly Touch[], people: readonly string[], falls: (leaving: readonly string[]) => boolean): BusFactor => {
  const byShare = [...contactShares(touches).keys()];
  const size = people.findIndex((_, index) => falls(byShare.slice(0, index + 1))) + 1;
  return { factor: size, people: byShare.slice(0, size).toSorted(), exact: false };
};

/** Touches of the same people as one. */
const grouped = (touches: readonly Touch[]): readonly Touch[] => {
  const groups = new Map<string, Touch>();
  for (const { weight, people } of touches) {
    if (people.length === 0) continue;
    const sorted = people.toSorted();
    const key = sorted.join('\n');
    groups.set(key, { people: sorted, weight: (groups.get(key)?.weight ?? 0) + weight });
  }
  return [...groups.values()];
};

const combinations = function* <Item>(items: readonly Item[], size: number, from = 0): Generator<readonly Item[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= items.length - size; index += 1)
    for (const rest of combinations(items, size - 1, index + 1)) yield [items[index]!, ...rest];
};

/** The share of touches, each counted once, of which one person alone knows, 0…1; `undefined` where there are none. */
export const privateKnowledge = (touches: readonly Touch[]): number | undefined => {
  const known = touches.filter(({ people }) => people.length > 0);
  return known.length === 0 ? undefined : known.filter(({ people }) => people.length === 1).length / known.length;
};

/** Who of ours deals with an account without belonging to its team, by id, and their share of all who do, 0…1. */
export interface Fragmentation {
  readonly outside: readonly string[];
  readonly index: number;
}

/**
 * How uncoordinated our contacts with an account are: many people of ours who are not of its team, each with an errand of the own (the
 * state of P&G and Walmart before they talked as companies).
 */
export const fragmentation = (touches: readonly Touch[], team: ReadonlySet<string>): Fragmentation => {
  const people = [...new Set(touches.flatMap((touch) => touch.people))].toSorted();
  const outside = people.filter((person) => !team.has(person));
  return { outside, index: people.length === 0 ? 0 : outside.length / people.length };
};
