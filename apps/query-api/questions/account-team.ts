import { valueAt } from '#libs/domain/dated-line.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type AccountPeople } from '#libs/read-models/people-risk/people-risk.js';
import { type Task } from '#libs/read-models/task-board/task-board.js';

/** One of ours who works for an account. */
export interface TeamMember {
  readonly employeeId: string;
  readonly as: 'owner' | 'backup' | 'member';
  readonly department: string | null;
  readonly role: string | null;
  readonly commitment: string | null;
  readonly commitments: Commitments;
}

/** What somebody took upon oneself. */
export interface Commitments {
  readonly made: number;
  readonly kept: number;
  readonly broken: number;
  readonly overdue: number;
  /** Kept ÷ (kept + broken + overdue); null where nothing was due. */
  readonly keptRate: number | null;
}

/** What lies with a department. */
export interface DepartmentWork {
  readonly department: string;
  readonly members: number;
  readonly open: number;
  readonly overdue: number;
  readonly daysOverdueMax: number;
}

/** The team of an account, what is asked of its size, and where work is stuck. */
export interface AccountTeam {
  readonly members: readonly TeamMember[];
  readonly size: number;
  readonly departments: readonly DepartmentWork[];
  /** The account's part of all sales; null: nothing was sold. */
  readonly revenueShare: number | null;
  /** Large by policy `account-team`. */
  readonly large: boolean;
  readonly sizeMin: number | null;
  readonly sizeMissing: number;
  readonly departmentsMissing: number;
  /** Actions that lie with people of theirs, and their part of all. */
  readonly actionsOfTheirs: number;
  readonly coAuthoredShare: number | null;
}

const DAY_MS = 86_400_000;

/** The team as of a moment. */
export const accountTeam = (
  account: AccountPeople | undefined,
  tasks: readonly Task[],
  revenueShare: number | null,
  { at, ...asked }: { readonly at: Instant } & DueBy,
  policy: PolicyDocument<'account-team'>,
): AccountTeam => {
  const members = account === undefined ? [] : membersOf(account, tasks, at, asked);
  const departments = departmentsOf(members, tasks, asked);
  const staffed = departments.filter((one) => one.members > 0).length;
  const large = revenueShare !== null && revenueShare >= policy.largeRevenueShareMin;
  const actions = tasks.filter(({ kind }) => kind === 'action');
  const actionsOfTheirs = actions.filter(({ side }) => side === 'theirs').length;
  return {
    members,
    size: members.length,
    departments,
    revenueShare,
    large,
    sizeMin: large ? policy.sizeMin : null,
    sizeMissing: large ? Math.max(0, policy.sizeMin - members.length) : 0,
    departmentsMissing: large ? Math.max(0, policy.departmentsMin - staffed) : 0,
    actionsOfTheirs,
    coAuthoredShare: actions.length === 0 ? null : actionsOfTheirs / actions.length,
  };
};

const membersOf = (account: AccountPeople, tasks: readonly Task[], at: Instant, asked: DueBy): readonly TeamMember[] => {
  const [owner, backup] = [valueAt(account.owners, at), valueAt(account.backups, at)];
  const added = Object.entries(account.members).flatMap(([employeeId, line]) => {
    const member = valueAt(line, at);
    return member ? [[employeeId, member] as const] : [];
  });
  const known = new Map(added);
  const ids = [...new Set([owner, backup, ...known.keys()].filter((one) => one !== undefined))];
  return ids.map((employeeId) => ({
    employeeId,
    as: employeeId === owner ? 'owner' : employeeId === backup ? 'backup' : 'member',
    department: known.get(employeeId)?.department ?? null,
    role: known.get(employeeId)?.role ?? null,
    commitment: known.get(employeeId)?.commitment ?? null,
    commitments: commitmentsOf(
      tasks.filter((task) => task.kind === 'commitment' && task.employeeId === employeeId),
      asked,
    ),
  }));
};

/** The day that due days are counted to; nothing of the accounts that are closed is overdue. */
interface DueBy {
  readonly today: Day;
  readonly closed: ReadonlySet<string>;
}

const isOverdue = ({ accountId, status, due }: Task, { today, closed }: DueBy): boolean =>
  status === 'open' && due < today && !closed.has(accountId);

const commitmentsOf = (tasks: readonly Task[], asked: DueBy): Commitments => {
  const kept = tasks.filter(({ status }) => status === 'kept').length;
  const broken = tasks.filter(({ status }) => status === 'broken').length;
  const overdue = tasks.filter((task) => isOverdue(task, asked)).length;
  const due = kept + broken + overdue;
  return { made: tasks.length, kept, broken, overdue, keptRate: due === 0 ? null : kept / due };
};

const departmentsOf = (members: readonly TeamMember[], tasks: readonly Task[], asked: DueBy): readonly DepartmentWork[] => {
  const departmentOf = new Map(members.map(({ employeeId, department }) => [employeeId, department]));
  const lying = tasks.flatMap((task) => {
    const department = task.department ?? (task.employeeId === undefined ? undefined : departmentOf.get(task.employeeId));
    return department ? [{ department, task }] : [];
  });
  const names = new Set([...members.flatMap(({ department }) => department ?? []), ...lying.map(({ department }) => department)]);
  return [...names].toSorted().map((department) => {
    const open = lying.filter((one) => one.department === department && one.task.status === 'open').map(({ task }) => task);
    const late = open.filter((task) => isOverdue(task, asked)).map(({ due }) => (Date.parse(asked.today) - Date.parse(due)) / DAY_MS);
    return {
      department,
      members: members.filter((member) => member.department === department).length,
      open: open.length,
      overdue: late.length,
      daysOverdueMax: Math.max(0, ...late),
    };
  });
};
