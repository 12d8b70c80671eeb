import { days, type Field, integer, number, share } from './fields.js';

/** Points from which on a review is that of the next kind of relationship; below the first it is basic. */
const bands = {
  cooperative: integer(11, 6, 24),
  interdependent: integer(17, 6, 24),
  integrated: integer(23, 6, 24),
};

/** What an item must come to for 2, 3 and 4 points: the least of every input that is named. */
const levels = <Name extends string>(two: Minima<Name>, three: Minima<Name>, four: Minima<Name>) => ({ two, three, four });
type Minima<Name extends string> = Readonly<Record<Name, Field<number>>>;

/** The least of counted things, and of shares and marks. */
const least = (byDefault: number): Field<number> => integer(byDefault, 0, 1_000);
const mark = (byDefault: number): Field<number> => number(byDefault, 1, 5);

/**
 * How the facts are scored: for how many days they count, what each item must come to for 2, 3 and 4 points, and which band a sum belongs
 * to. Meetings of executives count that lie so many days apart.
 */
export const maturityFields = {
  contactStructure: {
    windowDays: days(180),
    levels: levels(
      { contacts: least(2), ourPeople: least(1) },
      { contacts: least(3), ourPeople: least(2) },
      { contacts: least(5), ourPeople: least(3) },
    ),
  },
  functions: {
    windowDays: days(365),
    levels: levels({ ours: least(1), theirs: least(1) }, { ours: least(2), theirs: least(2) }, { ours: least(3), theirs: least(3) }),
  },
  executiveCadence: {
    windowDays: days(365),
    apartDays: days(60),
    levels: levels({ meetings: least(1) }, { meetings: least(2) }, { meetings: least(4) }),
  },
  offering: {
    expiryDays: days(730),
    levels: levels(
      { offering: integer(2, 1, 4), differentiated: least(0) },
      { offering: integer(3, 1, 4), differentiated: least(0) },
      { offering: integer(4, 1, 4), differentiated: least(1) },
    ),
  },
  informationSharing: {
    expiry: {
      'plan-shared': days(365),
      'plan-acknowledged': days(365),
      'joint-initiative': days(730),
      'joint-initiative-measured': days(365),
      'joint-action': days(365),
      'joint-development': days(730),
      alliance: days(1_095),
      'forecast-shared': days(365),
      'data-sharing': days(1_095),
      'sell-out': days(92),
      replenishment: days(92),
    },
    levels: levels(
      { kinds: least(1), shared: least(0), joint: least(0) },
      { kinds: least(3), shared: least(1), joint: least(1) },
      { kinds: least(5), shared: least(2), joint: least(2) },
    ),
  },
  /** A complaint that is still open counts as not handled once it is older than `openComplaintDays`. */
  trust: {
    windowDays: days(365),
    openComplaintDays: days(10),
    levels: levels(
      { signals: least(1), promisesKept: share(0.5), complaintsHandled: share(0.5), satisfaction: mark(2.5), trust: mark(2.5) },
      { signals: least(1), promisesKept: share(0.75), complaintsHandled: share(0.75), satisfaction: mark(3.5), trust: mark(3.5) },
      { signals: least(2), promisesKept: share(0.9), complaintsHandled: share(0.9), satisfaction: mark(4.2), trust: mark(4.2) },
    ),
  },
  bands,
  /** From how many months on a key account that is still transactional is told. */
  transactionalMonths: integer(12, 1, 120),
};

/** The fields of the levels of an item, each at least as much for more points. */
const rising = (item: string, ...inputs: readonly string[]): readonly (readonly [lower: string, higher: string])[] =>
  inputs.flatMap((input) =>
    [['two', 'three'] as const, ['three', 'four'] as const].map(
      ([lower, higher]) => [`/${item}/levels/${lower}/${input}`, `/${item}/levels/${higher}/${input}`] as const,
    ),
  );

/** Fields of which the first must not be above the second: more points ask for no less. */
export const maturityOrder = [
  ...Object.entries(maturityFields).flatMap(([item, shape]) => ('levels' in shape ? rising(item, ...Object.keys(shape.levels.two)) : [])),
  ['/bands/cooperative', '/bands/interdependent'],
  ['/bands/interdependent', '/bands/integrated'],
] as const;
