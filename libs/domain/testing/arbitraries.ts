import fc from 'fast-check';
import { type EmployeeCommands } from '../employee/employee.js';
import { type InteractionDetails } from '../interactions/events.js';
import { type InteractionCommands } from '../interactions/interactions.js';
import { type OwnershipCommands } from '../ownership/ownership.js';
import { type ProfileCommands } from '../profile/profile.js';
import { type TeamCommands } from '../team/team.js';
import { type AllCommands } from '../registry.js';
import { CHANNELS, DIRECTIONS, SENTIMENTS } from '../values.js';
import { dealingsArbitraries } from './dealings-arbitraries.js';

/** Data for each command of a map. Pools are small, so that the commands of a sequence meet. */
export type Arbitraries<Commands> = { readonly [Type in keyof Commands]: fc.Arbitrary<Commands[Type]> };

/** Streams that commands of a simulation are sent to, by category, the main one first. */
export const STREAMS: Readonly<Record<string, readonly string[]>> = {
  account: ['account-acme', 'account-globex', 'account-initech'],
  employee: ['employee-ann', 'employee-bob', 'employee-cyd'],
  team: ['team-north', 'team-south'],
  policy: ['policy-stage-evidence'],
};

const oneOf = (...words: readonly string[]) => fc.constantFrom(...words);
const accountId = oneOf('acme', 'globex', 'initech');
const employeeId = oneOf('ann', 'bob', 'cyd');
const teamId = oneOf('north', 'south');
const reason = oneOf('as agreed', 'on second thoughts');
const name = oneOf('Acme', 'Acme AG');
const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-02-${String(number).padStart(2, '0')}`);
const checklist = fc.uniqueArray(oneOf('contacts', 'prices', 'promises'));

const profile: Arbitraries<ProfileCommands> = {
  OpenAccount: fc.record({ name, country: oneOf('DE'), splitFrom: accountId }, { requiredKeys: ['name'] }),
  RenameAccount: fc.record({ name, reason }, { requiredKeys: ['name'] }),
  UpdateDossierSection: fc.record(
    { section: oneOf('general', 'rivals'), fields: fc.dictionary(oneOf('founded', 'staff'), oneOf('1948', '250')), validAt: day },
    { requiredKeys: ['section', 'fields'] },
  ),
  SetParentAccount: fc.record({ parentId: fc.option(accountId) }),
  MergeAccounts: fc.record({ into: accountId, reason }),
  UnmergeAccount: fc.record({ reason }),
  SplitAccount: fc.record({ newAccountId: oneOf('initech', 'initrode'), reason }),
  CloseAccount: fc.record({ reason }),
  ReopenAccount: fc.record({ reason }),
};

const ownership: Arbitraries<OwnershipCommands> = {
  AssignOwner: fc.record({ employeeId, reason }, { requiredKeys: ['employeeId'] }),
  AssignBackupOwner: fc.record({ employeeId }),
  StartHandover: fc.record({ to: employeeId, checklist }),
  CompleteHandover: fc.record({ completed: checklist }),
  CancelHandover: fc.record({ reason }),
  AddTeamMember: fc.record(
    { employeeId, department: oneOf('logistics'), role: oneOf('planner', 'buyer'), commitment: oneOf('20%') },
    { requiredKeys: ['employeeId', 'department', 'role'] },
  ),
  RemoveTeamMember: fc.record({ employeeId, reason }, { requiredKeys: ['employeeId'] }),
  AssignTerritory: fc.record({ territory: oneOf('west', 'south'), effectiveFrom: day }, { requiredKeys: ['territory'] }),
};

const details: Arbitraries<Required<InteractionDetails>> = {
  channel: fc.constantFrom(...CHANNELS),
  direction: fc.constantFrom(...DIRECTIONS),
  ourPeople: fc.uniqueArray(employeeId),
  contacts: fc.uniqueArray(oneOf('Jo Doe', 'Mo Roe')),
  durationMinutes: fc.constantFrom(15, 30),
  topics: fc.uniqueArray(oneOf('prices', 'delivery')),
  sentiment: fc.constantFrom(...SENTIMENTS),
  outcome: oneOf('order', 'offer'),
  summary: oneOf('They want more.'),
  executive: fc.boolean(),
};
const interactionId = oneOf('i-1', 'i-2');

const interactions: Arbitraries<InteractionCommands> = {
  RecordInteraction: fc.record({ ...details, interactionId }, { requiredKeys: ['channel'] }),
  CorrectInteraction: fc.record({ interactionId, changes: fc.record(details, { requiredKeys: [] }), reason }),
  RetractInteraction: fc.record({ interactionId, reason }),
  PrepareMeeting: fc.record(
    { meetingId: oneOf('m-1'), plannedFor: day.map((on) => `${on}T09:00:00.000Z`), checklist, brief: reason },
    { requiredKeys: ['checklist'] },
  ),
};

const employee: Arbitraries<EmployeeCommands> = {
  RegisterEmployee: fc.record({ name, title: oneOf('KAM'), city: oneOf('Ulm'), reportsTo: employeeId }, { requiredKeys: ['name'] }),
  JoinTeam: fc.record({ teamId, role: oneOf('lead', 'member') }, { requiredKeys: ['teamId'] }),
  LeaveTeam: fc.record({ reason }, { requiredKeys: [] }),
  SetServiceCapacity: fc.record({ keyAccountsMax: fc.constantFrom(5, 8) }),
  RecordEmployeeDeparture: fc.record({ reason }, { requiredKeys: [] }),
};

const team: Arbitraries<TeamCommands> = {
  FormTeam: fc.record({ name, region: oneOf('EU') }, { requiredKeys: ['name'] }),
  RenameTeam: fc.record({ name }),
  SetTeamTarget: fc.record({ kpi: oneOf('revenue', 'margin'), period: oneOf('2026', '2026-Q1', 'soon'), value: oneOf('7', '0.5', 'much') }),
  DisbandTeam: fc.record({ reason }),
};

/** Data for every command, by its type. */
export const commandArbitraries: Arbitraries<AllCommands> = {
  ...profile,
  ...ownership,
  ...interactions,
  ...employee,
  ...team,
  ...dealingsArbitraries,
};
