import { type Facet } from '#libs/kernel/decider.js';
import { type Fact, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { valueAt, withValue } from '../dated-line.js';
import { requireStakeholder, sameData, seenIn, stakeholderNotFound } from '../guards.js';
import { type Interactions } from '../interactions/state.js';
import { changed, ended, lifeCycle } from '../life-cycle.js';
import { type StakeholderCommands, type StakeholderEvents } from './messages.js';
import { cardAt, contradictionsOf, lastChangeOf, type Stakeholder, type Stakeholders, superiorsAt } from './stakeholder.js';

/** Why a command may be refused. */
export type StakeholderCode =
  | 'STAKEHOLDER_ID_TAKEN'
  | 'STAKEHOLDER_NOT_FOUND'
  | 'STAKEHOLDER_DEPARTED'
  | 'STAKEHOLDER_NOT_ADDED_YET'
  | 'STAKEHOLDER_CHANGED_LATER'
  | 'STAKEHOLDER_SEEN_LATER'
  | 'REPORTING_CYCLE';

type Needs = { readonly stakeholders: Stakeholders; readonly interactions: Interactions };

/** Who at the customer decides, who is heard, and what they think of us. */
export const stakeholders: Facet<'stakeholders', Stakeholders, StakeholderCommands, StakeholderEvents, StakeholderCode, Needs> = {
  name: 'stakeholders',
  initial: { byId: PersistentMap.empty(), withdrawn: PersistentMap.empty() },

  decide: {
    AddStakeholder: ({ data, commandId }, { stakeholders: { byId, withdrawn } }) => {
      const stakeholderId = data.stakeholderId ?? commandId;
      if (withdrawn.has(stakeholderId)) return taken(stakeholderId, 'withdrawn');
      return cycle.requireFree(byId, stakeholderId) ?? [{ type: 'StakeholderAdded', data: { ...data, stakeholderId } }];
    },

    UpdateContactCard: ({ data, occurredAt }, { stakeholders: { byId, ...state } }) => {
      const { stakeholderId, card } = data;
      const stakeholder = findAt({ byId, ...state }, stakeholderId, occurredAt);
      if (isRejection(stakeholder)) return stakeholder;
      const before = cardAt(stakeholder, occurredAt);
      const isKnown = Object.entries(card).every(([field, value]) => (before[field as keyof typeof before] ?? null) === value);
      if (isKnown) return [];
      const { reportsTo } = card;
      if (
        reportsTo === undefined
        || reportsTo === null
        || (reportsTo !== stakeholderId && !superiorsAt(byId, reportsTo, occurredAt).includes(stakeholderId))
      )
        return [{ type: 'ContactCardUpdated', data }];
      const detail = `${reportsTo} answers to ${stakeholderId} already: name somebody above, or correct the card of ${reportsTo} first.`;
      return reject('REPORTING_CYCLE', detail, '/card/reportsTo');
    },

    SetDecisionRole: ({ data, occurredAt }, { stakeholders: state }) => {
      const stakeholder = findAt(state, data.stakeholderId, occurredAt);
      if (isRejection(stakeholder)) return stakeholder;
      const before = valueAt(stakeholder.roles, occurredAt) ?? [];
      return sameData(before.toSorted(), [...new Set(data.roles)].toSorted()) ? [] : [{ type: 'DecisionRoleSet', data }];
    },

    SetInfluence: ({ data, occurredAt }, { stakeholders: state }) => {
      const stakeholder = findAt(state, data.stakeholderId, occurredAt);
      if (isRejection(stakeholder)) return stakeholder;
      return valueAt(stakeholder.influences, occurredAt) === data.influence ? [] : [{ type: 'InfluenceSet', data }];
    },

    SetStance: ({ data, occurredAt }, { stakeholders: state }) => {
      const stakeholder = findAt(state, data.stakeholderId, occurredAt);
      if (isRejection(stakeholder)) return stakeholder;
      return valueAt(stakeholder.stances, occurredAt) === data.stance ? [] : [{ type: 'StanceSet', data }];
    },

    RecordDeparture: ({ data, occurredAt }, { stakeholders: { byId }, interactions }) => {
      const seen = seenIn(interactions).find(({ at, theirs }) => at >= occurredAt && theirs.includes(data.stakeholderId));
      const stakeholder = cycle.findEnding(byId, data.stakeholderId, 'departed', occurredAt);
      if (stakeholder === 'already') return [];
      if (isRejection(stakeholder)) return stakeholder;
      const last = lastChangeOf(stakeholder);
      if (seen !== undefined) {
        const detail = `${data.stakeholderId} took part in ${seen.name} on ${seen.at}, not before ${occurredAt}: correct occurredAt, or that.`;
        return reject('STAKEHOLDER_SEEN_LATER', detail, '/occurredAt');
      }
      if (last <= occurredAt) return [{ type: 'StakeholderDeparted', data }];
      const detail = `Something is known of ${data.stakeholderId} of ${last}, after ${occurredAt}: correct occurredAt, or that with CorrectFact.`;
      return reject('STAKEHOLDER_CHANGED_LATER', detail, '/occurredAt');
    },
  },

  evolve: {
    StakeholderAdded: (state, { data: { stakeholderId, ...card }, meta: { occurredAt } }) => {
      const stakeholder = { begun: occurredAt, cards: withValue([], card, occurredAt), roles: [], influences: [], stances: [] };
      return { ...state, byId: state.byId.with(stakeholderId, stakeholder) };
    },
    ContactCardUpdated: (state, event) => told(state, event, ({ cards }, at) => ({ cards: withValue(cards, event.data.card, at) })),
    DecisionRoleSet: (state, event) =>
      told(state, event, ({ roles }, at) => ({ roles: withValue(roles, [...new Set(event.data.roles)], at) })),
    InfluenceSet: (state, event) =>
      told(state, event, ({ influences }, at) => ({ influences: withValue(influences, event.data.influence, at) })),
    StanceSet: (state, event) => told(state, event, ({ stances }, at) => ({ stances: withValue(stances, event.data.stance, at) })),
    StakeholderDeparted: (state, { data: { stakeholderId }, meta }) => {
      const isTwice = state.byId.get(stakeholderId)?.ended !== undefined;
      const byId = ended(state.byId, stakeholderId, 'departed', meta.occurredAt);
      return { ...state, byId: isTwice ? changed(byId, stakeholderId, (life) => ({ ...life, endedTwice: true })) : byId };
    },
  },

  withdrawn: {
    StakeholderAdded: (state, { data: { stakeholderId } }) => ({ ...state, withdrawn: state.withdrawn.with(stakeholderId, true) }),
  },
  invariants: ({ stakeholders: { byId } }) => byId.entries().flatMap(([stakeholderId, life]) => contradictionsOf(stakeholderId, life)),
};

/** Folds what holds of a person from a date on; of somebody unknown nothing is known. */
const told = (
  state: Stakeholders,
  { data, meta }: Fact<Pick<StakeholderEvents, 'ContactCardUpdated' | 'DecisionRoleSet' | 'InfluenceSet' | 'StanceSet'>>,
  change: (stakeholder: Stakeholder, at: Instant) => Partial<Stakeholder>,
): Stakeholders => ({
  ...state,
  byId: changed(state.byId, data.stakeholderId, (life) => ({ ...life, ...change(life, meta.occurredAt) })),
});

const taken = (stakeholderId: string, how: string): Rejection<'STAKEHOLDER_ID_TAKEN'> =>
  reject('STAKEHOLDER_ID_TAKEN', `Stakeholder ${stakeholderId} was ${how} already: give the new one another id.`, '/stakeholderId');

const early = (stakeholderId: string, { begun }: Stakeholder, at: Instant): Rejection<StakeholderCode> => {
  const fix = 'correct occurredAt, or the date of StakeholderAdded with CorrectFact';
  return reject('STAKEHOLDER_NOT_ADDED_YET', `${stakeholderId} was added on ${begun.slice(0, 10)}, after ${at}: ${fix}.`, '/occurredAt');
};

const cycle = lifeCycle<Stakeholder, StakeholderCode>({
  taken: (stakeholderId) => taken(stakeholderId, 'added'),
  unknown: (stakeholderId) => stakeholderNotFound(stakeholderId, '/stakeholderId'),
  // There is one way to leave, and whoever has left so has left already.
  over: (stakeholderId) => taken(stakeholderId, 'ended'),
  early,
});

/** Somebody who was known then, and there. */
const findAt = (state: Stakeholders, stakeholderId: string, at: Instant): Stakeholder | Rejection<StakeholderCode> => {
  const refusal = requireStakeholder(state, stakeholderId, at, '/stakeholderId');
  if (refusal) return refusal;
  const stakeholder = state.byId.get(stakeholderId)!;
  return at < stakeholder.begun ? early(stakeholderId, stakeholder, at) : stakeholder;
};
