import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type EmployeeEvents } from '#libs/domain/employee/messages.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';
import { type AmendmentEvents } from '#libs/domain/amendments/messages.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';

/** A fact in the name of somebody who had left by then. */
export interface DepartedCredit {
  readonly accountId: string;
  readonly eventId: string;
  readonly type: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
}

/** Somebody who has left, with what was told in that name of a time after it. */
export interface DepartedCredits {
  readonly employeeId: string;
  readonly departedAt: Instant;
  readonly count: number;
  /** The latest {@link FACTS_MAX} that were told. */
  readonly facts: readonly DepartedCredit[];
}

/** Facts that one document names. */
export const FACTS_MAX = 100;

type Named = Pick<CommerceEvents, 'OrderRecorded' | 'InvoiceRecorded'>
  & Pick<InteractionEvents, 'InteractionRecorded'>
  & Pick<PromiseEvents, 'PromiseMade'>
  & Pick<OwnershipEvents, 'OwnerAssigned' | 'OwnershipTransferred' | 'BackupOwnerAssigned' | 'TeamMemberAdded'>;
type Amending = AmendmentEvents & Pick<InteractionEvents, 'InteractionRetracted'>;
type Events = Named & Pick<EmployeeEvents, 'EmployeeDeparted'> & Amending;

type Document = DepartedCredits | undefined;

/** Only who has left has a document: for everybody else this costs no write. */
const noted = (document: Document, event: Fact<Named>): Document => {
  const { occurredAt: at, recordedAt } = event.meta;
  if (document === undefined || at < document.departedAt) return document;
  const fact = { accountId: idOf(event.stream), eventId: event.id, type: event.type, at, recordedAt };
  return { ...document, count: document.count + 1, facts: [...document.facts, fact].slice(-FACTS_MAX) };
};

/** A fact that is told no more, or otherwise: of another time, or of somebody else. */
const amended = (document: Document, event: Fact<Amending>): Document => {
  const fact = event.amends;
  if (document === undefined || fact === undefined) return document;
  const { occurredAt, credit } = event.type === 'FactCorrected' ? event.data : {};
  if (fact.type === 'EmployeeDeparted') {
    if (event.type !== 'FactCorrected') return undefined;
    return occurredAt === undefined ? document : kept({ ...document, departedAt: occurredAt }, ({ at }) => at >= occurredAt);
  }
  const stays =
    event.type === 'FactCorrected'
    && (credit === undefined || credit.employeeId === document.employeeId)
    && (occurredAt === undefined || occurredAt >= document.departedAt);
  return stays ? document : kept(document, ({ eventId }) => eventId !== fact.id);
};

const kept = (document: DepartedCredits, stays: (fact: DepartedCredit) => boolean): DepartedCredits => {
  const facts = document.facts.filter(stays);
  return { ...document, facts, count: document.count - (document.facts.length - facts.length) };
};

/**
 * What was told in the name of somebody who had left by then. A decision looks at the person right before it is appended, and a
 * departure that is recorded in between slips through (docs/adr/0061): in the log it stands before the fact, so that it is found here.
 * What stood in the log before the departure was told was right when it was told, and is not in it.
 */
export const departedCredits: Projection<DepartedCredits, Events> = {
  name: 'departed-credits',
  version: 1,
  gathers: 'many-streams',
  indexes: [['count']],
  amendments: 'shown',
  keys: (event) => [...new Set(peopleIn(event.amends === undefined ? event : (event.amends as Fact<Events>)))],
  on: {
    EmployeeDeparted: (_, { stream, meta }) => ({ employeeId: idOf(stream), departedAt: meta.occurredAt, count: 0, facts: [] }),
    OrderRecorded: noted,
    InvoiceRecorded: noted,
    InteractionRecorded: noted,
    PromiseMade: noted,
    OwnerAssigned: noted,
    OwnershipTransferred: noted,
    BackupOwnerAssigned: noted,
    TeamMemberAdded: noted,
    FactWithdrawn: amended,
    FactCorrected: amended,
    InteractionRetracted: amended,
  },
};

const peopleIn = (event: Fact<Events>): readonly string[] => {
  switch (event.type) {
    case 'EmployeeDeparted':
      return [idOf(event.stream)];
    case 'OwnershipTransferred':
      return [event.data.to];
    case 'OwnerAssigned':
    case 'BackupOwnerAssigned':
    case 'TeamMemberAdded':
      return [event.data.employeeId];
    case 'InteractionRecorded':
      return [...credited(event.data.credit.employeeId), ...(event.data.ourPeople ?? [])];
    case 'OrderRecorded':
    case 'InvoiceRecorded':
    case 'PromiseMade':
      return credited(event.data.credit.employeeId);
    default:
      // Amendments of facts that name nobody here.
      return [];
  }
};

const credited = (employeeId: string | undefined): readonly string[] => (employeeId === undefined ? [] : [employeeId]);
