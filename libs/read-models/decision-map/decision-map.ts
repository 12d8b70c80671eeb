import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type StakeholderEvents } from '#libs/domain/stakeholders/messages.js';
import { type Channel, type DecisionRole, type Seniority, type Stance } from '#libs/domain/values.js';

/** What is said anew of a card; null where it is known no more. */
export interface CardChanges {
  readonly name?: string;
  readonly function?: string | null;
  readonly department?: string | null;
  readonly seniority?: Seniority | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  /** The type of buyer that the person is. */
  readonly persona?: string | null;
  /** Whom the person works for where that is not the customer. */
  readonly organisation?: string | null;
  readonly preferredChannel?: Channel | null;
  readonly language?: string | null;
  readonly location?: string | null;
  readonly reportsTo?: string | null;
}

/** How often somebody of ours met the person, and when last. */
export interface Met {
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** Somebody at the customer: a stakeholder, or a contact in words. What holds from a date on is a line; what is not known is null. */
export interface TheirPerson {
  readonly accountId: string;
  /** The id of the stakeholder, or the words. */
  readonly contact: string;
  /** When the person was added; null: nobody is known by that id, or they are words. */
  readonly addedAt: Instant | null;
  readonly departedAt: Instant | null;
  readonly departedTo: string | null;
  readonly cards: DatedLine<CardChanges>;
  readonly roles: DatedLine<readonly DecisionRole[]>;
  readonly influences: DatedLine<number>;
  readonly stances: DatedLine<Stance>;
  /** By person of ours. */
  readonly met: Readonly<Record<string, Met>>;
  readonly contacts: number;
  readonly lastContactAt: Instant | null;
  readonly lastExecutiveAt: Instant | null;
}

/** Values that a line keeps: the latest. Of a card, earlier changes are kept as one. */
export const LINE_MAX = 50;

type Events = StakeholderEvents & Pick<InteractionEvents, 'InteractionRecorded' | 'AccountWorkshopHeld'>;
type Person = TheirPerson | undefined;

/** Who at the customer has which say, and who of ours knows whom. Facts may come in any order, those about somebody not yet added too. */
export const decisionMap: Projection<TheirPerson, Events> = {
  name: 'decision-map',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId', 'contact']],
  keys: (event) => theirsOf(event).map((contact) => `${idOf(event.stream)}/${contact}`),
  on: {
    StakeholderAdded: (known, event, key) => {
      const person = personOf(known, key);
      const { stakeholderId: _, ...card } = event.data;
      const { occurredAt } = event.meta;
      return { ...person, addedAt: occurredAt, cards: merged(withValue(person.cards, card, occurredAt)) };
    },
    ContactCardUpdated: (known, { data, meta }, key) => {
      const person = personOf(known, key);
      return { ...person, cards: merged(withValue(person.cards, data.card, meta.occurredAt)) };
    },
    DecisionRoleSet: (known, { data, meta }, key) => {
      const person = personOf(known, key);
      return { ...person, roles: withValue(person.roles, [...new Set(data.roles)], meta.occurredAt).slice(-LINE_MAX) };
    },
    InfluenceSet: (known, { data, meta }, key) => {
      const person = personOf(known, key);
      return { ...person, influences: withValue(person.influences, data.influence, meta.occurredAt).slice(-LINE_MAX) };
    },
    StanceSet: (known, { data, meta }, key) => {
      const person = personOf(known, key);
      return { ...person, stances: withValue(person.stances, data.stance, meta.occurredAt).slice(-LINE_MAX) };
    },
    StakeholderDeparted: (known, { data, meta }, key) => ({
      ...personOf(known, key),
      departedAt: meta.occurredAt,
      departedTo: data.to ?? null,
    }),
    InteractionRecorded: (known, { data, meta }, key) => {
      const { ourPeople = [], credit, executive = false } = data;
      const credited = credit.employeeId === undefined ? [] : [credit.employeeId];
      return seen(personOf(known, key), ourPeople.length > 0 ? ourPeople : credited, executive, meta.occurredAt);
    },
    AccountWorkshopHeld: (known, { data, meta }, key) =>
      seen(personOf(known, key), data.ourPeople, (data.executives ?? []).length > 0, meta.occurredAt),
  },
};

const theirsOf = (event: Fact<Events>): readonly string[] => {
  switch (event.type) {
    case 'InteractionRecorded':
      return [...new Set([...(event.data.stakeholders ?? []), ...(event.data.contacts ?? [])])];
    case 'AccountWorkshopHeld':
      return [...new Set(event.data.stakeholders)];
    default:
      return [event.data.stakeholderId];
  }
};

/** An account's id holds no slash. */
const personOf = (known: Person, key: string): TheirPerson => {
  const slash = key.indexOf('/');
  return (
    known ?? {
      accountId: key.slice(0, slash),
      contact: key.slice(slash + 1),
      addedAt: null,
      departedAt: null,
      departedTo: null,
      cards: [],
      roles: [],
      influences: [],
      stances: [],
      met: {},
      contacts: 0,
      lastContactAt: null,
      lastExecutiveAt: null,
    }
  );
};

const merged = (cards: DatedLine<CardChanges>): DatedLine<CardChanges> => {
  const [first, second, ...rest] = cards;
  if (cards.length <= LINE_MAX || first === undefined || second === undefined) return cards;
  return [{ value: { ...first.value, ...second.value }, since: second.since }, ...rest];
};

const seen = (person: TheirPerson, ours: readonly string[], executive: boolean, at: Instant): TheirPerson => {
  const met = new Map(Object.entries(person.met));
  for (const one of new Set(ours)) {
    const { count = 0, firstAt = at, lastAt = at } = met.get(one) ?? {};
    met.set(one, { count: count + 1, firstAt: at < firstAt ? at : firstAt, lastAt: at > lastAt ? at : lastAt });
  }
  return {
    ...person,
    met: Object.fromEntries(met),
    contacts: person.contacts + 1,
    lastContactAt: later(person.lastContactAt, at),
    lastExecutiveAt: executive ? later(person.lastExecutiveAt, at) : person.lastExecutiveAt,
  };
};

const later = (known: Instant | null, at: Instant): Instant => (known !== null && known > at ? known : at);
