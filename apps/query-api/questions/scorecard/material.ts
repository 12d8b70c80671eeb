import { type Days, lastDayOf, lastMonth } from '#libs/analytics/calendar.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { isKeyAccountAt } from '#libs/domain/designation/state.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type Credit } from '#libs/domain/values.js';
import { dayIn, endOfDay } from '#libs/kernel/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type CadenceDocument } from '#libs/read-models/cadence/cadence.js';
import { type Clocks } from '#libs/read-models/complaint-desk/clocks.js';
import { type ComplaintRecord } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type Contest } from '#libs/read-models/opportunity-board/figures.js';
import { type PredictionRecord } from '#libs/read-models/predictions/predictions.js';
import { type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { type StandingRecord } from '#libs/read-models/satisfaction/satisfaction.js';
import { type SegmentedAccount } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { teamAt } from '#libs/read-models/team-kpis/derived.js';
import { type Grouping, keyOf, type KpiCell, type KpiMargin, type KpiPresence, whoseOf } from '#libs/read-models/team-kpis/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type WalletLine, type WalletReporting } from '#libs/read-models/wallet/shares.js';
import { type Service } from '#libs/analytics/allocation.js';

/** Policies that scorecards rest on beside `team-kpis`. */
export type ScorecardPolicies = { readonly [Name in 'voice' | 'cadence' | 'capacity']: PolicyDocument<Name> };

/** What the figures are made of. Accounts that were merged stand under the one that speaks for them. */
export interface ScorecardMaterial {
  readonly reporting: Reporting;
  readonly walletReporting: WalletReporting & Pick<Reporting, 'currency'>;
  readonly policies: ScorecardPolicies;
  readonly until: Instant;
  readonly accounts: ReadonlyMap<string, SegmentedAccount>;
  readonly speakerOf: (accountId: string) => string;
  readonly presences: ReadonlyMap<string, KpiPresence>;
  readonly capacities: ReadonlyMap<string, number>;
  readonly cells: ReadonlyMap<string, readonly KpiCell[]>;
  readonly margins: ReadonlyMap<string, readonly KpiMargin[]>;
  readonly wallets: ReadonlyMap<string, readonly WalletLine[]>;
  readonly standings: ReadonlyMap<string, readonly StandingRecord[]>;
  readonly board: ReadonlyMap<string, StageBoardLine>;
  readonly complaints: readonly { readonly complaint: ComplaintRecord; readonly clocks: Clocks }[];
  readonly contests: readonly Contest[];
  readonly cadences: ReadonlyMap<string, CadenceDocument>;
  readonly time: readonly TimeCell[];
  /** By account, on a day: what it is worth against the time that it takes. */
  readonly quadrantsOn: (day: Day) => ReadonlyMap<string, Service>;
  readonly predictions: readonly PredictionRecord[];
}

/** Days that figures are of, the days that they are compared with, and the moment at which they end. */
export interface Span {
  readonly days: Days;
  readonly against: Days | null;
  readonly end: Instant;
}

/** Whose figures are asked for. */
export interface Whose {
  readonly by: Grouping;
  readonly key: string;
}

/** The moment at which a day ends, or that which is asked about where it has not ended by then. */
export const endOf = (day: Day, { reporting, until }: Pick<ScorecardMaterial, 'reporting' | 'until'>): Instant => {
  const end = endOfDay(reporting.timeZone, day);
  return end < until ? end : until;
};

/** Whether a fact counts for somebody: for whom it was written, whoever has the account now. */
export const countsFor = (credit: Credit, { by, key }: Whose): boolean => keyOf(whoseOf(credit), by) === key;

/** Who had an account at a moment, in which team, and where it belonged on that day. */
export const chargeAt = (account: SegmentedAccount, at: Instant, { presences, reporting }: ScorecardMaterial): Credit => {
  const employeeId = valueAt(account.owners, at);
  const teamId = employeeId === undefined ? undefined : (teamAt(presences.get(employeeId), at) ?? undefined);
  const territory = valueAt(account.territories, dayIn(reporting.timeZone, at));
  return { ...(employeeId && { employeeId }), ...(teamId && { teamId }), ...(territory && { territory }) };
};

/** Who had an account first, in which team, and where it belonged first: for whom its opening counts. */
export const firstChargeOf = ({ owners: [owner], territories: [place] }: SegmentedAccount, { presences }: ScorecardMaterial): Credit => {
  const teamId = owner === undefined ? undefined : (teamAt(presences.get(owner.value), owner.since) ?? undefined);
  return { ...(owner && { employeeId: owner.value }), ...(teamId && { teamId }), ...(place && { territory: place.value }) };
};

/** The accounts that somebody had at a moment, that were open then. */
export const accountsOf = ({ by, key }: Whose, at: Instant, material: ScorecardMaterial): readonly SegmentedAccount[] => {
  const known = charges.get(material) ?? new Map<string, ReadonlyMap<string, readonly SegmentedAccount[]>>();
  charges.set(material, known);
  const name = `${by}|${at}`;
  const byKey = known.get(name) ?? chargesAt(by, at, material);
  known.set(name, byKey);
  return byKey.get(key) ?? [];
};

const chargesAt = (by: Grouping, at: Instant, material: ScorecardMaterial): ReadonlyMap<string, readonly SegmentedAccount[]> => {
  const open = [...material.accounts.values()].filter(({ standings }) => valueAt(standings, at) === 'open');
  return Map.groupBy(open, (account) => keyOf(whoseOf(chargeAt(account, at, material)), by));
};

/** Every key and every KPI asks it of the same two moments. */
const charges = new WeakMap<ScorecardMaterial, Map<string, ReadonlyMap<string, readonly SegmentedAccount[]>>>();

/** Those of them that were key accounts then. */
export const keyAccountsOf = (whose: Whose, at: Instant, material: ScorecardMaterial): readonly SegmentedAccount[] =>
  accountsOf(whose, at, material).filter(({ designation }) => isKeyAccountAt(designation, at, dayIn(material.reporting.timeZone, at)));

/** Lines of a wallet whose period was over by a day: one that runs has had a part of its purchases only. */
export const walletsOverBy = (lines: readonly WalletLine[], day: Day, { fiscalYearStartsIn }: Reporting): readonly WalletLine[] =>
  lines.filter(({ period }) => lastDayOf(lastMonth(period, fiscalYearStartsIn)) <= day);
