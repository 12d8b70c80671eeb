import { type Instant } from '#libs/kernel/message.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { converter, type WalletFacts, type WalletLine, walletLines, type WalletReporting } from '#libs/read-models/wallet/shares.js';
import { type UpsideLine, upsideLines } from '#libs/read-models/wallet/upside.js';
import {
  type AccountStanding,
  isKeyOn,
  type OrderLine,
  type WalletDocument,
  type WalletEstimate,
  type WalletSpend,
} from '#libs/read-models/wallet/wallet.js';
import { speakers } from '../absorbed.js';
import { closedAccounts } from '../closed.js';
import { type Moment } from '../answers.js';
import { type Circumstances } from '../question.js';
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

/** Points of an account that meets all that we look for. */
const POINTS = 100;

/**
 * Every account with an estimate by what could be won there, the most first; without a period each by its latest one. Nothing is to be
 * won at a closed account.
 */
export const upsideRanking = async (
  facts: View<WalletDocument>,
  { sources, moment, until }: Pick<Circumstances, 'sources' | 'moment' | 'until'>,
  period?: string,
): Promise<readonly UpsideLine[]> => {
  const { policy, reporting } = await walletJudging(sources, moment, until);
  const [speakerOf, closed] = [await speakers(sources, moment), await closedAccounts(sources, moment)];
  // Read once for all accounts: a reading for each would take longer than all that is made of it.
  const everyone = await factsBySpeaker(facts, speakerOf);
  const lines = new Map<string, readonly WalletLine[]>();
  for (const [accountId, known] of everyone) {
    if (closed.has(accountId)) continue;
    const all = walletLines(known, policy, reporting);
    lines.set(accountId, period === undefined ? all : all.filter((line) => line.period === period));
  }
  const standings = (await facts.all({ kind: 'standing' })) as readonly AccountStanding[];
  const known = new Map(standings.map((standing) => [standing.accountId, standing]));
  const standing = (accountId: string) => {
    const { evaluated = null, designated = null } = known.get(accountId) ?? {};
    return { fit: evaluated === null ? null : evaluated.points / POINTS, designated: isKeyOn({ designated }, reporting.lastDay) };
  };
  return upsideLines(lines, standing, reporting);
};
