import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';
import { type TeamworkEvents } from '#libs/domain/teamwork/messages.js';
import { type Deeds, type Known, of } from './known.js';
import { CONTACTS } from './stakeholder-deeds.js';

const next = (account: Known, letter: string): string => `${letter}-${(account.made += 1)}`;

/** One of those that were told so far, or one that never was. */
const earlier = ({ made }: Known, letter: string, pick: number): string => `${letter}-${1 + ((made + pick) % (made + 1))}`;

/** What happens in the work on an account. */
export const teamworkDeeds: Deeds<
  TeamworkEvents
    & Pick<InteractionEvents, 'AccountWorkshopHeld' | 'MeetingPrepared' | 'InteractionPlanDecided'>
    & Pick<OwnershipEvents, 'TerritoryAssigned'>
> = {
  TerritoryAssigned: (_, pick) => ({
    type: 'TerritoryAssigned',
    data: { territory: of(['nordics', 'iberia', 'alps'], pick), effectiveFrom: `2025-0${1 + (pick % 9)}-15` },
  }),
  MeetingPrepared: (_, pick) => ({ type: 'MeetingPrepared', data: { meetingId: `m-${pick}`, checklist: [`item ${pick}`] } }),
  AccountWorkshopHeld: (account, pick) => ({
    type: 'AccountWorkshopHeld',
    data: { workshopId: next(account, 'w'), topic: 'next year', ourPeople: ['ann', 'ben'], stakeholders: [of(CONTACTS, pick)], credit: {} },
  }),
  InteractionPlanDecided: (_, pick) => ({
    type: 'InteractionPlanDecided',
    data: { expertId: 'ann', present: 'parts', future: 'service', steps: [{ what: `step ${pick}`, due: '2025-08-01' }] },
  }),
  ActionPlanned: (account, pick) => ({
    type: 'ActionPlanned',
    data: {
      actionId: next(account, 'a'),
      what: 'call',
      due: '2025-08-01',
      ...(pick % 2 === 0 ? { employeeId: 'ann' } : { stakeholderId: 'eve' }),
    },
  }),
  ActionCompleted: (account, pick) => ({ type: 'ActionCompleted', data: { actionId: earlier(account, 'a', pick) } }),
  ActionDropped: (account, pick) => ({ type: 'ActionDropped', data: { actionId: earlier(account, 'a', pick), reason: 'no need' } }),
  CommitmentMade: (account, pick) => ({
    type: 'CommitmentMade',
    data: { commitmentId: next(account, 'k'), employeeId: of(['ann', 'ben'], pick), what: 'a visit', due: '2025-08-01' },
  }),
  CommitmentKept: (account, pick) => ({ type: 'CommitmentKept', data: { commitmentId: earlier(account, 'k', pick), employeeId: 'ann' } }),
  CommitmentBroken: (account, pick) => ({
    type: 'CommitmentBroken',
    data: { commitmentId: earlier(account, 'k', pick), employeeId: 'ann', reason: 'ill' },
  }),
};
