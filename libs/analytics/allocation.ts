/** What an account can bring, and the hours at which half of that is reached. */
export interface Prospect {
  readonly id: string;
  /** In any one unit, zero or above. */
  readonly potential: number;
  /** Above zero. */
  readonly halfHours: number;
}

/** Hours that an account gets, and what they bring. */
export interface Allotment {
  readonly id: string;
  readonly hours: number;
  readonly value: number;
  /** What the next hour would bring. */
  readonly nextHour: number;
}

/** Steps of an allocation: more hours are given in larger pieces, so that one answer takes a bounded time. */
const STEPS_MAX = 2_000;

/**
 * What hours bring: `potential · h ÷ (h + halfHours)`, with less and less for each (the response function of Little 1970, "Models and
 * managers: the concept of a decision calculus", with exponent 1 and nothing for no effort).
 */
export const responseOf = ({ potential, halfHours }: Omit<Prospect, 'id'>, hours: number): number =>
  hours === 0 ? 0 : (potential * hours) / (hours + halfHours);

/**
 * Gives hours one piece after another to whoever brings most for the next one; ties go to the smaller id. With returns that diminish this
 * is the best allocation there is for pieces of that size (Gross 1956; Fox 1966, "Discrete optimization via marginal analysis"). Pieces
 * are of one hour up to 2,000 hours, above of equal size.
 * @throws RangeError for hours that are negative, a potential below zero, or half hours that are not above zero
 */
export const allocateHours = (prospects: readonly Prospect[], hours: number): readonly Allotment[] => {
  if (!(hours >= 0) || prospects.some(({ potential, halfHours }) => !(potential >= 0) || !(halfHours > 0)))
    throw new RangeError('Hours and potentials are zero or above, half hours above zero: check what is given.');
  const piece = Math.max(1, hours / STEPS_MAX);
  const sorted = prospects.toSorted((left, right) => compare(left.id, right.id));
  const given = sorted.map(() => 0);
  const gain = (index: number) => responseOf(sorted[index]!, given[index]! + piece) - responseOf(sorted[index]!, given[index]!);
  const gains = sorted.map((_, index) => gain(index));
  for (let left = hours; left >= piece - ROUNDING && sorted.length > 0; left -= piece) {
    const best = gains.reduce((most, value, index) => (value > gains[most]! ? index : most), 0);
    if (gains[best] === 0) break;
    given[best]! += piece;
    gains[best] = gain(best);
  }
  return sorted.map((prospect, index) => ({
    id: prospect.id,
    hours: given[index]!,
    value: responseOf(prospect, given[index]!),
    nextHour: responseOf(prospect, given[index]! + 1) - responseOf(prospect, given[index]!),
  }));
};

const ROUNDING = 1e-9;

/** Something that is done as a whole or not at all. */
export interface Project {
  readonly id: string;
  /** Zero or above. */
  readonly value: number;
  /** A whole number from 1 on. */
  readonly cost: number;
}

/** Cells of the table that one answer may take. */
const CELLS_MAX = 20_000_000;

/**
 * The projects that together bring most within a budget (0/1 knapsack, Bellman 1957: exact, in whole units of cost). Of equals the one that
 * costs less, then the first ids. @throws RangeError for what is no whole unit, and for more than 20 million cells of projects × budget
 */
export const chooseProjects = (projects: readonly Project[], budget: number): readonly string[] => {
  if (!Number.isSafeInteger(budget) || budget < 0 || projects.some((project) => !Number.isSafeInteger(project.cost) || project.cost < 1))
    throw new RangeError('Budget and costs are whole units, costs from 1 on: round them.');
  if (projects.length * (budget + 1) > CELLS_MAX)
    throw new RangeError(`${projects.length} projects within ${budget} units are too many to compare: take larger units.`);
  const sorted = projects.toSorted((left, right) => compare(left.id, right.id));
  const best: number[][] = [Array.from({ length: budget + 1 }, () => 0)];
  for (const [index, { value, cost: needed }] of sorted.entries()) {
    const before = best[index]!;
    best.push(before.map((without, room) => (room >= needed ? Math.max(without, before[room - needed]! + value) : without)));
  }
  const chosen: string[] = [];
  let room = best.at(-1)!.indexOf(best.at(-1)![budget]!);
  for (let index = sorted.length - 1; index >= 0; index -= 1) {
    if (best[index + 1]![room] === best[index]![room]) continue;
    chosen.push(sorted[index]!.id);
    room -= sorted[index]!.cost;
  }
  return chosen.toSorted();
};

/** Where an account stands by what it is worth and by the time that it takes. */
export type Service = 'invested' | 'underserved' | 'overserved' | 'maintained';

/** What an account is worth and the time that it takes, each in any one unit, zero or above. */
export interface Worked {
  readonly id: string;
  readonly value: number;
  readonly time: number;
}

/**
 * Four quadrants of value against time. Of high value are the accounts that come first by value until their cumulative share reaches
 * `highValueShare` (the share before the account counts, as in ABC analysis), of high time likewise; nothing is never high. High in both:
 * `invested`; valuable and hardly seen: `underserved`; seen and hardly valuable: `overserved`; neither: `maintained`. Ties go by id.
 */
export const quadrantsOf = (
  accounts: readonly Worked[],
  { highValueShare, highTimeShare }: { readonly highValueShare: number; readonly highTimeShare: number },
): ReadonlyMap<string, Service> => {
  const valuable = leaders(accounts, 'value', highValueShare);
  const seen = leaders(accounts, 'time', highTimeShare);
  const serviceOf = (id: string): Service =>
    valuable.has(id) ? (seen.has(id) ? 'invested' : 'underserved') : seen.has(id) ? 'overserved' : 'maintained';
  return new Map(accounts.map(({ id }) => [id, serviceOf(id)]));
};

const leaders = (accounts: readonly Worked[], by: 'value' | 'time', share: number): ReadonlySet<string> => {
  const sorted = accounts.filter((one) => one[by] > 0).toSorted((left, right) => right[by] - left[by] || compare(left.id, right.id));
  const total = sorted.reduce((sum, one) => sum + one[by], 0);
  const found = new Set<string>();
  let before = 0;
  for (const one of sorted) {
    if (before / total >= share) break;
    found.add(one.id);
    before += one[by];
  }
  return found;
};

/**
 * Priority of an account for resources: size ^ `size` × ease ^ `ease` × role factor. Size and ease lie between 0 and 1.
 * A weighted product, so that nothing of the one makes nothing of the whole (Bridgman 1922; Miller & Starr 1969).
 */
export const priorityOf = (
  { size, ease, hasRole }: { readonly size: number; readonly ease: number; readonly hasRole: boolean },
  weights: { readonly size: number; readonly ease: number; readonly roleFactor: number },
): number => size ** weights.size * ease ** weights.ease * (hasRole ? weights.roleFactor : 1);

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
