import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { practice } from './practice.js';

itKeepsTheLaws(practice);

describe('practice', () => {
  it('has levers, what the company is managed by, and what it asks of those in charge, each over time', () => {
    const events = [
      { type: 'LeverAssessed', data: { lever: 'organisation', level: 3, because: ['owners'] } } as const,
      {
        type: 'LeverAssessed',
        data: { lever: 'organisation', level: 2, because: ['few'] },
        occurredAt: '2026-01-01T12:00:00.000Z',
      } as const,
      { type: 'OrientationAssessed', data: { orientation: 'marketing', because: ['plans'] } } as const,
      { type: 'SkillRequirementSet', data: { skill: 'pumps', level: 3 } } as const,
      { type: 'SkillRequirementSet', data: { skill: 'pumps', level: 4, segment: 'A' } } as const,
    ];
    const { document, keys } = projection(practice).given(...recorded(events, 'portfolio-company'));
    expect(keys()).toEqual(['lever/organisation', 'orientation', 'requirement/pumps', 'requirement/pumps/A']);
    expect(document('lever/organisation')).toMatchObject({ line: [{ value: { level: 2 } }, { value: { level: 3 } }] });
    expect(document('requirement/pumps/A')).toMatchObject({ segment: 'A', line: [{ value: 4 }] });
  });
});
