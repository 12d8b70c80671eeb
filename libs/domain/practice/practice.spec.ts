import { describe, it } from '@jest/globals';
import { type Past } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { type PracticeEvents } from './messages.js';
import { practice } from './practice.js';

const { given } = decider(practice, {});
const company = { stream: 'portfolio-company' };
const lever = { lever: 'organisation', level: 3, because: ['every key account has an owner'] } as const;
const orientation = { orientation: 'marketing', because: ['segments have plans'] } as const;
const requirement = { segment: 'A', skill: 'negotiation', level: 4 };
const facts: readonly Past<PracticeEvents>[] = [
  { type: 'LeverAssessed', data: lever },
  { type: 'OrientationAssessed', data: orientation },
  { type: 'SkillRequirementSet', data: requirement },
];
const commands = [
  { type: 'AssessLever', data: lever },
  { type: 'AssessOrientation', data: orientation },
  { type: 'SetSkillRequirement', data: requirement },
] as const;

describe('how key accounts are managed', () => {
  it.each(commands.map((command, index) => [command, facts[index]!] as const))('is told once: %j', (command, fact) => {
    given().when(command, company).thenEvents(fact);
    given(fact).when(command, company).thenEvents();
  });

  it.each(commands)('is told to the company, of which there is one: $type', (command) => {
    given()
      .when(command, { stream: 'portfolio-other' })
      .thenRejected('UNKNOWN_PORTFOLIO', /told to company/);
  });

  it('asks for a skill in one segment without asking for it in another', () => {
    const other = { ...requirement, segment: 'B' };
    given(facts[2]!).when({ type: 'SetSkillRequirement', data: other }, company).thenEvents({ type: 'SkillRequirementSet', data: other });
    const lower = { ...requirement, level: 2 };
    given(facts[2]!).when({ type: 'SetSkillRequirement', data: lower }, company).thenEvents({ type: 'SkillRequirementSet', data: lower });
  });
});
