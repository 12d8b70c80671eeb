import { type Facet } from '#libs/kernel/decider.js';
import { idOf } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, entryAt, valueAt, withValue } from '../dated-line.js';
import { sameData } from '../guards.js';
import { type PracticeCommands, type PracticeEvents } from './messages.js';

/** How the company manages key accounts, by its own account; everything is a dated line. */
export interface Practice {
  readonly levers: PersistentMap<string, DatedLine<PracticeEvents['LeverAssessed']>>;
  readonly orientations: DatedLine<PracticeEvents['OrientationAssessed']>;
  /** By segment and skill, `mid-market negotiation`. */
  readonly requirements: PersistentMap<string, DatedLine<number>>;
}

export type PracticeCode = 'UNKNOWN_PORTFOLIO';

type Needs = { readonly practice: Practice };

/** The one portfolio that there is. */
const COMPANY = 'company';

export const practice: Facet<'practice', Practice, PracticeCommands, PracticeEvents, PracticeCode, Needs> = {
  name: 'practice',
  initial: { levers: PersistentMap.empty(), orientations: [], requirements: PersistentMap.empty() },
  decide: {
    AssessLever: ({ data, stream, occurredAt }, { practice: { levers } }) => {
      const known = entryAt(levers.get(data.lever) ?? [], occurredAt);
      const isKnown = known?.since === occurredAt && sameData(known.value, data);
      return requireCompany(stream) ?? (isKnown ? [] : [{ type: 'LeverAssessed', data }]);
    },
    AssessOrientation: ({ data, stream, occurredAt }, { practice: { orientations } }) => {
      const known = entryAt(orientations, occurredAt);
      const isKnown = known?.since === occurredAt && sameData(known.value, data);
      return requireCompany(stream) ?? (isKnown ? [] : [{ type: 'OrientationAssessed', data }]);
    },
    SetSkillRequirement: ({ data, stream, occurredAt }, { practice: { requirements } }) =>
      requireCompany(stream)
      ?? (valueAt(requirements.get(requirementKey(data)) ?? [], occurredAt) === data.level ? [] : [{ type: 'SkillRequirementSet', data }]),
  },
  evolve: {
    LeverAssessed: (state, { data, meta }) => ({
      ...state,
      levers: state.levers.with(data.lever, withValue(state.levers.get(data.lever) ?? [], data, meta.occurredAt)),
    }),
    OrientationAssessed: (state, { data, meta }) => ({
      ...state,
      orientations: withValue(state.orientations, data, meta.occurredAt),
    }),
    SkillRequirementSet: (state, { data, meta }) => {
      const key = requirementKey(data);
      return {
        ...state,
        requirements: state.requirements.with(key, withValue(state.requirements.get(key) ?? [], data.level, meta.occurredAt)),
      };
    },
  },
};

const requirementKey = ({ segment = '', skill }: PracticeEvents['SkillRequirementSet']): string => `${segment} ${skill}`;

const requireCompany = (stream: string): Rejection<'UNKNOWN_PORTFOLIO'> | undefined =>
  idOf(stream) === COMPANY
    ? undefined
    : reject('UNKNOWN_PORTFOLIO', `There is no portfolio ${idOf(stream)}: how key accounts are managed is told to ${COMPANY}.`);
