import { need, type Context, type Need } from '#libs/kernel/decider.js';
import { idOf } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';

/** The one stream through which everything goes that changes how accounts stand to one another and to people: see docs/adr/0060. */
export const ACCOUNT_STRUCTURE = 'coordination-accounts';

/** Accounts that may stand above one another, and mergers in a row that are followed: a walk ends there. */
export const GENERATIONS_MAX = 16;

/** Commands that change how accounts stand to one another, or whose key accounts they are. */
const STRUCTURAL: ReadonlySet<string> = new Set([
  'SetParentAccount',
  'MergeAccounts',
  'UnmergeAccount',
  'SplitAccount',
  'DesignateKeyAccount',
  'RetireKeyAccount',
]);

/** The stream that serialises commands of that type, and any other command that turned out to concern other streams (docs/adr/0073). */
export const accountCoordination = (commandType: string, concernsOthers = false): string | undefined =>
  concernsOthers || STRUCTURAL.has(commandType) ? ACCOUNT_STRUCTURE : undefined;

/** The stream of an account. */
export const streamOf = (accountId: string): string => `account-${accountId}`;

/** Where an account stands among the others: the part of its profile that walks read. */
export type Place =
  | { readonly stage: 'absent' }
  | { readonly stage: 'open' | 'closed'; readonly parentId: string | null }
  | { readonly stage: 'merged'; readonly into: string };

const placeOf = (context: Context, accountId: string): Place | undefined =>
  context.other<{ readonly profile: Place }>(streamOf(accountId))?.profile;

/**
 * An account that was merged answers with the account that goes on, and where that was merged as well with the one after it, up to {@link GENERATIONS_MAX}.
 */
export const refuseMerged = (stream: string, profile: Place, context: Context): Rejection<'ACCOUNT_MERGED'> | Need | undefined => {
  if (profile.stage !== 'merged') return undefined;
  const passed = [idOf(stream)];
  let survivor = profile.into;
  while (!passed.includes(survivor) && passed.length < GENERATIONS_MAX) {
    const next = placeOf(context, survivor);
    if (next === undefined) return need(streamOf(survivor));
    if (next.stage !== 'merged') break;
    passed.push(survivor);
    survivor = next.into;
  }
  const by = passed.length === 1 ? '' : `, by way of ${passed.slice(1).join(', ')}`;
  const detail = `Account ${idOf(stream)} was merged into ${survivor}${by}: send the command to account ${survivor}.`;
  return { ...reject('ACCOUNT_MERGED', detail), survivor };
};

/** What a walk upwards comes to: the account that it looked for, the top without it, its bound, or what it still has to see. */
export type Walk = { readonly end: 'found' | 'not above' | 'too many' } | Need;

/**
 * Whether an account stands above others, from the nearest of them upwards; where one of these was merged, the walk goes on at the
 * account that it lives on as. The account that is looked for counts as itself, merged or not. One generation is asked for at a time.
 */
export const walkUp = (context: Context, nearest: string | null, sought: string): Walk => {
  let above = nearest;
  for (let generation = 1; above !== null; generation += 1) {
    if (above === sought) return { end: 'found' };
    if (generation > GENERATIONS_MAX) return { end: 'too many' };
    const account = placeOf(context, above);
    if (account === undefined) return need(streamOf(above));
    if (account.stage === 'absent') break;
    above = account.stage === 'merged' ? account.into : account.parentId;
  }
  return { end: 'not above' };
};

/** What takes back a fact that stands in the histories of several accounts, by its type. */
const TAKEN_BACK_BY: Readonly<Record<string, string>> = {
  AccountsMerged: 'undo it with UnmergeAccount',
  AccountAbsorbed: 'undo it with UnmergeAccount, sent to the account that was merged',
  AccountUnmerged: 'merge it again with MergeAccounts',
  AccountReleased: 'merge the other account again with MergeAccounts',
  AccountSplit: 'merge the part back with MergeAccounts',
  AccountSplitOff: 'merge it back with MergeAccounts once it is open',
};

/** Refuses to withdraw or correct on one side what stands on two. */
export const refuseShared = ({
  type,
  version,
}: {
  readonly type: string;
  readonly version: number;
}): Rejection<'FACT_CONCERNS_OTHERS'> | undefined =>
  Object.hasOwn(TAKEN_BACK_BY, type)
    ? reject(
        'FACT_CONCERNS_OTHERS',
        `${type}, version ${version}, stands in the history of another account as well: ${TAKEN_BACK_BY[type]}.`,
        '/fact',
      )
    : undefined;
