import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { STREAM_NAME } from '#libs/kernel/ports.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf, ownerAt } from './credit.js';
import { type Ownership } from './ownership/ownership.js';
import { type Stakeholder, type Stakeholders } from './stakeholders/stakeholder.js';

/** Codes of {@link requireContact}; a facet that calls it declares them. */
export type NotTheirs = 'ACKNOWLEDGED_BY_US' | 'ACKNOWLEDGED_BY_OTHERS' | 'STAKEHOLDER_DEPARTED';

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

/**
 * As {@link requireTheirs}; of those whom the account knows by id or by name, it also refuses who had left by then, and who works for
 * somebody else.
 */
export const requireContact = (
  by: string,
  at: Instant,
  { ownership, stakeholders }: { readonly ownership: Ownership; readonly stakeholders: Stakeholders },
  context: Context,
  what?: string,
): Need | Rejection<NotTheirs> | undefined => requireWithThem(by, at, stakeholders) ?? requireTheirs(by, at, ownership, context, what);

const requireWithThem = (by: string, at: Instant, { byId }: Stakeholders): Rejection<NotTheirs> | undefined => {
  const found = byId.entries().filter(([id, person]) => isSame(id, by) || isSame(cardAt(person, at).name ?? '', by));
  const present = found.find(([, { ended }]) => ended === undefined || ended.at > at);
  if (found.length === 0) return undefined;
  if (present === undefined) {
    const detail = `${by} left on ${found[0]![1].ended!.at.slice(0, 10)}: name somebody who was there then, or correct occurredAt.`;
    return reject('STAKEHOLDER_DEPARTED', detail, '/by');
  }
  const { organisation } = cardAt(present[1], at);
  if (organisation === undefined || organisation === null) return undefined;
  const detail = `${by} works for ${organisation}, and this is acknowledged by the customer: name who of its own people did.`;
  return reject('ACKNOWLEDGED_BY_OTHERS', detail, '/by');
};

/** What the card said at a moment: the latest of each field. */
const cardAt = ({ cards }: Stakeholder, at: Instant): Stakeholder['cards'][number]['value'] =>
  Object.assign({}, ...cards.filter(({ since }) => since <= at).map(({ value }) => value)) as Stakeholder['cards'][number]['value'];

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
