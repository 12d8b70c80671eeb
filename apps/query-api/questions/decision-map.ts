import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { DECISION_ROLES, type DecisionRole, type Stance } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type CardChanges, type TheirPerson } from '#libs/read-models/decision-map/decision-map.js';

/** Somebody at the customer as of a moment; what is not known is null. */
export interface PersonOnMap {
  readonly accountId: string;
  /** The id of a stakeholder, or a contact in words. */
  readonly contact: string;
  /** False: a contact in words. */
  readonly known: boolean;
  readonly card: CardChanges;
  /** Fields of the card that say something, of those that people need to be met: 0…1. */
  readonly cardCompleteness: number;
  readonly cardMissing: readonly string[];
  readonly roles: readonly DecisionRole[];
  readonly influence: number | null;
  readonly stance: Stance | null;
  readonly addedAt: Instant | null;
  readonly departedAt: Instant | null;
  readonly departedTo: string | null;
  readonly contacts: number;
  readonly lastContactAt: Instant | null;
  readonly daysSinceContact: number | null;
  /** Nobody of ours has met the person within the days of policy `silence`. */
  readonly uncontacted: boolean;
}

/** A line of the graph: of ours to theirs, or of one of theirs to whom that person answers to. */
export interface MapEdge {
  readonly kind: 'knows' | 'reports-to';
  readonly from: string;
  readonly to: string;
  /** Contacts of the two; of somebody who answers to another, none. */
  readonly contacts: number;
  readonly lastAt: Instant | null;
}

/** What is wrong with a decision map. */
export type MapGap = 'decider-unknown' | 'decider-uncontacted' | 'economic-unknown' | 'champion-left' | 'no-advocate' | 'hostile-decider';

/** Who decides, who is heard, what they think of us, and who of ours knows whom. */
export interface DecisionMap {
  /** Who is there, the most influential first, then those who have left. */
  readonly people: readonly PersonOnMap[];
  readonly edges: readonly MapEdge[];
  /** Who there is for each part in a decision. */
  readonly roles: Readonly<Record<DecisionRole, readonly string[]>>;
  /** The share of the seven parts that somebody is known for. */
  readonly coverage: number;
  readonly missingRoles: readonly DecisionRole[];
  readonly gaps: readonly MapGap[];
  /** Departments of theirs that we know somebody in. */
  readonly departments: readonly string[];
}

/** What a card has to say before somebody can be met well. */
const NEEDED = ['name', 'function', 'department', 'seniority', 'email', 'phone', 'persona'] as const;
/** People and lines that one answer names. */
export const MAP_MAX = 500;

/** The map of a moment. */
export const decisionMapOf = (persons: readonly TheirPerson[], at: Instant, today: Day, quietDays: number): DecisionMap => {
  const people = persons.map((person) => personAt(person, at, today, quietDays)).toSorted(byWeight);
  const there = people.filter(({ known, departedAt }) => known && departedAt === null);
  const roles = Object.fromEntries(
    DECISION_ROLES.map((role) => [role, there.filter((one) => one.roles.includes(role)).map(({ contact }) => contact)]),
  ) as unknown as Readonly<Record<DecisionRole, readonly string[]>>;
  const missingRoles = DECISION_ROLES.filter((role) => roles[role].length === 0);
  return {
    people: people.slice(0, MAP_MAX),
    edges: [...persons.flatMap(acquaintances), ...people.flatMap(reporting)].slice(0, MAP_MAX),
    roles,
    coverage: (DECISION_ROLES.length - missingRoles.length) / DECISION_ROLES.length,
    missingRoles,
    gaps: gapsIn(people, there, roles),
    departments: [...new Set(there.flatMap(({ card }) => card.department ?? []))].toSorted(),
  };
};

const personAt = (person: TheirPerson, at: Instant, today: Day, quietDays: number): PersonOnMap => {
  const card = Object.assign({}, ...person.cards.filter(({ since }) => since <= at).map(({ value }) => value)) as CardChanges;
  const cardMissing = NEEDED.filter((field) => (card[field] ?? null) === null);
  const { lastContactAt, departedAt } = person;
  const daysSinceContact = lastContactAt === null ? null : calendarDaysBetween(lastContactAt, today);
  return {
    accountId: person.accountId,
    contact: person.contact,
    known: person.addedAt !== null,
    card,
    cardCompleteness: (NEEDED.length - cardMissing.length) / NEEDED.length,
    cardMissing,
    roles: valueAt(person.roles, at) ?? [],
    influence: valueAt(person.influences, at) ?? null,
    stance: valueAt(person.stances, at) ?? null,
    addedAt: person.addedAt,
    departedAt,
    departedTo: person.departedTo,
    contacts: person.contacts,
    lastContactAt,
    daysSinceContact,
    uncontacted: departedAt === null && (daysSinceContact === null || daysSinceContact > quietDays),
  };
};

const byWeight = (one: PersonOnMap, other: PersonOnMap): number =>
  Number(one.departedAt !== null) - Number(other.departedAt !== null)
  || (other.influence ?? 0) - (one.influence ?? 0)
  || (one.contact < other.contact ? -1 : 1);

const acquaintances = ({ contact, met }: TheirPerson): readonly MapEdge[] =>
  Object.entries(met).map(([from, { count, lastAt }]) => ({ kind: 'knows', from, to: contact, contacts: count, lastAt }));

const reporting = ({ contact, card: { reportsTo } }: PersonOnMap): readonly MapEdge[] =>
  typeof reportsTo === 'string' ? [{ kind: 'reports-to', from: contact, to: reportsTo, contacts: 0, lastAt: null }] : [];

const gapsIn = (
  people: readonly PersonOnMap[],
  there: readonly PersonOnMap[],
  roles: Readonly<Record<DecisionRole, readonly string[]>>,
): readonly MapGap[] => {
  const deciders = there.filter((one) => one.roles.includes('decider'));
  const advocates = there.filter(({ stance }) => stance === 'advocate');
  const gaps: readonly (readonly [gap: MapGap, isSo: boolean])[] = [
    ['decider-unknown', deciders.length === 0],
    ['decider-uncontacted', deciders.some(({ uncontacted }) => uncontacted)],
    ['economic-unknown', roles.economic.length === 0],
    ['champion-left', advocates.length === 0 && people.some(({ departedAt, stance }) => departedAt !== null && stance === 'advocate')],
    ['no-advocate', advocates.length === 0],
    ['hostile-decider', deciders.some(({ stance }) => stance === 'hostile')],
  ];
  return gaps.filter(([, isSo]) => isSo).map(([gap]) => gap);
};
