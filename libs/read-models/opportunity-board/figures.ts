import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { median, pareto, type ParetoLine, winRate } from '#libs/analytics/deals.js';
import { addAmounts, type Amounts, amountsOf } from '#libs/analytics/money.js';
import { type Day } from '#libs/kernel/message.js';
import { moneysOf, subtractMoney, toMinor } from '#libs/domain/money.js';
import { type BusinessKind, type DealReason, type Money, OPPORTUNITY_STAGES, type OpportunityStage } from '#libs/domain/values.js';
import { type DealAccount, type OpportunityRecord, type TenderRecord } from './opportunity-board.js';

/** Whether a deal is with a customer of ours: as it was said, else whether the account had ordered before the day it was opened. */
export const businessOf = ({ business, openedOn }: Pick<OpportunityRecord, 'business' | 'openedOn'>, account?: DealAccount): BusinessKind =>
  business ?? ((account?.firstOrderOn ?? openedOn) < openedOn ? 'existing' : 'new');

/** What matters for fewer months is tactical; `null` where nobody said for how many. */
export const horizonOf = (
  { impactMonths }: Pick<OpportunityRecord, 'impactMonths'>,
  tacticalBelowMonths: number,
): 'strategic' | 'tactical' | null => (impactMonths === undefined ? null : impactMonths < tacticalBelowMonths ? 'tactical' : 'strategic');

/** By how many percent our bid lay above the winning price, below it where negative; `null` where one of them is not known. */
export const priceGapOf = ({ bid, winningPrice, priceGapPercent }: TenderRecord): number | null => {
  if (bid === null || winningPrice === null || bid.currency !== winningPrice.currency) return priceGapPercent;
  const price = Number(toMinor(winningPrice) ?? 0n);
  return price === 0 ? priceGapPercent : Math.round((Number(toMinor(subtractMoney(bid, winningPrice)) ?? 0n) / price) * 1_000) / 10;
};

/** What was won or lost: a deal, or a tender that decides none. One that decides a deal counts once, as the deal. */
export interface Contest {
  readonly accountId: string;
  readonly id: string;
  readonly won: boolean;
  readonly openedOn: Day;
  readonly closedOn: Day;
  readonly value: Money | null;
  readonly employeeId: string | null;
  readonly teamId: string | null;
  readonly reasons: readonly DealReason[];
  /** Who won it in place of us, and who else had offered. */
  readonly competitors: readonly string[];
  readonly advantage: boolean;
  readonly business: BusinessKind;
  readonly segment: string | null;
  readonly industry: string | null;
  readonly category: string | null;
}

/** Everything that was won or lost. */
export const contestsOf = (
  deals: readonly OpportunityRecord[],
  tenders: readonly TenderRecord[],
  accounts: ReadonlyMap<string, DealAccount>,
): readonly Contest[] => [
  ...deals.filter(({ status }) => status !== 'open').map((deal) => dealContest(deal, accounts.get(deal.accountId))),
  ...tenders
    .filter(({ status, opportunityId }) => opportunityId === null && (status === 'won' || status === 'lost'))
    .map((tender) => tenderContest(tender, accounts.get(tender.accountId))),
];

const dealContest = (deal: OpportunityRecord, account: DealAccount | undefined): Contest => ({
  ...sharedOf(deal, account),
  id: deal.opportunityId,
  won: deal.status === 'won',
  value: deal.value,
  competitors: withWinner(deal.competitors ?? [], deal.winner),
  advantage: deal.uniqueAdvantage !== undefined,
  business: businessOf(deal, account),
  category: deal.category ?? null,
});

const tenderContest = (tender: TenderRecord, account: DealAccount | undefined): Contest => ({
  ...sharedOf(tender, account),
  id: tender.tenderId,
  won: tender.status === 'won',
  value: tender.bid ?? tender.value,
  competitors: withWinner(tender.competitors, tender.winner),
  advantage: false,
  business: businessOf({ business: null, openedOn: tender.openedOn }, account),
  category: null,
});

const sharedOf = (
  { accountId, openedOn, closedOn, employeeId, teamId, reasons }: OpportunityRecord | TenderRecord,
  account?: DealAccount,
) => ({
  accountId,
  openedOn,
  closedOn: closedOn ?? openedOn,
  employeeId,
  teamId,
  reasons,
  segment: account?.segment ?? null,
  industry: account?.industry ?? null,
});

const withWinner = (competitors: readonly string[], winner: string | null): readonly string[] => [
  ...new Set(winner === null ? competitors : [...competitors, winner]),
];

/** What win rates are asked by. */
export const WIN_GROUPINGS = [
  'company',
  'advantage',
  'business',
  'reason',
  'competitor',
  'segment',
  'industry',
  'category',
  'employee',
  'team',
  'account',
] as const;
export type WinGrouping = (typeof WIN_GROUPINGS)[number];

/** Stands for what has no value of the grouping: nobody in charge, no segment. */
const NONE = 'none';

const KEYS: Readonly<Record<WinGrouping, (contest: Contest) => readonly (string | null)[]>> = {
  company: () => ['all'],
  advantage: ({ advantage }) => [advantage ? 'unique' : NONE],
  business: ({ business }) => [business],
  reason: ({ reasons }) => (reasons.length === 0 ? [null] : reasons),
  competitor: ({ competitors }) => (competitors.length === 0 ? [null] : competitors),
  segment: ({ segment }) => [segment],
  industry: ({ industry }) => [industry],
  category: ({ category }) => [category],
  employee: ({ employeeId }) => [employeeId],
  team: ({ teamId }) => [teamId],
  account: ({ accountId }) => [accountId],
};

/** Deals that were decided, of one key of a grouping. */
export interface WinLine {
  readonly key: string;
  readonly won: number;
  readonly lost: number;
  /** Won of what was decided. */
  readonly winRate: number;
  readonly wonValue: readonly Money[];
  readonly lostValue: readonly Money[];
  /** Calendar days from opening to end, the median; `null` where there is none. */
  readonly daysToWin: number | null;
  readonly daysToLose: number | null;
}

/** Win rates by a grouping, the keys with most decisions first. A contest with several reasons or competitors counts under each. */
export const winLines = (contests: readonly Contest[], by: WinGrouping): readonly WinLine[] => {
  const groups = new Map<string, Contest[]>();
  for (const contest of contests)
    for (const key of new Set(KEYS[by](contest).map((one) => one ?? NONE))) {
      const members = groups.get(key) ?? [];
      members.push(contest);
      groups.set(key, members);
    }
  return [...groups]
    .map(([key, members]) => winLine(key, members))
    .toSorted((one, other) => other.won + other.lost - one.won - one.lost || (one.key < other.key ? -1 : 1));
};

const winLine = (key: string, contests: readonly Contest[]): WinLine => {
  const [won, lost] = [contests.filter((one) => one.won), contests.filter((one) => !one.won)];
  const days = (members: readonly Contest[]) => median(members.map((one) => calendarDaysBetween(one.openedOn, one.closedOn))) ?? null;
  return {
    key,
    won: won.length,
    lost: lost.length,
    winRate: winRate({ won: won.length, lost: lost.length }) ?? 0,
    wonValue: sumOf(won),
    lostValue: sumOf(lost),
    daysToWin: days(won),
    daysToLose: days(lost),
  };
};

/** Values by currency; what has none adds nothing. */
export const sumOf = (valued: readonly { readonly value: Money | null }[]): readonly Money[] =>
  moneysOf(valued.reduce<Amounts>((sum, { value }) => (value === null ? sum : addAmounts(sum, amountsOf(value))), {}));

/** A reason for which an account was lost several times. */
export interface RepeatedLoss {
  readonly accountId: string;
  readonly reason: DealReason;
  readonly count: number;
  /** The deals and tenders, the latest {@link REPEATED_MAX}. */
  readonly ids: readonly string[];
}

/** Deals that one repeated loss names. */
export const REPEATED_MAX = 50;

/** Why deals were lost, and where the same reason came back. Nobody can mend a reason that is not known: it repeats nothing. */
export const lossReasons = (
  contests: readonly Contest[],
  repeatedMin: number,
): { readonly pareto: readonly ParetoLine<DealReason>[]; readonly repeated: readonly RepeatedLoss[] } => {
  const lost = contests.filter(({ won }) => !won).toSorted((one, other) => (one.closedOn < other.closedOn ? -1 : 1));
  const named = lost.flatMap((contest) => contest.reasons.filter((reason) => reason !== 'unknown').map((reason) => ({ contest, reason })));
  const groups = Map.groupBy(named, ({ contest, reason }) => `${contest.accountId}|${reason}`);
  return {
    pareto: pareto(lost.flatMap(({ reasons }) => reasons)),
    repeated: [...groups.values()]
      .filter((group) => group.length >= repeatedMin)
      .map((group) => ({
        accountId: group[0]!.contest.accountId,
        reason: group[0]!.reason,
        count: group.length,
        ids: group.slice(-REPEATED_MAX).map(({ contest }) => contest.id),
      }))
      .toSorted((one, other) => other.count - one.count || (one.accountId < other.accountId ? -1 : 1)),
  };
};

/** Deals of one kind of business: how many, and what they are worth. */
export interface DealSum {
  readonly count: number;
  readonly value: readonly Money[];
}

/** Open deals in a stage, existing business apart from new. */
export interface FunnelStage {
  readonly stage: OpportunityStage;
  readonly existing: DealSum;
  readonly new: DealSum;
}

/** What is pursued, and whether the net is cast too wide. */
export interface Focus {
  readonly strategic: number;
  readonly tactical: number;
  /** Nobody said for how long they will matter. */
  readonly unknown: number;
  /** Tactical of those of which it is known. */
  readonly tacticalShare: number | null;
  /** More of them are tactical than policy `opportunities` allows. */
  readonly tooWide: boolean;
}

/** Open deals by stage. */
export const funnelOf = (
  deals: readonly OpportunityRecord[],
  business: (deal: OpportunityRecord) => BusinessKind,
): readonly FunnelStage[] =>
  OPPORTUNITY_STAGES.map((stage) => {
    const within = deals.filter((deal) => deal.status === 'open' && deal.stage === stage);
    const of = (kind: BusinessKind) => dealSum(within.filter((deal) => business(deal) === kind));
    return { stage, existing: of('existing'), new: of('new') };
  });

export const dealSum = (deals: readonly { readonly value: Money | null }[]): DealSum => ({ count: deals.length, value: sumOf(deals) });

/** How open deals are spread over what matters long and short. */
export const focusOf = (
  deals: readonly OpportunityRecord[],
  { tacticalBelowMonths, tacticalShareMax }: { readonly tacticalBelowMonths: number; readonly tacticalShareMax: number },
): Focus => {
  const horizons = deals.filter(({ status }) => status === 'open').map((deal) => horizonOf(deal, tacticalBelowMonths));
  const count = (horizon: 'strategic' | 'tactical' | null) => horizons.filter((one) => one === horizon).length;
  const [strategic, tactical, unknown] = [count('strategic'), count('tactical'), count(null)];
  const tacticalShare = strategic + tactical === 0 ? null : tactical / (strategic + tactical);
  return { strategic, tactical, unknown, tacticalShare, tooWide: tacticalShare !== null && tacticalShare > tacticalShareMax };
};
