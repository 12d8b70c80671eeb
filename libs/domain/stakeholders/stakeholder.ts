import { type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { type DatedLine } from '../dated-line.js';
import { type Life, type Lives } from '../life-cycle.js';
import { type DecisionRole, type Stance } from '../values.js';
import { type StakeholderEvents } from './messages.js';

/** What is said anew of a card; `null` where it is known no more. */
export type CardChanges = StakeholderEvents['ContactCardUpdated']['card'];

/** A person at the customer from when we know it to when it left. Whatever holds from a date on may be told in any order. */
export interface Stakeholder extends Life<'departed'> {
  readonly cards: DatedLine<CardChanges>;
  readonly roles: DatedLine<readonly DecisionRole[]>;
  readonly influences: DatedLine<number>;
  readonly stances: DatedLine<Stance>;
  /** It is said to have left more than once. */
  readonly endedTwice?: true;
}

/** What is therefore known. */
export interface Stakeholders {
  readonly byId: Lives<Stakeholder>;
  /** Ids of withdrawn stakeholders: they stand in answers and links; none is given twice. */
  readonly withdrawn: PersistentMap<string, true>;
}

/** What the card said at a moment: the latest of each field. */
export const cardAt = ({ cards }: Stakeholder, at: Instant): CardChanges =>
  Object.assign({}, ...cards.filter(({ since }) => since <= at).map(({ value }) => value)) as CardChanges;

/** The last moment at which something was told of the person itself. */
export const lastChangeOf = ({ cards, roles, influences, stances }: Stakeholder): Instant =>
  [cards, roles, influences, stances].map((line) => line.at(-1)?.since ?? '').reduce((one, other) => (one > other ? one : other));

const firstChangeOf = ({ cards, roles, influences, stances, begun }: Stakeholder): Instant =>
  [cards, roles, influences, stances].map((line) => line[0]?.since ?? begun).reduce((one, other) => (one < other ? one : other));

/** The people above somebody at a moment, nearest first; ends where somebody would come twice. */
export const superiorsAt = (byId: Lives<Stakeholder>, stakeholderId: string, at: Instant): readonly string[] => {
  const above: string[] = [];
  let id = superiorAt(byId, stakeholderId, at);
  while (typeof id === 'string' && !above.includes(id)) {
    above.push(id);
    id = superiorAt(byId, id, at);
  }
  return above;
};

const superiorAt = (byId: Lives<Stakeholder>, stakeholderId: string, at: Instant): string | null | undefined => {
  const stakeholder = byId.get(stakeholderId);
  return stakeholder && cardAt(stakeholder, at).reportsTo;
};

/** What contradicts itself about a person: no command comes to it, a correction of what was told could. */
export const contradictionsOf = (stakeholderId: string, stakeholder: Stakeholder): readonly Violation[] => {
  const { begun, ended, endedTwice = false } = stakeholder;
  const [left, added] = [ended?.at.slice(0, 10), begun.slice(0, 10)];
  const holds: readonly (readonly [code: string, isSo: boolean, detail: string])[] = [
    ['STAKEHOLDER_CHANGED_BEFORE_ADDED', firstChangeOf(stakeholder) < begun, `was added on ${added}, and something is told of before`],
    ['STAKEHOLDER_DEPARTED_BEFORE_ADDED', ended !== undefined && ended.at < begun, `was added on ${added}, and left on ${left}, before`],
    [
      'STAKEHOLDER_CHANGED_AFTER_DEPARTURE',
      ended !== undefined && lastChangeOf(stakeholder) > ended.at,
      `left on ${left}, and something is told of afterwards`,
    ],
    ['STAKEHOLDER_DEPARTED_TWICE', endedTwice, 'is said to have left more than once'],
  ];
  return holds
    .filter(([, isSo]) => isSo)
    .map(([code, , detail]) => ({ code, subject: `stakeholder ${stakeholderId}`, detail: `Stakeholder ${stakeholderId} ${detail}.` }));
};
