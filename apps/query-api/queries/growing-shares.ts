import { latestAbove } from '#libs/analytics/attainment.js';
import { monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { ratioOf } from '#libs/analytics/money.js';
import { type Money } from '#libs/domain/values.js';
import { month, oneOf } from '#libs/kernel/kinds.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type WindowFigures } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { designationOf, moneyOf, ownerOf, rounded, standingOf } from '../questions/account-lines.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';
import { gather } from '../segmenting.js';

/** What shares are asked by: one account, or the channel that accounts belong to. */
const CHANNELS = ['account', 'segment', 'industry', 'country'] as const;

/** Lines of an answer: no more than that many can have a hundredth of the sales each. */
const LISTED_MAX = 100;

/** Whose share of the sales is large, and for how long it has been. */
interface GrowingShare {
  /** The id of the account, or the name of the segment, the industry or the country. */
  readonly key: string;
  readonly accounts: number;
  readonly netSales: Money;
  /** Of all net sales in the window, and in the one of the same length before it; `null` where nothing was sold. */
  readonly share: number | null;
  readonly shareBefore: number | null;
  /** In each month of the window, the earliest first. */
  readonly shares: readonly { readonly month: string; readonly share: number | null }[];
  /** The latest months in a row in which the share was above the bound, of those of the window. */
  readonly monthsAbove: number;
  /** Key accounts among its accounts, and those of them that nobody is in charge of. */
  readonly keyAccounts: number;
  readonly keyAccountsWithoutManager: number;
  /** What to do about a share that was above the bound all the time; `null`: nothing, it was not, or is looked after. */
  readonly proposal: 'designate-key-account' | 'appoint-manager' | null;
}

export interface GrowingSharesAnswer {
  readonly from: string;
  readonly until: string;
  /** Of policy `designation-criteria`. */
  readonly shareAbove: number;
  readonly months: number;
  readonly netSales: Money;
  /** Accounts of which an amount has no rate of exchange on its day: it is left out. */
  readonly withoutRate: readonly string[];
  /** Those above the bound in the last month, the largest first. */
  readonly items: readonly GrowingShare[];
  readonly asOf: AsOf;
}

/** Accounts and channels whose share of the sales has grown so large that somebody should be in charge of them. */
export const growingShares = question({
  name: 'GrowingShares',
  path: '/v1/growing-shares',
  summary: 'Accounts or channels above a share of the sales for some months in a row, with what that proposes',
  parameters: { by: oneOf(CHANNELS), until: month },
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory },
  answer: async ({ board, figures, names, parameters, sources, moment, until }): Promise<Omit<GrowingSharesAnswer, 'asOf'>> => {
    const { growing } = await policyInForce(sources.store, 'designation-criteria', moment, until);
    const reporting = await reportingOf(sources, moment, until);
    const window = { until: parameters.until ?? shiftMonth(monthOf(reporting.today), -1), months: growing.months };
    const gathered = await gather({ board, figures, names }, { window, reporting });
    const accounts = new Map(gathered.accounts.map((account) => [account.accountId, account]));
    const money = moneyOf(reporting.currency);
    const by = parameters.by ?? 'account';
    const channelOf = (accountId: string) => (by === 'account' ? accountId : (accounts.get(accountId)?.[by] ?? null));
    const [now, before] = [salesBy(gathered.now, channelOf), salesBy(gathered.before, channelOf)];
    const members = Map.groupBy(accounts.values(), ({ accountId }) => channelOf(accountId));
    const [all, allBefore] = [monthly(gathered.now), monthly(gathered.before)];
    const found = [...now].flatMap(([key, sold]): readonly { readonly sum: bigint; readonly line: GrowingShare }[] => {
      const shares = gathered.now.months.map((one, place) => ({ month: one, share: shareOf(sold[place]!, all[place]!) }));
      const monthsAbove = latestAbove(
        shares.map(({ share }) => share),
        growing.shareAbove,
      );
      if (key === null || monthsAbove === 0) return [];
      const own = (members.get(key) ?? []).filter((account) => standingOf(account) === 'open');
      const sum = sumOf(sold);
      const line = {
        key,
        accounts: own.length,
        netSales: money(sum),
        share: orNull(shareOf(sum, sumOf(all))),
        shareBefore: orNull(shareOf(sumOf(before.get(key) ?? []), sumOf(allBefore))),
        shares: shares.map(({ month: one, share }) => ({ month: one, share: orNull(share) })),
        monthsAbove,
        ...attended(own, monthsAbove >= growing.months),
      };
      return [{ sum, line }];
    });
    const ranked = found.toSorted(
      (left, right) =>
        Number(right.sum > left.sum) - Number(right.sum < left.sum)
        || Number(left.line.key > right.line.key) - Number(left.line.key < right.line.key),
    );
    return {
      from: gathered.now.months[0]!,
      until: window.until,
      shareAbove: growing.shareAbove,
      months: growing.months,
      netSales: money(sumOf(all)),
      withoutRate: gathered.now.withoutRate,
      items: ranked.slice(0, LISTED_MAX).map(({ line }) => line),
    };
  },
});

/** Whether somebody looks after it: a key account among its accounts, with a manager. */
const attended = (
  accounts: readonly SegmentedAccount[],
  isAbove: boolean,
): Pick<GrowingShare, 'keyAccounts' | 'keyAccountsWithoutManager' | 'proposal'> => {
  const keys = accounts.filter((account) => designationOf(account) !== null);
  const without = keys.filter((account) => ownerOf(account) === null).length;
  const proposal = !isAbove ? null : keys.length === 0 ? 'designate-key-account' : without > 0 ? 'appoint-manager' : null;
  return { keyAccounts: keys.length, keyAccountsWithoutManager: without, proposal };
};

const salesBy = (
  { accounts, months }: WindowFigures,
  channelOf: (accountId: string) => string | null,
): ReadonlyMap<string | null, readonly bigint[]> =>
  new Map(
    [...Map.groupBy(accounts, ({ accountId }) => channelOf(accountId))].map(([key, own]) => [key, monthly({ accounts: own, months })]),
  );

const monthly = ({ accounts, months }: Pick<WindowFigures, 'accounts' | 'months'>): readonly bigint[] =>
  months.map((_, place) => sumOf(accounts.map(({ revenue }) => revenue[place]!)));

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

const shareOf = (part: bigint, whole: bigint): number | null => (whole > 0n ? (ratioOf(part, whole) ?? null) : null);

const orNull = (share: number | null): number | null => (share === null ? null : rounded(share));
