import { type Changes } from '#libs/kernel/amend.js';
import { retoldState } from '#libs/kernel/amended-history.js';
import { type Aggregate, type Command, type Context, type Decided, isNeed, need, type Need, type State } from '#libs/kernel/decider.js';
import { type Fact, idOf, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf } from '../credit.js';
import { present } from '../dated-line.js';
import { type Employee } from '../employee/employee.js';
import { type EmployeeEvents } from '../employee/messages.js';
import { type Ownership } from '../ownership/ownership.js';
import { type CapacityPolicy } from '../policy/documents.js';
import { type Profile } from '../profile/profile.js';
import { designatedNow, type Designation } from './state.js';

/** What a person would serve with one key account more, and can serve. */
export interface Capacity {
  readonly employeeId: string;
  readonly keyAccounts: number;
  readonly keyAccountsMax: number;
  /** The policy that says so, where the person has no capacity of the own. */
  readonly policy?: string;
}

/** The capacity of a person as of now: the own, else what policy `capacity` says. */
export const capacityOf = (employeeId: string, employee: Employee, context: Context): Capacity => {
  const { capacity, keyAccounts = [] } = employee.stage === 'absent' ? { capacity: [] } : employee;
  const own = present(capacity);
  const { ref, document } = context.policy<CapacityPolicy>('capacity');
  return {
    employeeId,
    keyAccounts: keyAccounts.length + 1,
    keyAccountsMax: own ?? document.keyAccountsMax,
    ...(own === undefined ? { policy: ref } : {}),
  };
};

/** Who serves an account as a key account at present: the owner, while it is open and designated. */
export const servedBy = (state: State): string | undefined => {
  const { profile, ownership, designation } = state as {
    readonly profile: Profile;
    readonly ownership: Ownership;
    readonly designation: Designation;
  };
  if (profile.stage !== 'open' || designatedNow(designation) === undefined) return undefined;
  return present(ownership.owners);
};

/**
 * Tells the people whom a command makes serve a key account, or serve it no more, by events in their own streams: a designation, a
 * retirement, a transfer, a closing, a merger, a correction of any of them. Such a command concerns several streams and is coordinated
 * (docs/adr/0073); all others are as they were.
 */
export const withLoads = (account: Aggregate): Aggregate => ({
  ...account,
  decide: (command, state, context) => {
    const decision = account.decide(command, state, context);
    if (isNeed(decision) || isRejection(decision) || decision.length === 0) return decision;
    const moved = movedLoad(account, command, decision, state, context);
    return isNeed(moved) ? moved : [...decision, ...moved];
  },
});

const LOADS: ReadonlySet<string> = new Set<keyof EmployeeEvents>(['KeyAccountTakenOn', 'KeyAccountReleased']);

/** Refuses to withdraw or correct in a person's history what follows from an account's. */
export const refuseLoad = ({ type, version }: Pick<RecordedEvent, 'type' | 'version'>): Rejection<'FACT_CONCERNS_OTHERS'> | undefined => {
  if (!LOADS.has(type)) return undefined;
  const fix = "amend the account's designation or ownership with WithdrawFact or CorrectFact";
  return reject('FACT_CONCERNS_OTHERS', `${type}, version ${version}, follows from the history of an account: ${fix}.`, '/fact');
};

type Told = readonly Decided<MessageMap>[];

const movedLoad = (account: Aggregate, command: Command<MessageMap>, decided: Told, state: State, context: Context): Told | Need => {
  const [before, after] = [servedBy(state), servedBy(stateAfter(account, command, decided, state, context))];
  if (before === after) return [];
  const asked = [before, after].filter((employeeId) => employeeId !== undefined && employeeOf(context, employeeId) === undefined);
  if (asked.length > 0) return need(...asked.map((employeeId) => `employee-${employeeId}`));
  const accountId = idOf(command.stream);
  return [...released(before, accountId, context), ...takenOn(after, accountId, context)];
};

const released = (employeeId: string | undefined, accountId: string, context: Context): Told => {
  if (employeeId === undefined || employeeOf(context, employeeId)!.stage === 'absent') return [];
  const data: EmployeeEvents['KeyAccountReleased'] = { accountId };
  return [{ type: 'KeyAccountReleased', stream: `employee-${employeeId}`, data }];
};

const takenOn = (employeeId: string | undefined, accountId: string, context: Context): Told => {
  const employee = employeeId === undefined ? undefined : employeeOf(context, employeeId);
  if (employeeId === undefined || employee === undefined || employee.stage === 'absent') return [];
  const { keyAccounts, keyAccountsMax, policy } = capacityOf(employeeId, employee, context);
  const data: EmployeeEvents['KeyAccountTakenOn'] = { accountId, keyAccounts, keyAccountsMax };
  return [{ type: 'KeyAccountTakenOn', stream: `employee-${employeeId}`, data, ...(policy === undefined ? {} : { policy }) }];
};

/** The account's state once the decided events stand in its own stream. */
const stateAfter = (account: Aggregate, command: Command<MessageMap>, decided: Told, state: State, context: Context): State => {
  const { stream, occurredAt } = command;
  return decided
    .filter((event) => (event.stream ?? stream) === stream)
    .reduce<State>((known, { type, data }) => {
      const { fact } = data as Changes;
      const retold = typeof fact === 'string' ? retoldState(context, fact, type) : undefined;
      return retold ?? account.evolve(known, { type, data, stream, meta: { occurredAt } } as unknown as Fact<MessageMap>);
    }, state);
};
