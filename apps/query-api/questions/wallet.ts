import { type Instant } from '#libs/kernel/message.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { converter, type WalletFacts, type WalletReporting } from '#libs/read-models/wallet/shares.js';
import { type OrderLine, type WalletDocument, type WalletEstimate, type WalletSpend } from '#libs/read-models/wallet/wallet.js';
import { type Moment } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { reportingOf } from '../reporting.js';
import { type Sources } from '../sources.js';
import { type View } from '../view.js';

/** What shares of wallets are judged and converted by. */
export interface WalletJudging {
  readonly policy: PolicyDocument<'wallet'>;
  readonly reporting: WalletReporting & Pick<Reporting, 'currency'>;
}

/** Looks up what shares are judged by. */
export const walletJudging = async (sources: Sources, moment: Moment | undefined, until: Instant): Promise<WalletJudging> => {
  const { fiscalYearStartsIn, lastDay, currency, rates } = await reportingOf(sources, moment, until);
  const policy = await policyInForce(sources.store, 'wallet', moment, until);
  return { policy, reporting: { fiscalYearStartsIn, lastDay, currency, convert: converter(rates, currency) } };
};

/** What is known of the wallets of some accounts, as if they were one. */
export const walletFacts = async (view: View<WalletDocument>, accountIds: readonly string[]): Promise<WalletFacts> => {
  const all = async <D extends WalletDocument>(kind: D['kind']) => {
    const found: D[] = [];
    for (const accountId of accountIds) found.push(...((await view.all({ kind, accountId })) as readonly D[]));
    return found;
  };
  return {
    estimates: await all<WalletEstimate>('estimate'),
    spends: await all<WalletSpend>('spend'),
    orders: await all<OrderLine>('order'),
  };
};

/** The same of every account by the one that speaks for it. */
export const factsBySpeaker = async (
  view: View<WalletDocument>,
  speakerOf: (accountId: string) => string,
): Promise<ReadonlyMap<string, WalletFacts>> => {
  const grouped = async <D extends WalletDocument>(kind: D['kind']) =>
    Map.groupBy((await view.all({ kind })) as readonly D[], ({ accountId }) => speakerOf(accountId));
  const estimates = await grouped<WalletEstimate>('estimate');
  const spends = await grouped<WalletSpend>('spend');
  const orders = await grouped<OrderLine>('order');
  const of = (accountId: string): WalletFacts => ({
    estimates: estimates.get(accountId) ?? [],
    spends: spends.get(accountId) ?? [],
    orders: orders.get(accountId) ?? [],
  });
  return new Map([...estimates.keys()].map((accountId) => [accountId, of(accountId)]));
};
