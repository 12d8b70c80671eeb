import { type AccountEvents } from '#libs/domain/messages.js';
import { type TextSamples } from './text-samples.js';

const EUR = { amount: '440.00', currency: 'EUR' };
const TOTAL = { contactStructure: 2, functions: 2, executiveCadence: 2, offering: 2, informationSharing: 2, trust: 2 };

type Events = Pick<
  AccountEvents,
  | 'AccountOpened'
  | 'AccountRenamed'
  | 'DossierSectionUpdated'
  | 'ParentAccountSet'
  | 'AccountsMerged'
  | 'AccountAbsorbed'
  | 'AccountUnmerged'
  | 'AccountReleased'
  | 'AccountSplitOff'
  | 'AccountSplit'
  | 'AccountClosed'
  | 'AccountReopened'
  | 'OwnerAssigned'
  | 'OwnershipTransferred'
  | 'BackupOwnerAssigned'
  | 'HandoverStarted'
  | 'HandoverCompleted'
  | 'HandoverCancelled'
  | 'TeamMemberAdded'
  | 'TeamMemberRemoved'
  | 'TerritoryAssigned'
  | 'InteractionRecorded'
  | 'InteractionCorrected'
  | 'InteractionRetracted'
  | 'MeetingPrepared'
  | 'RelationshipAssessed'
  | 'RelationshipStageChanged'
  | 'AccountGoalSet'
  | 'AccountStrategySet'
  | 'AccountPlanShared'
  | 'AccountPlanAcknowledged'
  | 'InitiativePlanned'
  | 'InitiativeAnnounced'
  | 'JointInitiativeStarted'
  | 'JointInitiativeMeasured'
  | 'ForecastShared'
  | 'DataSharingAgreed'
  | 'FactWithdrawn'
  | 'FactCorrected'
>;

/** The least that each event can say, the most, and how the most reads. */
export const accountTexts: TextSamples<Events> = {
  AccountOpened: [
    { name: 'Acme' },
    { name: 'Acme', industry: 'Retail', segment: 'A', country: 'DE', city: 'Ulm', splitFrom: 'big' },
    'Acme, Retail, Ulm, DE, split from big.',
  ],
  AccountRenamed: [{ name: 'New', previous: 'Old' }, { name: 'New', previous: 'Old', reason: 'merger' }, 'From Old to New: merger.'],
  DossierSectionUpdated: [
    { section: 'finance', fields: {} },
    { section: 'finance', fields: { rating: 'AA', bank: 'KfW' }, validAt: '2026-01-01' },
    'Section finance: rating AA, bank KfW.',
  ],
  ParentAccountSet: [{ parentId: null, previous: 'big' }, { parentId: 'big', previous: null }, 'Part of big.'],
  AccountsMerged: [{ into: 'big', reason: 'bought' }, { into: 'big', reason: 'bought' }, 'Lives on as big: bought.'],
  AccountAbsorbed: [{ accountId: 'small', reason: 'bought' }, { accountId: 'small', reason: 'bought' }, 'small lives on here: bought.'],
  AccountUnmerged: [{ from: 'big', reason: 'mistake' }, { from: 'big', reason: 'mistake' }, 'Stands apart from big again: mistake.'],
  AccountReleased: [
    { accountId: 'small', reason: 'mistake' },
    { accountId: 'small', reason: 'mistake' },
    'small stands apart again: mistake.',
  ],
  AccountSplitOff: [{ from: 'big', reason: 'sold' }, { from: 'big', reason: 'sold' }, 'To be opened as a part of big: sold.'],
  AccountSplit: [{ newAccountId: 'small', reason: 'sold' }, { newAccountId: 'small', reason: 'sold' }, 'small goes its own way: sold.'],
  AccountClosed: [{ reason: 'Bankrupt.' }, { reason: 'bankrupt' }, 'bankrupt.'],
  AccountReopened: [{ reason: 'rescued' }, { reason: 'rescued' }, 'rescued.'],
  OwnerAssigned: [{ employeeId: 'ann' }, { employeeId: 'ann', reason: 'new' }, 'ann is in charge: new.'],
  OwnershipTransferred: [{ from: 'ann', to: 'ben' }, { from: 'ann', to: 'ben', reason: 'leave' }, 'From ann to ben: leave.'],
  BackupOwnerAssigned: [{ employeeId: 'ben' }, { employeeId: 'ben' }, 'ben stands in.'],
  HandoverStarted: [
    { from: 'ann', to: 'ben', checklist: [] },
    { from: 'ann', to: 'ben', checklist: ['prices', 'people'] },
    'From ann to ben, to pass on: prices, people.',
  ],
  HandoverCompleted: [
    { from: 'ann', to: 'ben', checklist: [] },
    { from: 'ann', to: 'ben', checklist: ['prices'] },
    'From ann to ben, passed on: prices.',
  ],
  HandoverCancelled: [
    { from: 'ann', to: 'ben', reason: 'ben stays' },
    { from: 'ann', to: 'ben', reason: 'ben stays' },
    'From ann to ben, because: ben stays.',
  ],
  TeamMemberAdded: [
    { employeeId: 'cid', department: 'logistics', role: 'planner' },
    { employeeId: 'cid', department: 'logistics', role: 'planner', commitment: 'weekly call' },
    'cid as planner (logistics), committed to: weekly call.',
  ],
  TeamMemberRemoved: [{ employeeId: 'cid' }, { employeeId: 'cid', reason: 'left' }, 'cid: left.'],
  TerritoryAssigned: [
    { territory: 'north', effectiveFrom: '2026-01-01' },
    { territory: 'north', effectiveFrom: '2026-01-01', previous: 'west' },
    'north from 2026-01-01, before west.',
  ],
  InteractionRecorded: [
    { interactionId: 'i', channel: 'mail', credit: {} },
    {
      interactionId: 'i',
      channel: 'meeting',
      direction: 'outbound',
      ourPeople: ['ann'],
      contacts: ['Eve', 'Fay'],
      durationMinutes: 45,
      topics: ['prices', 'delivery'],
      sentiment: 'positive',
      outcome: 'agreed',
      summary: 'They were glad!',
      executive: true,
      credit: { employeeId: 'ann', teamId: 'north' },
    },
    'Outbound meeting with Eve, Fay about prices, delivery. They were glad! agreed.',
  ],
  InteractionCorrected: [
    { interactionId: 'i', corrects: 'e', changes: {}, reason: 'typo' },
    { interactionId: 'i', corrects: 'e', changes: { outcome: 'agreed', topics: [] }, reason: 'misheard' },
    'Corrected outcome, topics: misheard.',
  ],
  InteractionRetracted: [
    { interactionId: 'i', retracts: 'e', reason: 'twice' },
    { interactionId: 'i', retracts: 'e', reason: 'twice' },
    'twice.',
  ],
  MeetingPrepared: [
    { meetingId: 'm', checklist: [] },
    { meetingId: 'm', plannedFor: '2026-03-01T09:00:00.000Z', checklist: ['dossier'], brief: 'be kind' },
    'For 2026-03-01; prepared: dossier. be kind.',
  ],
  RelationshipAssessed: [
    { scores: TOTAL, total: 12, supports: 'value' },
    { scores: TOTAL, total: 12, supports: 'value' },
    '12 of 24 points, as many as value asks for.',
  ],
  RelationshipStageChanged: [
    { from: 'transactional', to: 'value', direction: 'advance' },
    {
      from: 'value',
      to: 'strategic',
      direction: 'advance',
      reason: 'alliance',
      override: { reason: 'the board', missing: ['score', 'plan'] },
    },
    'From value to strategic: alliance. Overridden (the board) although missing: score, plan.',
  ],
  AccountGoalSet: [
    { horizon: 'short', goal: 'two lines' },
    { horizon: 'long', goal: 'sole supplier', due: '2030-01-01' },
    'Long-term: sole supplier, by 2030-01-01.',
  ],
  AccountStrategySet: [{ horizonYears: 5, goals: [] }, { horizonYears: 5, goals: ['trust', 'growth'] }, 'For 5 years: trust, growth.'],
  AccountPlanShared: [{ planVersion: '2026', sharedWith: [] }, { planVersion: '2026', sharedWith: ['Eve'] }, '2026 with Eve.'],
  AccountPlanAcknowledged: [{ planVersion: '2026', by: 'Eve' }, { planVersion: '2026', by: 'Eve' }, '2026 by Eve.'],
  InitiativePlanned: [
    { initiativeId: 'n', title: 'Depot', startsOn: '2026-04-01' },
    { initiativeId: 'n', title: 'Depot', startsOn: '2026-04-01' },
    'Depot, from 2026-04-01.',
  ],
  InitiativeAnnounced: [{ initiativeId: 'n', noticeDays: 1 }, { initiativeId: 'n', noticeDays: 30 }, 'n, 30 days ahead.'],
  JointInitiativeStarted: [{ initiativeId: 'n', title: 'Depot' }, { initiativeId: 'n', title: 'Depot' }, 'Depot.'],
  JointInitiativeMeasured: [
    { initiativeId: 'n', metric: 'stock', value: '-12 %' },
    { initiativeId: 'n', metric: 'stock', value: '-12 %' },
    'n: stock -12 %.',
  ],
  ForecastShared: [
    { horizonMonths: 1, quantities: {} },
    { horizonMonths: 6, quantities: { bolts: '5000 pcs' } },
    'Over 6 months: bolts 5000 pcs.',
  ],
  DataSharingAgreed: [{ scope: 'sell-out' }, { scope: 'sell-out' }, 'sell-out.'],
  FactWithdrawn: [{ fact: 'e', reason: 'twice' }, { fact: 'e', reason: 'twice' }, 'twice.'],
  FactCorrected: [
    { fact: 'e', reason: 'misread' },
    { fact: 'e', changes: { net: EUR }, occurredAt: '2026-03-01T09:00:00.000Z', credit: {}, reason: 'misread' },
    'net 440.00 EUR. It happened on 2026-03-01. Misread.',
  ],
};
