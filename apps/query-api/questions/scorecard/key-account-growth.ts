import { type Days } from '#libs/analytics/calendar.js';
import { convertMinor } from '#libs/analytics/exchange.js';
import { type Amounts, ratioOf } from '#libs/analytics/money.js';
import { type SegmentedAccount } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { marginFigures } from '#libs/read-models/team-kpis/derived.js';
import { type Daily } from '#libs/read-models/team-kpis/sales.js';
import { type Unsaid } from './contract.js';
import { type Figure, said } from './figure.js';
import { keyAccountsOf, type ScorecardMaterial, type Span, type Whose } from './material.js';

/** Growth of the accounts that were key accounts at the end, of all that they brought in both spans, whoever served them. */
export const growthOf = (
  whose: Whose,
  { days, against, end }: Span,
  material: ScorecardMaterial,
  nothing: Unsaid,
  amountOf: (accountId: string, days: Days) => bigint | Unsaid,
): Figure => {
  const accounts = keyAccountsOf(whose, end, material);
  if (accounts.length === 0) return said(undefined, [], 'no-key-account');
  const behind = (value: (account: SegmentedAccount) => number | null) =>
    accounts.map((account) => ({ accountId: account.accountId, value: value(account) }));
  if (against === null)
    return said(
      undefined,
      behind(() => null),
      'nothing-before',
    );
  const amounts = new Map(
    accounts.map(({ accountId }) => [accountId, { now: amountOf(accountId, days), before: amountOf(accountId, against) }]),
  );
  const growths = behind(({ accountId }) => {
    const { now, before } = amounts.get(accountId)!;
    return typeof now === 'bigint' && typeof before === 'bigint' && before > 0n ? ratioOf(now - before, before)! : null;
  });
  const every = [...amounts.values()];
  const unsaid = every.flatMap(({ now, before }) => [now, before]).find((amount) => typeof amount !== 'bigint');
  // What earned nothing that is known has no profit, and those of whom it is known speak for themselves alone.
  const known = every.filter(({ now, before }) => typeof now === 'bigint' && typeof before === 'bigint');
  if (unsaid === 'no-rate' || known.length === 0) return said(undefined, growths, unsaid as Unsaid);
  const sum = (of: 'now' | 'before') => known.reduce((total, amount) => total + (amount[of] as bigint), 0n);
  const before = sum('before');
  if (before <= 0n) return said(undefined, growths, nothing);
  return said(ratioOf(sum('now') - before, before), growths, nothing);
};

/** What the orders of an account earned less what it cost to serve it; not said where no margin is known. */
export const profitOf = (accountId: string, days: Days, { cells, margins, reporting }: ScorecardMaterial): bigint | Unsaid => {
  const lies = (day: string) => day >= days.from && day <= days.to;
  const earned = (marginFigures(margins.get(accountId) ?? [], 'company').get('all') ?? []).flatMap(daily);
  if (!earned.some(({ on, counters }) => lies(on) && counters.marginMinor !== undefined)) return 'no-margin';
  const costs = (cells.get(accountId) ?? []).flatMap(daily);
  let profit = 0n;
  for (const { on, counters, sign, of } of [
    ...earned.map((one) => ({ ...one, sign: 1n, of: one.counters.marginMinor })),
    ...costs.map((one) => ({ ...one, sign: -1n, of: one.counters.costToServeMinor })),
  ]) {
    if (!lies(on) || of === undefined || counters === undefined) continue;
    const converted = inReporting(of, on, reporting);
    if (converted === undefined) return 'no-rate';
    profit += sign * converted;
  }
  return profit;
};

const daily = ({ month, days }: Daily) => Object.entries(days).map(([day, counters]) => ({ on: `${month}-${day}`, counters }));

const inReporting = (amounts: Amounts, on: string, { currency, rates }: ScorecardMaterial['reporting']): bigint | undefined =>
  Object.entries(amounts).reduce<bigint | undefined>((sum, [from, amount]) => {
    const converted = convertMinor(BigInt(amount), { from, to: currency, on, reporting: currency }, rates);
    return sum === undefined || converted === undefined ? undefined : sum + converted;
  }, 0n);
