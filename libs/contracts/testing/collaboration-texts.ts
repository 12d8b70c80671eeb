import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type TeamworkEvents } from '#libs/domain/teamwork/messages.js';
import { type TextSamples } from './text-samples.js';

type Events = TeamworkEvents
  & Pick<InteractionEvents, 'AccountWorkshopHeld' | 'InteractionPlanDecided' | 'ExpertEngaged' | 'DissatisfactionDisclosed'>;

const STEPS = [{ what: 'Ask for their forecast', due: '2026-04-02' }];

/** How events about working together read. */
export const collaborationTexts: TextSamples<Events> = {
  AccountWorkshopHeld: [
    { workshopId: 'w', topic: 'Five years', ourPeople: ['ann'], stakeholders: ['eve'], credit: {} },
    {
      workshopId: 'w',
      topic: 'Five years',
      ourPeople: ['ann', 'ben'],
      executives: ['ben'],
      stakeholders: ['eve', 'kim'],
      durationMinutes: 240,
      outcome: 'one stock',
      credit: {},
    },
    'Five years: ann, ben with eve, kim. one stock.',
  ],
  InteractionPlanDecided: [
    { expertId: 'ann', present: 'by price', future: 'by value', steps: STEPS },
    { expertId: 'ann', present: 'They buy by price.', future: 'We keep their stock.', steps: STEPS },
    'They buy by price. To come: We keep their stock.',
  ],
  ExpertEngaged: [
    { expert: 'Dr Lang', topic: 'hydraulics' },
    { expert: 'Dr Lang', employeeId: 'lang', topic: 'hydraulics', reason: 'retrofit' },
    'Dr Lang on hydraulics: retrofit.',
  ],
  DissatisfactionDisclosed: [
    { what: 'Nobody asks us.' },
    { what: 'Nobody asks us.', stakeholderId: 'eve', interactionId: 'i', causes: ['ignored_opinion'] },
    'eve said: Nobody asks us.',
  ],
  CustomerInvitedToPlan: [{ stakeholders: ['eve'] }, { stakeholders: ['eve', 'kim'], about: 'next year' }, 'eve, kim: next year.'],
  ActionPlanned: [
    { actionId: 'a', what: 'Send drawings', due: '2026-04-01', stakeholderId: 'eve' },
    { actionId: 'a', what: 'Send drawings', due: '2026-04-01', employeeId: 'ann', department: 'service' },
    'Send drawings, due 2026-04-01, by ann (service).',
  ],
  ActionCompleted: [{ actionId: 'a' }, { actionId: 'a', result: 'sent' }, 'a: sent.'],
  ActionDropped: [{ actionId: 'a', reason: 'not needed' }, { actionId: 'a', reason: 'not needed' }, 'a: not needed.'],
  CommitmentMade: [
    { commitmentId: 'k', employeeId: 'ann', what: 'one visit a week', due: '2026-04-01' },
    { commitmentId: 'k', employeeId: 'ann', what: 'one visit a week', due: '2026-04-01' },
    'ann: one visit a week, until 2026-04-01.',
  ],
  CommitmentKept: [{ commitmentId: 'k', employeeId: 'ann' }, { commitmentId: 'k', employeeId: 'ann' }, 'ann: k.'],
  CommitmentBroken: [
    { commitmentId: 'k', employeeId: 'ann', reason: 'ill' },
    { commitmentId: 'k', employeeId: 'ann', reason: 'ill' },
    'ann: ill.',
  ],
};
