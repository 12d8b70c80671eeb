import { isNeed, need, type Context, type Decision, type Facet, type Need } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, present, valueAt, withValue } from '../dated-line.js';
import { requireKnown, requireOpen, type NotOpen } from '../guards.js';
import { type DossierField, isNews, updated } from './dossier.js';
import { type ProfileCommands, type ProfileEvents } from './messages.js';
import { GENERATIONS_MAX, streamOf, walkUp } from './structure.js';

/** A union of stages: a field that cannot exist is not declared. */
export type Profile =
  | { readonly stage: 'absent'; /** The account that the id is kept for a part of. */ readonly splitFrom?: string }
  | (Known & { readonly stage: 'open' })
  | (Known & { readonly stage: 'closed'; readonly closedAt: Instant; readonly reason: string })
  | (Known & { readonly stage: 'merged'; readonly into: string; readonly mergedAt: Instant; readonly closed?: Closing });

/** How an account that was merged had been closed before. */
type Closing = { readonly closedAt: Instant; readonly reason: string };

/** What is known of an account in every stage but the first. Name and parent are those that hold at present, the lines all of them. */
export interface Known {
  readonly name: string;
  readonly names?: DatedLine<string>;
  readonly openedAt: Instant;
  /** Accounts that were merged into it, as it was told of them. */
  readonly absorbed?: readonly string[];
  readonly parentId: string | null;
  readonly parents?: DatedLine<string | null>;
  /** When it was last opened again after a closing. */
  readonly reopenedAt?: Instant;
  /** By section, then by field. */
  readonly dossier: PersistentMap<string, Readonly<Record<string, DossierField>>>;
  /** Accounts that were split from this one, where there are any. */
  readonly splits?: readonly string[];
}

/** Why a command may be refused. */
export type ProfileCode =
  | NotOpen
  | 'ACCOUNT_ALREADY_OPEN'
  | 'UNKNOWN_ACCOUNT'
  | 'PARENT_CYCLE'
  | 'MERGE_TARGET_NOT_OPEN'
  | 'CLOSED_BEFORE_OPENED'
  | 'REOPENED_BEFORE_CLOSED'
  | 'ACCOUNT_NOT_MERGED'
  | 'UNMERGED_BEFORE_MERGER'
  | 'SPLIT_ACCOUNT_EXISTS'
  | 'SPLIT_ACCOUNT_RESERVED';

/** An account's life from its opening to its closing, merger or split. */
export const profile: Facet<'profile', Profile, ProfileCommands, ProfileEvents, ProfileCode> = {
  name: 'profile',
  initial: { stage: 'absent' },

  decide: {
    OpenAccount: ({ data, stream }, { profile: known }, context) => {
      if (known.stage !== 'absent') {
        const hint = 'use RenameAccount or UpdateDossierSection, or choose another id';
        return requireOpen(known, stream) ?? reject('ACCOUNT_ALREADY_OPEN', `Account ${idOf(stream)} is open as ${known.name}: ${hint}.`);
      }
      const { splitFrom = known.splitFrom, ...rest } = data;
      if (splitFrom === undefined) return [{ type: 'AccountOpened', data }];
      if (known.splitFrom !== undefined && splitFrom !== known.splitFrom) return reserved(idOf(stream), known.splitFrom);
      const origin = lookUp(context, splitFrom, '/splitFrom');
      return 'stage' in origin ? [{ type: 'AccountOpened', data: { ...rest, splitFrom } }] : origin;
    },

    RenameAccount: withOpen(({ data, occurredAt }, { name, names = [] }) => {
      const previous = valueAt(names, occurredAt) ?? names[0]?.value ?? name;
      return previous === data.name ? [] : [{ type: 'AccountRenamed', data: { ...data, previous } }];
    }),

    UpdateDossierSection: withOpen(({ data, occurredAt }, { dossier }) => {
      const known = dossier.get(data.section) ?? {};
      return isNews(known, data, occurredAt) ? [{ type: 'DossierSectionUpdated', data }] : [];
    }),

    SetParentAccount: withOpen(({ data: { parentId }, stream, occurredAt }, { parents = [] }, context) => {
      const previous = valueAt(parents, occurredAt) ?? null;
      if (parentId === previous) return [];
      const refusal = parentId === null ? undefined : refuseParent(idOf(stream), parentId, context);
      return refusal ?? [{ type: 'ParentAccountSet', data: { parentId, previous } }];
    }),

    MergeAccounts: withOpen(({ data, stream }, _, context) => {
      const refuse = (why: string) =>
        reject('MERGE_TARGET_NOT_OPEN', `Account ${idOf(stream)} cannot be merged into ${data.into}. ${why}`, '/into');
      if (data.into === idOf(stream)) return refuse('It is the same account: name the one that goes on.');
      const into = profileOf(context, data.into);
      if (into === undefined) return need(streamOf(data.into));
      const closed = requireOpen(into, streamOf(data.into));
      if (closed) return refuse(closed.detail);
      const below = refuseAbove(idOf(stream), data.into, context);
      // The survivor decides: it must be open when it absorbs. What ceases then may be whatever it has become meanwhile.
      const absorbed = { accountId: idOf(stream), reason: data.reason };
      return (
        below ?? [
          { type: 'AccountAbsorbed', stream: streamOf(data.into), data: absorbed },
          { type: 'AccountsMerged', data },
        ]
      );
    }),

    UnmergeAccount: ({ data, stream, occurredAt }, { profile: known }, context) => {
      const id = idOf(stream);
      if (known.stage === 'absent') return requireKnown(known, stream) ?? [];
      if (known.stage !== 'merged') return reject('ACCOUNT_NOT_MERGED', `Account ${id} is ${known.stage}, not merged: check the id.`);
      const { into, mergedAt, parentId } = known;
      if (occurredAt < mergedAt)
        return reject('UNMERGED_BEFORE_MERGER', `Account ${id} was merged into ${into} at ${mergedAt}: correct occurredAt.`, '/occurredAt');
      const released = { type: 'AccountReleased', stream: streamOf(into), data: { accountId: id, reason: data.reason } } as const;
      return refuseReturn(id, parentId, context) ?? [{ type: 'AccountUnmerged', data: { from: into, reason: data.reason } }, released];
    },

    SplitAccount: withOpen(({ data, stream }, { splits = [] }, context) => {
      if (splits.includes(data.newAccountId)) return [];
      const other = profileOf(context, data.newAccountId);
      if (other === undefined) return need(streamOf(data.newAccountId));
      if (other.stage === 'absent' && other.splitFrom === undefined) {
        const { newAccountId, reason } = data;
        const splitOff = { from: idOf(stream), reason };
        // The new id decides: it must be free when it is taken.
        return [
          { type: 'AccountSplitOff', stream: streamOf(newAccountId), data: splitOff },
          { type: 'AccountSplit', data },
        ];
      }
      return reject(
        'SPLIT_ACCOUNT_EXISTS',
        `There already is an account ${data.newAccountId}: choose a new id for what is split off.`,
        '/newAccountId',
      );
    }),

    CloseAccount: ({ data, stream, occurredAt }, { profile: known }) => {
      if (known.stage === 'closed') return [];
      const refusal = requireOpen(known, stream);
      if (refusal || known.stage !== 'open') return refusal ?? [];
      const since = known.reopenedAt ?? known.openedAt;
      if (occurredAt >= since) return [{ type: 'AccountClosed', data }];
      const how = known.reopenedAt === undefined ? 'opened' : 'reopened';
      const detail = `Account ${idOf(stream)} was ${how} at ${since}, after ${occurredAt}: correct occurredAt.`;
      return reject('CLOSED_BEFORE_OPENED', detail, '/occurredAt');
    },

    ReopenAccount: ({ data, stream, occurredAt }, { profile: known }) => {
      const refusal = requireKnown(known, stream);
      if (refusal || known.stage !== 'closed') return refusal ?? [];
      if (occurredAt >= known.closedAt) return [{ type: 'AccountReopened', data }];
      const detail = `Account ${idOf(stream)} was closed at ${known.closedAt}, after ${occurredAt}: correct occurredAt.`;
      return reject('REOPENED_BEFORE_CLOSED', detail, '/occurredAt');
    },
  },

  evolve: {
    AccountOpened: (_, { data: { name }, meta }) => ({
      stage: 'open',
      name,
      names: [{ value: name, since: meta.occurredAt }],
      openedAt: meta.occurredAt,
      parentId: null,
      parents: [],
      dossier: PersistentMap.empty(),
    }),
    AccountRenamed: (state, { data, meta }) =>
      revise(state, (account) => {
        const names = withValue(account.names ?? [], data.name, meta.occurredAt);
        return { ...account, names, name: present(names)! };
      }),
    DossierSectionUpdated: (state, { data, meta }) =>
      revise(state, (account) => ({
        ...account,
        dossier: account.dossier.with(data.section, updated(account.dossier.get(data.section), data, meta.occurredAt)),
      })),
    ParentAccountSet: (state, { data: { parentId }, meta }) =>
      revise(state, (account) => {
        const parents = withValue(account.parents ?? [], parentId, meta.occurredAt);
        return { ...account, parents, parentId: present(parents) ?? null };
      }),
    AccountSplit: (state, { data }) => revise(state, (account) => ({ ...account, splits: [...(account.splits ?? []), data.newAccountId] })),
    AccountSplitOff: (state, { data }) => (state.stage === 'absent' ? { stage: 'absent', splitFrom: data.from } : state),
    AccountsMerged: (state, { data, meta }) => revise(state, (account) => merged(account, data.into, meta.occurredAt)),
    AccountUnmerged: (state) => revise(state, (account) => (account.stage === 'merged' ? unmerged(account) : account)),
    // A hint where to look: whether it is so is known by those that were absorbed, each of them says where it lives on.
    AccountAbsorbed: (state, { data: { accountId } }) =>
      revise(state, (account) => ({ ...account, absorbed: [...(account.absorbed ?? []).filter((one) => one !== accountId), accountId] })),
    AccountReleased: (state, { data: { accountId } }) =>
      revise(state, (account) => ({ ...account, absorbed: (account.absorbed ?? []).filter((one) => one !== accountId) })),
    AccountClosed: (state, { data, meta }) =>
      revise(state, (account) => ({ ...knownOf(account), stage: 'closed', closedAt: meta.occurredAt, reason: data.reason })),
    AccountReopened: (state, { meta }) => revise(state, (account) => ({ ...knownOf(account), stage: 'open', reopenedAt: meta.occurredAt })),
  },
};

type Exists = Exclude<Profile, { stage: 'absent' }>;
type Open = Extract<Profile, { stage: 'open' }>;
type Answer = Decision<ProfileEvents, ProfileCode>;

/** A rule for open accounts; refuses the others. */
function withOpen<Asked extends { readonly stream: string }>(rule: (command: Asked, account: Open, context: Context) => Answer) {
  return (command: Asked, { profile: known }: { readonly profile: Profile }, context: Context): Answer =>
    known.stage === 'open' ? rule(command, known, context) : (requireOpen(known, command.stream) ?? []);
}

/** What another account's stream says; `undefined` while it was not asked for. */
const profileOf = (context: Context, accountId: string): Profile | undefined =>
  context.other<{ readonly profile: Profile }>(streamOf(accountId))?.profile;

/** An account that a command refers to, else what to answer instead. */
const lookUp = (context: Context, accountId: string, field: string): Exists | Need | Rejection<'UNKNOWN_ACCOUNT'> => {
  const account = profileOf(context, accountId);
  if (account === undefined) return need(streamOf(accountId));
  if (account.stage !== 'absent') return account;
  return reject('UNKNOWN_ACCOUNT', `There is no account ${accountId}: open it with OpenAccount, or check the id.`, field);
};

/** Refuses a parent that does not exist, has ceased, or stands below the account. */
const refuseParent = (id: string, parentId: string, context: Context): Need | Rejection<ProfileCode> | undefined => {
  const refuse = (why: string) => reject('PARENT_CYCLE', `Account ${parentId} cannot stand above ${id}: ${why}`, '/parentId');
  const below = 'it is the same account or stands below it. Give that one another parent first.';
  if (parentId === id) return refuse(below);
  const parent = lookUp(context, parentId, '/parentId');
  if (!('stage' in parent)) return parent;
  if (parent.stage === 'merged') {
    const detail = `Account ${parentId} was merged into ${parent.into}: name ${parent.into} as the parent.`;
    return { ...reject('ACCOUNT_MERGED', detail, '/parentId'), survivor: parent.into };
  }
  const walk = walkUp(context, parentId, id);
  if (isNeed(walk)) return walk;
  if (walk.end === 'found') return refuse(below);
  if (walk.end === 'too many') return refuse(`more than ${GENERATIONS_MAX} accounts stand above it. Name one of those.`);
  return undefined;
};

/** Refuses to merge an account into one that stands below it, which would then stand below itself. */
const refuseAbove = (id: string, into: string, context: Context): Need | Rejection<'PARENT_CYCLE'> | undefined => {
  const refuse = (why: string) => reject('PARENT_CYCLE', `Account ${id} cannot be merged into ${into}: ${why}`, '/into');
  const walk = walkUp(context, into, id);
  if (isNeed(walk)) return walk;
  if (walk.end === 'found') return refuse(`it stands above ${into}. Give ${into} another parent first, for example the one of ${id}.`);
  if (walk.end === 'too many') return refuse(`more than ${GENERATIONS_MAX} accounts stand above ${into}. Give it another parent first.`);
  return undefined;
};

/** Refuses to bring an account back below a parent that has come to stand below it meanwhile. */
const refuseReturn = (id: string, parentId: string | null, context: Context): Need | Rejection<'PARENT_CYCLE'> | undefined => {
  const walk = walkUp(context, parentId, id);
  if (isNeed(walk)) return walk;
  if (walk.end !== 'found') return undefined;
  const detail = `Account ${id} stood below ${parentId}, which stands below ${id} by now: give ${parentId} another parent first.`;
  return reject('PARENT_CYCLE', detail);
};

const reserved = (id: string, from: string): Rejection<'SPLIT_ACCOUNT_RESERVED'> => {
  const fix = `open it with splitFrom ${from} or without, or choose another id`;
  return reject('SPLIT_ACCOUNT_RESERVED', `The id ${id} is kept for what is split off from ${from}: ${fix}.`, '/splitFrom');
};

/** What stays of an account when its stage changes. */
const knownOf = ({ name, names, openedAt, parentId, parents, reopenedAt, dossier, splits, absorbed }: Exists): Known => ({
  name,
  openedAt,
  parentId,
  dossier,
  ...(names && { names }),
  ...(parents && { parents }),
  ...(reopenedAt && { reopenedAt }),
  ...(splits && { splits }),
  ...(absorbed && { absorbed }),
});

const merged = (account: Exists, into: string, mergedAt: Instant): Exists => {
  const closed = account.stage === 'closed' ? { closed: { closedAt: account.closedAt, reason: account.reason } } : {};
  return { ...knownOf(account), stage: 'merged', into, mergedAt, ...closed };
};

const unmerged = ({ closed, ...account }: Extract<Profile, { stage: 'merged' }>): Exists =>
  closed === undefined ? { ...knownOf(account), stage: 'open' } : { ...knownOf(account), stage: 'closed', ...closed };

const revise = (state: Profile, change: (account: Exists) => Profile): Profile => (state.stage === 'absent' ? state : change(state));
