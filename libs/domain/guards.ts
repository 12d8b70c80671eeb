import { type Command, type Context } from '#libs/kernel/decider.js';
import { idOf, type MessageMap } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce, type Order } from './commerce/commerce.js';
import { type RecordingPolicy } from './policy/documents.js';
import { type Profile } from './profile/profile.js';

/** Codes of {@link requireKnown} and {@link requireOpen}; a facet that calls them declares them. */
export type NotKnown = 'ACCOUNT_NOT_FOUND' | 'ACCOUNT_MERGED';
export type NotOpen = NotKnown | 'ACCOUNT_NOT_OPEN';

/** Refuses where the account was never opened, or lives on under another id. Corrections need no more than this. */
export const requireKnown = (profile: Profile, stream: string): Rejection<NotKnown> | undefined => {
  const id = idOf(stream);
  if (profile.stage === 'absent')
    return reject('ACCOUNT_NOT_FOUND', `There is no account ${id}: open it with OpenAccount, or check the id.`);
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

/** A rule for open accounts: refuses the others before it. */
export const whenOpen =
  <Asked extends { readonly stream: string }, Needs extends { readonly profile: Profile }, Answer>(
    rule: (command: Asked, state: Needs, context: Context) => Answer,
  ) =>
  (command: Asked, state: Needs, context: Context): Answer | Rejection<NotOpen> =>
    requireOpen(state.profile, command.stream) ?? rule(command, state, context);

/** Admission of every command: business time may lie in the past, but in the future only as far as policy `recording` tolerates. */
export const admitOccurredAt = (
  command: Command<MessageMap>,
  _state: object,
  context: Context,
): Rejection<'OCCURRED_IN_FUTURE'> | undefined => {
  const { ref, document } = context.policy<RecordingPolicy>('recording');
  const latest = Date.parse(context.now) + document.futureToleranceMinutes * 60_000;
  if (Date.parse(command.occurredAt) <= latest) return undefined;
  return reject(
    'OCCURRED_IN_FUTURE',
    `occurredAt ${command.occurredAt} is later than ${new Date(latest).toISOString()}, the latest that policy ${ref} tolerates: record it when it has happened.`,
    '/occurredAt',
  );
};

/** The order of that number, or the refusal to go on without it. */
export const requireOrder = (commerce: Commerce, orderNumber: string): Order | Rejection<'ORDER_NOT_FOUND'> =>
  commerce.orders.get(orderNumber)
  ?? reject(
    'ORDER_NOT_FOUND',
    `The account has no order ${orderNumber}: record it with RecordOrder first, or check the number.`,
    '/orderNumber',
  );

export { sameData } from '#libs/kernel/same-data.js';
