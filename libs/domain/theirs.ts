import { type Context, need, type Need } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { STREAM_NAME } from '#libs/kernel/ports.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf, ownerAt } from './credit.js';
import { type Ownership } from './ownership/ownership.js';
import { type Stakeholder, type Stakeholders } from './stakeholders/stakeholder.js';

/** Codes of {@link requireTheirs}; a facet that calls it declares them. */
export type NotTheirs = 'ACKNOWLEDGED_BY_US' | 'ACKNOWLEDGED_BY_OTHERS' | 'STAKEHOLDER_DEPARTED';

interface Known {
  readonly ownership: Ownership;
  readonly stakeholders: Stakeholders;
}

/**
 * Refuses whoever is no contact of theirs where only the customer can speak. A person of ours is known by an id of an employee, or by the
 * name of the owner at that time: others of ours by their ids alone, since people of two companies may share a name. Of those whom the
 * account knows, by id or by name, the ones do not speak for the customer who had left, and who work for somebody else.
 */
export const requireTheirs = (
  by: string,
  at: Instant,
  { ownership, stakeholders }: Known,
  context: Context,
): Need | Rejection<NotTheirs> | undefined => requireWithThem(by, at, stakeholders) ?? requireNotOurs(by, at, ownership, context);

const requireNotOurs = (by: string, at: Instant, ownership: Ownership, context: Context): Need | Rejection<NotTheirs> | undefined => {
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
  const detail = `${by} is one of our own people (${ours}), and this is acknowledged by the customer: name who of theirs did.`;
  return reject('ACKNOWLEDGED_BY_US', detail, '/by');
};

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
