import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf } from '../credit.js';
import { type AuthorityPolicy } from '../policy/documents.js';

/** Superiors that are looked up above a person; a circle among them ends there as well. */
const SUPERIORS_MAX = 10;

/** What is granted: how much of it, and how far each level may go. */
interface Grant {
  readonly asked: number;
  readonly max: keyof AuthorityPolicy;
  /** How an amount of it is told. */
  readonly told: (amount: number) => string;
  readonly pointer: string;
}

/** A discount of so many percent. */
export const discountOf = (asked: number): Grant => ({
  asked,
  max: 'discountPercentMax',
  told: (percent) => `a discount of ${percent} %`,
  pointer: '/percent',
});

/** Credit of so many days. */
export const creditOf = (asked: number): Grant => ({
  asked,
  max: 'paymentDaysMax',
  told: (days) => `payment within ${days} days`,
  pointer: '/paymentDays',
});

/**
 * Refuses what lies beyond the authority of a person, and says who may. Authority goes by the line of command: what policy `authority`
 * gives to whoever reports to nobody, to whoever reports to one of these, and to all others. Where nobody is in charge, nobody is asked.
 */
export const requireAuthority = (
  { asked, max, told, pointer }: Grant,
  by: string | undefined,
  context: Context,
): Need | Rejection<'BEYOND_AUTHORITY'> | undefined => {
  if (by === undefined) return undefined;
  const line = [by];
  for (;;) {
    const person = employeeOf(context, line.at(-1)!);
    if (person === undefined) return need(`employee-${line.at(-1)!}`);
    // Somebody who is named as a superior and not registered yet is one all the same.
    const above = person.stage === 'absent' ? undefined : person.reportsTo;
    if (above === undefined || line.includes(above) || line.length > SUPERIORS_MAX) break;
    line.push(above);
  }
  const { ref, document } = context.policy<AuthorityPolicy>('authority');
  const { head, second, others } = document[max];
  const limits = line.map((_, place) => [head, second][line.length - 1 - place] ?? others);
  const [own] = limits;
  if (asked <= own!) return undefined;
  const may = line.find((_, place) => asked <= limits[place]!);
  const fix = may === undefined ? 'nobody above may go so far' : `let ${may} grant it (grantedBy), or stay within it`;
  return reject('BEYOND_AUTHORITY', `${by} may grant ${told(own!)} at most by ${ref}: ${fix}.`, pointer);
};
