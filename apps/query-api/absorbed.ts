import { amendments } from '#libs/domain/amendments.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { type AccountEntry, directory, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { foldAsOf } from '#libs/runtime/as-of.js';
import { type Moment } from './answers.js';
import { type Sources } from './sources.js';
import { openView } from './view.js';

/** Accounts that one answer speaks for besides the one that was asked for; those beyond it are read under their own ids. */
export const SPOKEN_FOR_MAX = 200;

/**
 * The accounts that each of the given ones speaks for at a moment, itself first, then those that it has absorbed, directly or by way of
 * others. Whom to ask about is known of the present; whether it was so at the moment, each of them says itself.
 */
export const spokenForBy = async (
  sources: Sources,
  accountIds: readonly string[],
  moment?: Moment,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map(accountIds.map((id) => [id, [id]]));
  let asked = await entriesOf(sources, accountIds);
  // A ring in an old log leads back to accounts that are found already.
  for (let newest = new Map(accountIds.map((id) => [id, [id]])); newest.size > 0;) {
    const candidates = new Set([...newest.values()].flat().flatMap((id) => asked.get(id)?.absorbed ?? []));
    if (candidates.size === 0) return found;
    asked = await entriesOf(sources, [...candidates]);
    const into = moment === undefined ? mergedNow(asked) : await mergedAt(sources, [...candidates], moment);
    const next = new Map<string, string[]>();
    for (const [id, newly] of newest) {
      const known = found.get(id)!;
      const more = [...candidates].filter((one) => newly.includes(into.get(one) ?? '') && !known.includes(one));
      known.push(...more.slice(0, SPOKEN_FOR_MAX + 1 - known.length));
      if (more.length > 0) next.set(id, more);
    }
    newest = next;
  }
  return found;
};

/** The accounts that one account speaks for, itself first. */
export const spokenFor = async (sources: Sources, accountId: string, moment?: Moment): Promise<readonly string[]> =>
  (await spokenForBy(sources, [accountId], moment)).get(accountId)!;

/** By account that was merged, the one that speaks for it: where that was merged as well, the one after it. */
export const survivors = (merged: readonly Pick<AccountEntry, 'id' | 'mergedInto'>[]): ReadonlyMap<string, string> => {
  const into = new Map(merged.map(({ id, mergedInto }) => [id, mergedInto]));
  const lastOf = (id: string, passed: ReadonlySet<string> = new Set([id])): string => {
    const next = into.get(id) ?? undefined;
    return next === undefined || passed.has(next) ? id : lastOf(next, new Set([...passed, next]));
  };
  return new Map([...into.keys()].map((id) => [id, lastOf(id)] as const));
};

/** Who speaks for an account at a moment: itself, or the one that has absorbed it. */
export const speakers = async (sources: Sources, moment: Moment | undefined): Promise<(accountId: string) => string> => {
  await using names = await openView<DirectoryEntry>(sources, directory, 'everything', moment);
  const into = survivors((await names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
  return (accountId) => into.get(accountId) ?? accountId;
};

const entriesOf = async ({ readStore }: Sources, accountIds: readonly string[]): Promise<ReadonlyMap<string, AccountEntry>> => {
  const keys = accountIds.map((id) => `account-${id}`);
  const loaded = await readStore.load<DirectoryEntry>(collectionFor(directory), keys);
  const entries = [...loaded.values()].flatMap(({ document }) => (document.kind === 'account' ? [[document.id, document] as const] : []));
  return new Map(entries);
};

const mergedNow = (entries: ReadonlyMap<string, AccountEntry>): ReadonlyMap<string, string | null> =>
  new Map([...entries].map(([id, { mergedInto }]) => [id, mergedInto]));

const mergedAt = async ({ store }: Sources, accountIds: readonly string[], moment: Moment): Promise<ReadonlyMap<string, string | null>> => {
  const into = new Map<string, string | null>();
  for (const id of accountIds) {
    const { documents } = await foldAsOf<DirectoryEntry>(directory, () => store.read(`account-${id}`), moment, { amendments });
    const own = documents.get(`account-${id}`);
    if (own?.kind === 'account') into.set(id, own.mergedInto);
  }
  return into;
};
