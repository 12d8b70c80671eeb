import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { STREAM_NAME } from '#libs/kernel/ports.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf, ownerAt } from './credit.js';
import { type Ownership } from './ownership/ownership.js';

/**
 * Refuses a person of ours where only the customer can speak: whoever is named by an id of an employee, or by the name of the owner at
 * that time. Others of ours are known by their ids alone, since people of two companies may share a name.
 * @param what what they say, as a sentence without its end: `a plan is acknowledged by the customer`
 */
export const requireTheirs = (
  by: string,
  at: Instant,
  ownership: Ownership,
  context: Context,
  what = 'a plan is acknowledged by the customer',
  field = '/by',
): Need | Rejection<'ACKNOWLEDGED_BY_US'> | undefined => {
  const named = [...new Set([by, by.toLowerCase()])].filter((id) => STREAM_NAME.test(`employee-${id}`));
  const owner = ownerAt(ownership, at);
  const asked = [...new Set([...named, ...(owner === undefined ? [] : [owner])])];
  const unknown = asked.filter((id) => employeeOf(context, id) === undefined);
  if (unknown.length > 0) return need(...unknown.map((id) => `employee-${id}`));
  const ours = asked.find((id) => {
    const person = employeeOf(context, id)!;
    return person.stage !== 'absent' && (named.includes(id) || isSame(person.name, by));
  });
  if (ours === undefined) return undefined;
  return reject('ACKNOWLEDGED_BY_US', `${by} is one of our own people (${ours}): ${what}; name who of theirs did.`, field);
};

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
