import { type AmendedCredit } from '#libs/kernel/amend.js';
import { type CreditQuestion } from '#libs/kernel/amending.js';
import { isNeed, need, type Context, type Need, type State } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { valueAt } from './dated-line.js';
import { businessDay } from './days.js';
import { type Employee } from './employee/employee.js';
import { type Ownership } from './ownership/ownership.js';
import { type Credit } from './values.js';

/** The owner of an account at a moment of business time. */
export const ownerAt = ({ owners }: Pick<Ownership, 'owners'>, at: Instant): string | undefined => valueAt(owners, at);

/** The team of an employee at a moment of business time; who has left is in none. */
export const teamAt = (employee: Employee, at: Instant): string | undefined => {
  if (employee.stage === 'absent' || (employee.stage === 'departed' && employee.departedAt <= at)) return undefined;
  return valueAt(employee.memberships, at)?.teamId ?? undefined;
};

/** What the stream of an employee says; `undefined` while it was not asked for. */
export const employeeOf = (context: Context, employeeId: string): Employee | undefined =>
  context.other<{ readonly employee: Employee }>(`employee-${employeeId}`)?.employee;

/**
 * Whom a fact counts for: the named employee, or nobody (`null`), else the owner at that time, with the team of that time; and the
 * territory that the account belongs to on that day.
 * It is decided once and stored with the fact, so that no later reassignment restates the past.
 */
export const creditAt = (
  ownership: Ownership,
  context: Context,
  at: Instant,
  named?: string | null,
): Credit | Need | Rejection<'UNKNOWN_EMPLOYEE'> => {
  const territory = valueAt(ownership.territories, businessDay({ occurredAt: at }, context));
  const inTerritory = territory === undefined ? {} : { territory };
  const employeeId = named === null ? undefined : (named ?? ownerAt(ownership, at));
  if (employeeId === undefined) return inTerritory;
  const employee = employeeOf(context, employeeId);
  if (employee === undefined) return need(`employee-${employeeId}`);
  if (employee.stage === 'absent') return unknownEmployee(employeeId);
  const teamId = teamAt(employee, at);
  return { employeeId, ...(teamId === undefined ? {} : { teamId }), ...inTerritory };
};

/** Whom an account's fact counts for once it is corrected: who is named, else the owner at the time at which it really happened. */
export const creditOfCorrected = (
  { fact, employeeId }: CreditQuestion,
  state: State,
  context: Context,
): AmendedCredit | Need | Rejection<'UNKNOWN_EMPLOYEE'> => ({
  ...creditAt(state['ownership'] as Ownership, context, fact.meta.occurredAt, employeeId),
});

/** Tells a credit from what {@link creditAt} answers instead of one. */
export const isCredit = (answer: Credit | Need | Rejection): answer is Credit => !isNeed(answer) && !isRejection(answer);

/** Refuses a reference to a person who was never registered. */
export const unknownEmployee = (employeeId: string, field = '/employeeId'): Rejection<'UNKNOWN_EMPLOYEE'> =>
  reject('UNKNOWN_EMPLOYEE', `There is no employee ${employeeId}: register the person with RegisterEmployee, or check the id.`, field);
