import { type Day, idOf, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce } from './commerce/commerce.js';
import { type Interactions } from './interactions/state.js';
import { type Profile } from './profile/profile.js';
import { type Stakeholders } from './stakeholders/stakeholder.js';

/** Codes of {@link requireKnown} and {@link requireOpen}; a facet that calls them declares them. */
export type NotKnown = 'ACCOUNT_NOT_FOUND' | 'ACCOUNT_MERGED';
export type NotOpen = NotKnown | 'ACCOUNT_NOT_OPEN';

/** Refuses where the account was never opened. Corrections and what settles need no more than this. */
export const requireOpened = (profile: Profile, stream: string): Rejection<'ACCOUNT_NOT_FOUND'> | undefined =>
  profile.stage === 'absent'
    ? reject('ACCOUNT_NOT_FOUND', `There is no account ${idOf(stream)}: open it with OpenAccount, or check the id.`)
    : undefined;

/** Refuses where the account was never opened, or lives on under another id. */
export const requireKnown = (profile: Profile, stream: string): Rejection<NotKnown> | undefined => {
  const id = idOf(stream);
  if (profile.stage === 'absent') return requireOpened(profile, stream);
  if (profile.stage === 'merged') {
    const detail = `Account ${id} was merged into ${profile.into}: send the command to account ${profile.into}.`;
    return { ...reject('ACCOUNT_MERGED', detail), survivor: profile.into };
  }
  return undefined;
};

/** Refuses everything that is not a correction unless the account is open. */
export const requireOpen = (profile: Profile, stream: string): Rejection<NotOpen> | undefined =>
  requireKnown(profile, stream)
  ?? (profile.stage === 'closed'
    ? reject('ACCOUNT_NOT_OPEN', `Account ${idOf(stream)} was closed on ${profile.closedAt.slice(0, 10)}: reopen it with ReopenAccount.`)
    : undefined);

/** Refuses what happened at a time when the account was not open; what happened before it was closed may be told afterwards. */
export const requireOpenAt = (profile: Profile, stream: string, at: Instant): Rejection<NotOpen> | undefined =>
  profile.stage === 'closed' && at < profile.closedAt ? undefined : requireOpen(profile, stream);

/** Refuses an order that is unknown, and what is said to have happened before the day on which it was placed. */
export const requireOrderOn = (
  commerce: Commerce,
  orderNumber: string,
  day: Day,
  field: string,
): Rejection<'ORDER_NOT_FOUND' | 'ORDER_NOT_PLACED_YET'> | undefined => {
  const order = commerce.orders.get(orderNumber);
  if (order === undefined) {
    const fix = 'record it with RecordOrder first, or check the number';
    return reject('ORDER_NOT_FOUND', `The account has no order ${orderNumber}: ${fix}.`, field);
  }
  if (day >= order.placedOn) return undefined;
  const fix = 'correct occurredAt, or the date of the order with CorrectFact';
  return reject('ORDER_NOT_PLACED_YET', `Order ${orderNumber} was placed on ${order.placedOn}, after ${day}: ${fix}.`, '/occurredAt');
};

/** Refuses somebody at the customer whom the account does not know, or who had left by then. */
export const requireStakeholder = (
  { byId }: Stakeholders,
  stakeholderId: string,
  at: Instant,
  field: string,
): Rejection<'STAKEHOLDER_NOT_FOUND' | 'STAKEHOLDER_DEPARTED'> | undefined => {
  const stakeholder = byId.get(stakeholderId);
  if (stakeholder === undefined) return stakeholderNotFound(stakeholderId, field);
  const left = stakeholder.ended?.at;
  if (left === undefined || left > at) return undefined;
  const detail = `${stakeholderId} left on ${left.slice(0, 10)}: name somebody who was there then, or correct occurredAt.`;
  return reject('STAKEHOLDER_DEPARTED', detail, field);
};

/** Refuses somebody at the customer whom the account does not know. */
export const stakeholderNotFound = (stakeholderId: string, field: string): Rejection<'STAKEHOLDER_NOT_FOUND'> => {
  const fix = 'add the person with AddStakeholder, or check the id';
  return reject('STAKEHOLDER_NOT_FOUND', `The account knows no stakeholder ${stakeholderId}: ${fix}.`, field);
};

/** Something in which people of theirs took part: by id, or in words that may be one. */
export interface Seen {
  /** `interaction i-1`. */
  readonly name: string;
  readonly at: Instant;
  readonly theirs: readonly string[];
}

/** Where people of theirs took part: every interaction that was not retracted, and every workshop. */
export const seenIn = ({ byId, workshops }: Interactions): readonly Seen[] => [
  ...byId
    .entries()
    .filter(([, { retracted }]) => !retracted)
    .map(([id, { at, details }]) => ({
      name: `interaction ${id}`,
      at,
      theirs: [...(details.stakeholders ?? []), ...(details.contacts ?? [])],
    })),
  ...workshops
    .entries()
    .filter(([, { withdrawn }]) => !withdrawn)
    .map(([id, { at, stakeholders }]) => ({ name: `workshop ${id}`, at, theirs: stakeholders })),
];

export { sameData } from '#libs/kernel/same-data.js';
