import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { levelOf, skills, trainedSince } from './skills.js';

itKeepsTheLaws(skills);

describe('skills', () => {
  const at = (day: string) => `${day}T12:00:00.000Z`;
  const assessed = (level: number, day: string) =>
    ({ type: 'SkillAssessed', data: { skill: 'pumps', level }, occurredAt: at(day) }) as const;
  const trained = {
    type: 'TrainingCompleted',
    data: { trainingId: 't', title: 'Pumps', skills: ['pumps'] },
    occurredAt: at('2026-02-01'),
  } as const;

  it('are what was said last by that moment, and what was learned since', () => {
    const events = [assessed(4, '2026-03-01'), assessed(2, '2026-01-01'), trained];
    const document = projection(skills)
      .given(...recorded(events, 'employee-ann'))
      .document('ann')!;
    expect(levelOf(document, 'pumps', at('2026-02-15'))).toBe(2);
    expect(trainedSince(document, 'pumps', at('2026-02-15'))).toBe(true);
    expect(levelOf(document, 'pumps', at('2026-03-15'))).toBe(4);
    expect(trainedSince(document, 'pumps', at('2026-03-15'))).toBe(false);
    expect(levelOf(document, 'negotiation', at('2026-03-15'))).toBeNull();
    expect(levelOf(undefined, 'pumps', at('2026-03-15'))).toBeNull();
  });
});
