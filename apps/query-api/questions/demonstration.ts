import { type AcquisitionDocument, type KnowledgeDocument, type UseDocument } from '#libs/read-models/shared-knowledge/shared-knowledge.js';

/** What naming an account to others has brought. */
export interface Demonstration {
  /** References that it granted. */
  readonly references: number;
  readonly uses: number;
  /** Accounts that it was named to before their first order, or that have none yet. */
  readonly influenced: readonly string[];
  /** Of those, the ones that have ordered since. */
  readonly won: readonly string[];
}

/** What each account that lets us name it has brought by that. */
export const demonstrations = (documents: readonly KnowledgeDocument[]): ((accountId: string) => Demonstration) => {
  const of = <Kind extends KnowledgeDocument['kind']>(kind: Kind) =>
    documents.filter((document): document is Extract<KnowledgeDocument, { readonly kind: Kind }> => document.kind === kind);
  const granted = Map.groupBy(of('reference'), ({ accountId }) => accountId);
  const used = Map.groupBy(
    documents.filter((document): document is UseDocument => document.kind === 'reference-use'),
    ({ fromAccountId }) => fromAccountId,
  );
  const firstOrders = new Map((of('acquisition') as readonly AcquisitionDocument[]).map((one) => [one.accountId, one.firstOrderAt]));
  return (accountId) => {
    const uses = used.get(accountId) ?? [];
    const before = uses.filter((use) => (firstOrders.get(use.accountId) ?? '~') > use.at);
    const influenced = [...new Set(before.map((use) => use.accountId))].toSorted();
    return {
      references: granted.get(accountId)?.length ?? 0,
      uses: uses.reduce((sum, use) => sum + use.uses, 0),
      influenced,
      won: influenced.filter((one) => firstOrders.get(one)),
    };
  };
};
