import { type Facet } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, entryAt, withValue } from '../dated-line.js';
import { type Employee } from '../employee/employee.js';
import { NOTHING_TOLD, type Told, toldBefore } from '../told.js';
import { type SkillCommands, type SkillEvents } from './messages.js';

/** What a person can do, as it was assessed from when on, and what was learned. */
export interface Skills {
  readonly levels: PersistentMap<string, DatedLine<number>>;
  readonly told: Told;
}

export type SkillCode = 'EMPLOYEE_NOT_FOUND' | 'EMPLOYEE_DEPARTED' | 'TRAINING_ID_TAKEN';

interface Needs {
  readonly employee: Employee;
  readonly skills: Skills;
}

export const skills: Facet<'skills', Skills, SkillCommands, SkillEvents, SkillCode, Needs> = {
  name: 'skills',
  initial: { levels: PersistentMap.empty(), told: NOTHING_TOLD },
  decide: {
    AssessSkill: ({ data, stream, occurredAt }, { employee, skills: { levels } }) => {
      const refusal = requireActive(employee, stream, occurredAt);
      if (refusal) return refusal;
      const known = entryAt(levels.get(data.skill) ?? [], occurredAt);
      return known?.since === occurredAt && known.value === data.level ? [] : [{ type: 'SkillAssessed', data }];
    },
    CompleteTraining: ({ data, stream, occurredAt, commandId }, { employee, skills: { told } }) => {
      const refusal = requireActive(employee, stream, occurredAt);
      if (refusal) return refusal;
      const said = { ...data, trainingId: data.trainingId ?? commandId };
      const detail = `Training ${said.trainingId} says something else already, or was withdrawn: give the new one another id.`;
      const before = toldBefore(told, said.trainingId, said, reject('TRAINING_ID_TAKEN', detail, '/trainingId'));
      return before ?? [{ type: 'TrainingCompleted', data: said }];
    },
  },
  evolve: {
    SkillAssessed: (state, { data, meta }) => ({
      ...state,
      levels: state.levels.with(data.skill, withValue(state.levels.get(data.skill) ?? [], data.level, meta.occurredAt)),
    }),
    TrainingCompleted: (state, { data }) => ({ ...state, told: state.told.with(data.trainingId, data) }),
  },
  withdrawn: {
    TrainingCompleted: (state, { data }) => ({ ...state, told: state.told.with(data.trainingId, null) }),
  },
};

const requireActive = (
  person: Employee,
  stream: string,
  at: Instant,
): Rejection<'EMPLOYEE_NOT_FOUND' | 'EMPLOYEE_DEPARTED'> | undefined => {
  const id = idOf(stream);
  if (person.stage === 'absent')
    return reject('EMPLOYEE_NOT_FOUND', `There is no employee ${id}: register the person with RegisterEmployee, or check the id.`);
  if (person.stage !== 'departed' || person.departedAt > at) return undefined;
  return reject('EMPLOYEE_DEPARTED', `Employee ${id} left on ${person.departedAt.slice(0, 10)}: correct occurredAt, or check the id.`);
};
