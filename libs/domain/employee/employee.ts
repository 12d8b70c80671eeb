import { type Context, type Decision, type Facet, type Violation } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { reject } from '#libs/kernel/rejection.js';
import { teamAt } from '../credit.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { type EmployeeCommands, type EmployeeEvents } from './messages.js';

/** A union of stages. Who has left stays known: the figures of the past are theirs. */
export type Employee =
  | { readonly stage: 'absent' }
  | (Person & { readonly stage: 'active' })
  | (Person & { readonly stage: 'departed'; readonly departedAt: Instant });

interface Person {
  readonly name: string;
  readonly title?: string;
  readonly city?: string;
  readonly reportsTo?: string;
  readonly registeredAt: Instant;
  /** Told in any order. What lies after a departure does not hold. */
  readonly memberships: DatedLine<Membership>;
  /** Key accounts that the person can serve at once. */
  readonly capacity: DatedLine<number>;
  /** Key accounts that the person serves, where there ever was one; in the order of the log, since it is about now. */
  readonly keyAccounts?: readonly string[];
}

/** A time in a team, or, by `teamId: null`, in none. */
interface Membership {
  readonly teamId: string | null;
  readonly role?: string;
}

/** Why a command may be refused. */
export type EmployeeCode =
  'EMPLOYEE_NOT_FOUND' | 'EMPLOYEE_ALREADY_REGISTERED' | 'EMPLOYEE_DEPARTED' | 'DEPARTURE_BEFORE_REGISTRATION' | 'NOT_IN_A_TEAM';

/** A person from registration to departure, with the teams of every time between. */
export const employee: Facet<'employee', Employee, EmployeeCommands, EmployeeEvents, EmployeeCode> = {
  name: 'employee',
  initial: { stage: 'absent' },

  decide: {
    RegisterEmployee: ({ data, stream, occurredAt }, state) => {
      const { employee: known } = state;
      if (known.stage === 'absent') return [{ type: 'EmployeeRegistered', data }];
      if (hasLeft(known, occurredAt)) return gone(stream, known.departedAt);
      if (REGISTERED.every((field) => known[field] === data[field])) return [];
      return reject(
        'EMPLOYEE_ALREADY_REGISTERED',
        `Employee ${idOf(stream)} is registered as ${known.name} with other particulars: choose another id for another person.`,
      );
    },

    JoinTeam: whenActive(({ data, occurredAt }, person) => {
      const known = valueAt(person.memberships, occurredAt);
      if (known?.teamId === data.teamId && (data.role ?? known.role) === known.role) return [];
      const from = teamAt(person, occurredAt);
      return [{ type: 'TeamJoined', data: { ...data, ...(from === undefined || from === data.teamId ? {} : { from }) } }];
    }),

    LeaveTeam: whenActive(({ data, stream, occurredAt }, person) => {
      const teamId = teamAt(person, occurredAt);
      const next = person.memberships.find(({ since }) => since > occurredAt);
      if (teamId !== undefined && next?.value.teamId !== null) return [{ type: 'TeamLeft', data: { teamId, ...data } }];
      const fix = teamId === undefined ? 'check the time, or record JoinTeam first' : 'correct that with CorrectEmployeeFact';
      const why = teamId === undefined ? `was in no team at ${occurredAt}` : `left ${teamId} on ${next!.since.slice(0, 10)} already`;
      return reject('NOT_IN_A_TEAM', `Employee ${idOf(stream)} ${why}: ${fix}.`);
    }),

    SetServiceCapacity: whenActive(({ data, occurredAt }, person) =>
      valueAt(person.capacity, occurredAt) === data.keyAccountsMax ? [] : [{ type: 'ServiceCapacitySet', data }],
    ),

    RecordEmployeeDeparture: ({ data, stream, occurredAt }, { employee: known }) => {
      if (known.stage === 'absent') return unregistered(stream);
      if (known.stage === 'departed') return [];
      if (occurredAt >= known.registeredAt) return [{ type: 'EmployeeDeparted', data }];
      const since = known.registeredAt.slice(0, 10);
      const fix = 'correct occurredAt, or the date of the registration with CorrectEmployeeFact';
      return reject('DEPARTURE_BEFORE_REGISTRATION', `Employee ${idOf(stream)} has been registered since ${since}: ${fix}.`);
    },
  },

  evolve: {
    EmployeeRegistered: (_, { data, meta }) => ({
      stage: 'active',
      ...data,
      registeredAt: meta.occurredAt,
      memberships: [],
      capacity: [],
    }),
    TeamJoined: (state, { data: { teamId, role }, meta }) =>
      join(state, { teamId, ...(role === undefined ? {} : { role }) }, meta.occurredAt),
    TeamLeft: (state, { meta }) => join(state, { teamId: null }, meta.occurredAt),
    ServiceCapacitySet: (state, { data, meta }) =>
      state.stage === 'absent' ? state : { ...state, capacity: withValue(state.capacity, data.keyAccountsMax, meta.occurredAt) },
    KeyAccountTakenOn: (state, { data: { accountId } }) =>
      serve(state, (known) => [...known.filter((one) => one !== accountId), accountId]),
    KeyAccountReleased: (state, { data: { accountId } }) => serve(state, (known) => known.filter((one) => one !== accountId)),
    EmployeeDeparted: (state, { meta: { occurredAt } }) =>
      state.stage === 'absent' ? state : { ...state, stage: 'departed', departedAt: occurredAt },
  },

  invariants: ({ employee: person }) => {
    if (person.stage === 'absent') return [];
    const { registeredAt, memberships } = person;
    const left = memberships.flatMap(({ value, since }, index): readonly Violation[] => {
      if (value.teamId !== null || (memberships[index - 1]?.value.teamId ?? null) !== null) return [];
      const detail = `A team was left on ${since.slice(0, 10)} without being in one.`;
      return [{ code: 'TEAM_LEFT_BEFORE_JOINED', subject: since, detail }];
    });
    if (person.stage !== 'departed' || person.departedAt >= registeredAt) return left;
    const detail = `The departure of ${person.departedAt.slice(0, 10)} lies before the registration of ${registeredAt.slice(0, 10)}.`;
    return [...left, { code: 'DEPARTURE_BEFORE_REGISTRATION', subject: 'departure', detail }];
  },
};

/** What registering states. */
const REGISTERED = ['name', 'title', 'city', 'reportsTo'] as const;

type Registered = Exclude<Employee, { stage: 'absent' }>;
type Departed = Extract<Employee, { stage: 'departed' }>;
type Answer = Decision<EmployeeEvents, EmployeeCode>;

/** Whether somebody had left by then. What happened before a departure may be told after it. */
const hasLeft = (person: Registered, at: Instant): person is Departed => person.stage === 'departed' && person.departedAt <= at;

/** A rule for people who were with us at that time; refuses the others. */
function whenActive<Asked extends { readonly stream: string; readonly occurredAt: Instant }>(
  rule: (command: Asked, person: Registered, context: Context) => Answer,
) {
  return (command: Asked, { employee: person }: { readonly employee: Employee }, context: Context): Answer => {
    if (person.stage === 'absent') return unregistered(command.stream);
    return hasLeft(person, command.occurredAt) ? gone(command.stream, person.departedAt) : rule(command, person, context);
  };
}

const unregistered = (stream: string) =>
  reject('EMPLOYEE_NOT_FOUND', `There is no employee ${idOf(stream)}: register the person with RegisterEmployee, or check the id.`);

const gone = (stream: string, departedAt: Instant) =>
  reject(
    'EMPLOYEE_DEPARTED',
    `Employee ${idOf(stream)} left on ${departedAt.slice(0, 10)} and takes nothing from then on: correct occurredAt, or register who comes next under another id.`,
  );

const serve = (state: Employee, change: (known: readonly string[]) => readonly string[]): Employee =>
  state.stage === 'absent' ? state : { ...state, keyAccounts: change(state.keyAccounts ?? []) };

const join = (state: Employee, membership: Membership, since: Instant): Employee =>
  state.stage === 'absent' ? state : { ...state, memberships: withValue(state.memberships, membership, since) };
