import { describe, it } from '@jest/globals';
import { type Past } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { departed, people } from '../testing/fixtures.js';
import { type SkillEvents } from './messages.js';
import { skills } from './skills.js';

const { employee } = people('ann')['employee-ann']!;
const ann = decider(skills, { employee });
const world = { stream: 'employee-ann', others: people('bob') };
const assessment = { skill: 'negotiation', level: 3, assessedBy: 'bob' };
const assessed: Past<SkillEvents> = { type: 'SkillAssessed', data: assessment };
const training = { trainingId: 'harvard', title: 'Negotiation by principle', skills: ['negotiation'] };
const trained: Past<SkillEvents> = { type: 'TrainingCompleted', data: training };

describe('what a person can do', () => {
  it('is assessed by somebody who was with us, from then on', () => {
    ann.given().when({ type: 'AssessSkill', data: assessment }, world).thenEvents(assessed);
    ann.given(assessed).when({ type: 'AssessSkill', data: assessment }, world).thenEvents();
    ann
      .given()
      .when({ type: 'AssessSkill', data: { ...assessment, assessedBy: 'nobody' } }, world)
      .thenRejected('UNKNOWN_EMPLOYEE');
  });

  it('is learned in trainings, each under its id', () => {
    ann.given().when({ type: 'CompleteTraining', data: training }, world).thenEvents(trained);
    ann.given(trained).when({ type: 'CompleteTraining', data: training }, world).thenEvents();
    ann
      .given(trained)
      .when({ type: 'CompleteTraining', data: { ...training, title: 'Another' } }, world)
      .thenRejected('TRAINING_ID_TAKEN');
  });

  it('is told of those who are with us', () => {
    const gone = decider(skills, { employee: departed('ann', '2026-02-01T12:00:00.000Z')['employee-ann']!.employee });
    gone
      .given()
      .when({ type: 'AssessSkill', data: { skill: 'negotiation', level: 3 } }, world)
      .thenRejected('EMPLOYEE_DEPARTED');
    const absent = decider(skills, { employee: { stage: 'absent' } });
    absent.given().when({ type: 'CompleteTraining', data: training }, world).thenRejected('EMPLOYEE_NOT_FOUND', 'RegisterEmployee');
  });
});
