import { need, type Context, type Decision, type Facet, type Need } from '#libs/kernel/decider.js';
import { idOf, type Day, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { requireKnown, requireOpen, type NotOpen } from '../guards.js';
import { type ProfileCommands, type ProfileEvents } from './messages.js';

/** A union of stages: a field that cannot exist is not declared. */
export type Profile =
  | { readonly stage: 'absent' }
  | (Known & { readonly stage: 'open' })
  | (Known & { readonly stage: 'closed'; readonly closedAt: Instant; readonly reason: string })
  | (Known & { readonly stage: 'merged'; readonly into: string });

/** What is known of an account in every stage but the first. */
export interface Known {
  readonly name: string;
  readonly openedAt: Instant;
  readonly parentId: string | null;
  /** By section, then by field. */
  readonly dossier: PersistentMap<string, Readonly<Record<string, DossierField>>>;
  /** Accounts that were split from this one, where there are any. */
  readonly splits?: readonly string[];
}

/** What a field of the dossier says, and where it was told for which day. */
export interface DossierField {
  readonly value: string;
  readonly validAt?: Day | undefined;
}

/** Why a command may be refused. */
export type ProfileCode =
  NotOpen | 'ACCOUNT_ALREADY_OPEN' | 'UNKNOWN_ACCOUNT' | 'PARENT_CYCLE' | 'MERGE_TARGET_NOT_OPEN' | 'SPLIT_ACCOUNT_EXISTS';

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
      const origin = data.splitFrom === undefined ? undefined : lookUp(context, data.splitFrom, '/splitFrom');
      return origin === undefined || 'stage' in origin ? [{ type: 'AccountOpened', data }] : origin;
    },

    RenameAccount: withOpen(({ data }, { name }) =>
      name === data.name ? [] : [{ type: 'AccountRenamed', data: { ...data, previous: name } }],
    ),

    UpdateDossierSection: withOpen(({ data }, { dossier }) => {
      const known = dossier.get(data.section) ?? {};
      const told = Object.entries(dossierFields(data));
      const news = told.some(([field, { value, validAt }]) => known[field]?.value !== value || known[field].validAt !== validAt);
      return news ? [{ type: 'DossierSectionUpdated', data }] : [];
    }),

    SetParentAccount: withOpen(({ data: { parentId }, stream }, { parentId: previous }, context) => {
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
      return closed ? refuse(closed.detail) : [{ type: 'AccountsMerged', data }];
    }),

    SplitAccount: withOpen(({ data }, { splits = [] }, context) => {
      if (splits.includes(data.newAccountId)) return [];
      const other = profileOf(context, data.newAccountId);
      if (other === undefined) return need(streamOf(data.newAccountId));
      if (other.stage === 'absent') return [{ type: 'AccountSplit', data }];
      return reject(
        'SPLIT_ACCOUNT_EXISTS',
        `There already is an account ${data.newAccountId}: choose a new id for what is split off.`,
        '/newAccountId',
      );
    }),

    CloseAccount: ({ data, stream }, { profile: known }) =>
      known.stage === 'closed' ? [] : (requireOpen(known, stream) ?? [{ type: 'AccountClosed', data }]),

    ReopenAccount: ({ data, stream }, { profile: known }) =>
      requireKnown(known, stream) ?? (known.stage === 'open' ? [] : [{ type: 'AccountReopened', data }]),
  },

  evolve: {
    AccountOpened: (_, { data: { name }, meta }) => ({
      stage: 'open',
      name,
      openedAt: meta.occurredAt,
      parentId: null,
      dossier: PersistentMap.empty(),
    }),
    AccountRenamed: (state, { data: { name } }) => revise(state, (account) => ({ ...account, name })),
    DossierSectionUpdated: (state, { data }) =>
      revise(state, (account) => ({
        ...account,
        dossier: account.dossier.with(data.section, { ...account.dossier.get(data.section), ...dossierFields(data) }),
      })),
    ParentAccountSet: (state, { data: { parentId } }) => revise(state, (account) => ({ ...account, parentId })),
    AccountSplit: (state, { data }) => revise(state, (account) => ({ ...account, splits: [...(account.splits ?? []), data.newAccountId] })),
    AccountsMerged: (state, { data }) => revise(state, (account) => ({ ...knownOf(account), stage: 'merged', into: data.into })),
    AccountClosed: (state, { data, meta }) =>
      revise(state, (account) => ({ ...knownOf(account), stage: 'closed', closedAt: meta.occurredAt, reason: data.reason })),
    AccountReopened: (state) => revise(state, (account) => ({ ...knownOf(account), stage: 'open' })),
  },
};

/** Accounts that may stand above one another; it also ends the walk where two commands decided at once have closed a cycle. */
export const GENERATIONS_MAX = 16;

type Exists = Exclude<Profile, { stage: 'absent' }>;
type Open = Extract<Profile, { stage: 'open' }>;
type Answer = Decision<ProfileEvents, ProfileCode>;

/** A rule for open accounts; refuses the others. */
function withOpen<Asked extends { readonly stream: string }>(rule: (command: Asked, account: Open, context: Context) => Answer) {
  return (command: Asked, { profile: known }: { readonly profile: Profile }, context: Context): Answer =>
    known.stage === 'open' ? rule(command, known, context) : (requireOpen(known, command.stream) ?? []);
}

const streamOf = (accountId: string) => `account-${accountId}`;

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

/** Refuses a parent that does not exist, has ceased, or stands below the account; asks for one generation at a time. */
const refuseParent = (id: string, parentId: string, context: Context): Need | Rejection<ProfileCode> | undefined => {
  const refuse = (why: string) => reject('PARENT_CYCLE', `Account ${parentId} cannot stand above ${id}: ${why}`, '/parentId');
  let above: string | null = parentId;
  for (let generation = 1; above !== null; generation += 1) {
    if (above === id) return refuse('it is the same account or stands below it. Give that one another parent first.');
    if (generation > GENERATIONS_MAX) return refuse(`more than ${GENERATIONS_MAX} accounts stand above it. Name one of those.`);
    const account = lookUp(context, above, '/parentId');
    if (!('stage' in account)) return account;
    if (above === parentId && account.stage === 'merged') {
      return reject(
        'ACCOUNT_MERGED',
        `Account ${parentId} was merged into ${account.into}: name ${account.into} as the parent.`,
        '/parentId',
      );
    }
    above = account.stage === 'merged' ? account.into : account.parentId;
  }
  return undefined;
};

/** The fields of an update, each with the day that it holds for. */
const dossierFields = ({ fields, validAt }: ProfileEvents['DossierSectionUpdated']): Readonly<Record<string, DossierField>> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value, validAt }]));

/** What stays of an account when its stage changes. */
const knownOf = ({ name, openedAt, parentId, dossier, splits }: Exists): Known => ({
  name,
  openedAt,
  parentId,
  dossier,
  ...(splits && { splits }),
});

const revise = (state: Profile, change: (account: Exists) => Profile): Profile => (state.stage === 'absent' ? state : change(state));
