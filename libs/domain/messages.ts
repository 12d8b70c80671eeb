import { type CommandDeclaration, type EventDeclaration, type MessagesOf } from '#libs/kernel/messages.js';
import { alertCommands, alertEvents } from './alerts/messages.js';
import {
  amendmentCommands,
  amendmentEvents,
  employeeAmendmentCommands,
  portfolioAmendmentCommands,
  teamAmendmentCommands,
} from './amendments/messages.js';
import { commerceCommands, commerceEvents } from './commerce/messages.js';
import { complaintCommands, complaintEvents } from './complaints/messages.js';
import { cooperationCommands, cooperationEvents } from './cooperation/messages.js';
import { designationCommands, designationEvents } from './designation/messages.js';
import { employeeCommands, employeeEvents } from './employee/messages.js';
import { interactionCommands, interactionEvents } from './interactions/messages.js';
import { maturityCommands, maturityEvents } from './maturity/messages.js';
import { opportunityCommands, opportunityEvents } from './opportunities/messages.js';
import { ownershipCommands, ownershipEvents } from './ownership/messages.js';
import { policyCommands, policyEvents } from './policy/messages.js';
import { portfolioCommands, portfolioEvents } from './portfolio/messages.js';
import { practiceCommands, practiceEvents } from './practice/messages.js';
import { profileCommands, profileEvents } from './profile/messages.js';
import { programCommands, programEvents } from './programs/messages.js';
import { promiseCommands, promiseEvents } from './promises/messages.js';
import { relationshipCommands, relationshipEvents } from './relationship/messages.js';
import { resourceCommands, resourceEvents } from './resources/messages.js';
import { riskCommands, riskEvents } from './risk/messages.js';
import { skillCommands, skillEvents } from './skills/messages.js';
import { stakeholderCommands, stakeholderEvents } from './stakeholders/messages.js';
import { teamworkCommands, teamworkEvents } from './teamwork/messages.js';
import { teamCommands, teamEvents } from './team/messages.js';
import { valueCommands, valueEvents } from './value/messages.js';
import { walletCommands, walletEvents } from './wallet/messages.js';
import { voiceCommands, voiceEvents } from './voice/messages.js';
import { workCommands, workEvents } from './work-log/messages.js';

/** What the messages of one facet are declared as. */
export interface FacetMessages {
  readonly commands: Readonly<Record<string, CommandDeclaration>>;
  readonly events: Readonly<Record<string, EventDeclaration>>;
}

/** Every message by the category of its streams and by its facet: one line a facet. */
export const messagesByCategory = {
  account: {
    profile: { commands: profileCommands, events: profileEvents },
    ownership: { commands: ownershipCommands, events: ownershipEvents },
    stakeholders: { commands: stakeholderCommands, events: stakeholderEvents },
    interactions: { commands: interactionCommands, events: interactionEvents },
    relationship: { commands: relationshipCommands, events: relationshipEvents },
    maturity: { commands: maturityCommands, events: maturityEvents },
    cooperation: { commands: cooperationCommands, events: cooperationEvents },
    commerce: { commands: commerceCommands, events: commerceEvents },
    wallet: { commands: walletCommands, events: walletEvents },
    opportunities: { commands: opportunityCommands, events: opportunityEvents },
    promises: { commands: promiseCommands, events: promiseEvents },
    teamwork: { commands: teamworkCommands, events: teamworkEvents },
    complaints: { commands: complaintCommands, events: complaintEvents },
    voice: { commands: voiceCommands, events: voiceEvents },
    risk: { commands: riskCommands, events: riskEvents },
    designation: { commands: designationCommands, events: designationEvents },
    'work-log': { commands: workCommands, events: workEvents },
    value: { commands: valueCommands, events: valueEvents },
    resources: { commands: resourceCommands, events: resourceEvents },
    programs: { commands: programCommands, events: programEvents },
    alerts: { commands: alertCommands, events: alertEvents },
    amendments: { commands: amendmentCommands, events: amendmentEvents },
  },
  employee: {
    employee: { commands: employeeCommands, events: employeeEvents },
    skills: { commands: skillCommands, events: skillEvents },
    amendments: { commands: employeeAmendmentCommands, events: amendmentEvents },
  },
  team: {
    team: { commands: teamCommands, events: teamEvents },
    amendments: { commands: teamAmendmentCommands, events: amendmentEvents },
  },
  portfolio: {
    portfolio: { commands: portfolioCommands, events: portfolioEvents },
    practice: { commands: practiceCommands, events: practiceEvents },
    amendments: { commands: portfolioAmendmentCommands, events: amendmentEvents },
  },
  policy: { policy: { commands: policyCommands, events: policyEvents } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FacetMessages>>>>;

/** What a command is addressed to. */
export type Category = keyof typeof messagesByCategory;

type FacetsOf<C> = C extends Category ? (typeof messagesByCategory)[C][keyof (typeof messagesByCategory)[C]] : never;
type Gathered<Facet, Kind extends keyof FacetMessages> = Facet extends { readonly [K in Kind]: infer Declarations }
  ? (declared: MessagesOf<Declarations>) => void
  : never;
type AllOf<C extends Category, Kind extends keyof FacetMessages> =
  Gathered<FacetsOf<C>, Kind> extends (all: infer Messages) => void ? Messages : never;

/** Everything that can have happened to an account. */
export type AccountEvents = AllOf<'account', 'events'>;

/** Everything that may be asked of an account. */
export type AccountCommands = AllOf<'account', 'commands'>;

/** Everything that may be asked. */
export type AllCommands = AllOf<Category, 'commands'>;

/** Everything that can have happened. */
export type AllEvents = AllOf<Category, 'events'>;

const gathered = <Kind extends keyof FacetMessages>(kind: Kind, categories: readonly Category[]): FacetMessages[Kind] =>
  Object.assign(
    {},
    ...categories.flatMap((category) => Object.values(messagesByCategory[category]).map((facet: FacetMessages) => facet[kind])),
  );

const CATEGORIES = Object.keys(messagesByCategory) as readonly Category[];

/** The types of all events of an account. */
export const accountEventTypes = Object.keys(gathered('events', ['account'])) as readonly (keyof AccountEvents)[];

/** The declarations of all commands by type. */
export const commandDeclarations = gathered('commands', CATEGORIES) as { readonly [C in keyof AllCommands]: CommandDeclaration };

/** The declarations of all events by type. */
export const eventDeclarations = gathered('events', CATEGORIES) as { readonly [E in keyof AllEvents]: EventDeclaration };
