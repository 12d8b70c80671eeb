import { need, type Context, type Decision, type Facet } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { reject } from '#libs/kernel/rejection.js';
import { insertBySince, teamAt } from '../credit.js';
import { type Team } from '../team/team.js';
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
  /** Sorted by `since`; `teamId: null` is a time without a team. The team at a moment is the last one that began at or before it. */
  readonly memberships: readonly Membership[];
  readonly keyAccountsMax?: number;
}

interface Membership {
  readonly teamId: string | null;
  readonly since: Instant;
  readonly role?: string;
}

/** Why a command may be refused. */
export type EmployeeCode =
  'EMPLOYEE_NOT_FOUND' | 'EMPLOYEE_ALREADY_REGISTERED' | 'EMPLOYEE_DEPARTED' | 'UNKNOWN_TEAM' | 'TEAM_DISBANDED' | 'NOT_IN_A_TEAM';

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

    JoinTeam: whenActive(({ data, stream, occurredAt }, person, context) => {
      const present = person.memberships.findLast(({ since }) => since <= occurredAt);
      if (present?.teamId === data.teamId && (data.role ?? present.role) === present.role) return [];
      const team = context.other<{ readonly team: Team }>(`team-${data.teamId}`)?.team;
      if (team === undefined) return need(`team-${data.teamId}`);
      if (team.stage === 'absent')
        return reject('UNKNOWN_TEAM', `There is no team ${data.teamId}: form it with FormTeam, or check the id.`, '/teamId');
      if (team.stage === 'disbanded' && team.disbandedAt <= occurredAt) {
        const on = team.disbandedAt.slice(0, 10);
        return reject('TEAM_DISBANDED', `Team ${data.teamId} was disbanded on ${on}: ${idOf(stream)} can join another team.`, '/teamId');
      }
      const from = teamAt(person, occurredAt);
      return [{ type: 'TeamJoined', data: { ...data, ...(from === undefined || from === data.teamId ? {} : { from }) } }];
    }),

    LeaveTeam: whenActive(({ data, stream, occurredAt }, person) => {
      const teamId = teamAt(person, occurredAt);
      if (teamId !== undefined) return [{ type: 'TeamLeft', data: { teamId, ...data } }];
      return reject('NOT_IN_A_TEAM', `Employee ${idOf(stream)} was in no team at ${occurredAt}: check the time, or record JoinTeam first.`);
    }),

    SetServiceCapacity: whenActive(({ data }, person) =>
      person.keyAccountsMax === data.keyAccountsMax ? [] : [{ type: 'ServiceCapacitySet', data }],
    ),

    RecordEmployeeDeparture: ({ data, stream }, state) => {
      if (state.employee.stage === 'absent') return unregistered(stream);
      return state.employee.stage === 'departed' ? [] : [{ type: 'EmployeeDeparted', data }];
    },
  },

  evolve: {
    EmployeeRegistered: (_, { data }) => ({ stage: 'active', ...data, memberships: [] }),
    TeamJoined: (state, { data, meta }) =>
      join(state, { teamId: data.teamId, since: meta.occurredAt, ...(data.role === undefined ? {} : { role: data.role }) }),
    TeamLeft: (state, { meta }) => join(state, { teamId: null, since: meta.occurredAt }),
    ServiceCapacitySet: (state, { data }) => (state.stage === 'absent' ? state : { ...state, keyAccountsMax: data.keyAccountsMax }),
    EmployeeDeparted: (state, { meta: { occurredAt } }) =>
      state.stage === 'absent'
        ? state
        : {
            ...state,
            stage: 'departed',
            departedAt: occurredAt,
            // Nothing that was to come later holds for someone who is gone.
            memberships: [...state.memberships.filter(({ since }) => since < occurredAt), { teamId: null, since: occurredAt }],
          },
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

const join = (state: Employee, membership: Membership): Employee =>
  state.stage === 'absent' ? state : { ...state, memberships: insertBySince(state.memberships, membership) };
