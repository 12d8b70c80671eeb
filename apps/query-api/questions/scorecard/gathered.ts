import { type Service } from '#libs/analytics/allocation.js';
import { brierOf } from '#libs/analytics/brier.js';
import { type Days, monthOf } from '#libs/analytics/calendar.js';
import { ratioOf } from '#libs/analytics/money.js';
import { splitOf } from '#libs/analytics/investment.js';
import { toMinor } from '#libs/domain/money.js';
import { type GatheredKpi } from '#libs/domain/kpis.js';
import { SATISFACTION_LEVELS } from '#libs/domain/values.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { complianceOf } from '#libs/read-models/cadence/compliance.js';
import { type Clock, type Clocks } from '#libs/read-models/complaint-desk/clocks.js';
import { type Contest, winLines } from '#libs/read-models/opportunity-board/figures.js';
import { type PredictionRecord } from '#libs/read-models/predictions/predictions.js';
import { levelAt } from '#libs/read-models/satisfaction/figures.js';
import { scoredBy } from '#libs/read-models/stage-board/supported.js';
import { teamAt } from '#libs/read-models/team-kpis/derived.js';
import { isOf } from '#libs/read-models/team-kpis/accounts-behind.js';
import { convertedIn, sumIn } from '#libs/read-models/team-kpis/sales.js';
import { standsFor } from '#libs/read-models/wallet/shares.js';
import { upsideLines } from '#libs/read-models/wallet/upside.js';
import { rounded } from '../account-lines.js';
import { type AccountBehind } from './contract.js';
import { type Figure, said } from './figure.js';
import { growthOf, profitOf } from './key-account-growth.js';
import {
  accountsOf,
  chargeAt,
  countsFor,
  endOf,
  keyAccountsOf,
  type ScorecardMaterial,
  type Span,
  walletsOverBy,
  type Whose,
} from './material.js';

type Read = (whose: Whose, span: Span, material: ScorecardMaterial) => Figure;

/** Every KPI that rests on accounts as they stood, or on several read models. */
export const gathered: { readonly [K in GatheredKpi]: Read } = {
  shareOfWallet: (whose, { days, end }, material) => {
    const { wallets, reporting, walletReporting } = material;
    const lines = accountsOf(whose, end, material).map(({ accountId }) => {
      const over = walletsOverBy(wallets.get(accountId) ?? [], days.to, reporting);
      return [accountId, standsFor(over, reporting.fiscalYearStartsIn)] as const;
    });
    const known = upsideLines(new Map(lines), () => ({ fit: null, designated: false }), { ...walletReporting, lastDay: days.to });
    const sum = (of: (line: (typeof known)[number]) => bigint) => known.reduce((total, line) => total + of(line), 0n);
    const [ours, all] = [sum(({ ours: money }) => positive(toMinor(money))), sum(({ wallet }) => positive(toMinor(wallet)))];
    const behind = known.map(({ accountId, share }) => ({ accountId, value: share }));
    // Nothing is said of all wallets while one of them has no rate.
    const estimated = lines.filter(([, stand]) => stand.length > 0).length;
    if (known.length < estimated) return said(undefined, behind, 'no-rate');
    return said(ratioOf(ours, all), behind, 'no-estimate');
  },

  satisfiedShare: (whose, { end }, material) => {
    const { voice } = material.policies;
    const behind = accountsOf(whose, end, material).flatMap(({ accountId }) => {
      const told = (material.standings.get(accountId) ?? []).flatMap(({ levels }) => levels).toSorted(byTime);
      const level = levelAt({ kind: 'standing', accountId, at: end, levels: told }, { until: end, policy: voice });
      return level === undefined ? [] : [{ accountId, value: SATISFACTION_LEVELS.indexOf(level) + 1 }];
    });
    const satisfied = behind.filter(({ value }) => value >= voice.satisfiedMin);
    return said(shareOf(satisfied.length, behind.length), behind, 'no-opinion');
  },

  relationshipScore: (whose, { end }, material) => {
    const behind = accountsOf(whose, end, material).flatMap(({ accountId }) => {
      const line = material.board.get(accountId);
      const score = line === undefined ? undefined : scoredBy(line, { at: end }).reviewed?.score;
      return score === undefined ? [] : [{ accountId, value: score }];
    });
    return said(meanOf(behind), behind, 'no-review');
  },

  stageAdvances: (whose, { days }, { cells }) => {
    const behind = countedBy(cells, whose, days, ({ stageAdvances = 0 }) => stageAdvances);
    return said(sumOf(behind), behind, 'no-account');
  },

  keyAccountSalesGrowth: (whose, span, material) =>
    growthOf(whose, span, material, 'nothing-before', (accountId, days) => {
      const { minor, withoutRate } = convertedIn(material.cells.get(accountId) ?? [], days, 'net', material.reporting);
      return Object.keys(withoutRate).length > 0 ? 'no-rate' : minor;
    }),

  keyAccountProfitGrowth: (whose, span, material) =>
    growthOf(whose, span, material, 'no-profit-before', (id, days) => profitOf(id, days, material)),

  complaintsAcknowledgedInTime: (whose, span, material) => inTime(whose, span, material, ({ acknowledge }) => acknowledge),
  complaintsResolvedInTime: (whose, span, material) => inTime(whose, span, material, ({ resolve }) => resolve),

  winRate: (whose, span, material) => {
    const contests = contestsOf(whose, span, material);
    const rate = (some: readonly Contest[]) => winLines(some, 'company')[0]?.winRate;
    return said(
      rate(contests),
      byAccount(contests, (own) => rate(own) ?? null),
      'no-decision',
    );
  },

  daysToWin: (whose, span, material) => {
    const won = contestsOf(whose, span, material).filter((contest) => contest.won);
    const days = (some: readonly Contest[]) => winLines(some, 'company')[0]?.daysToWin;
    return said(
      days(won),
      byAccount(won, (own) => days(own) ?? null),
      'nothing-won',
    );
  },

  accountCoverage: (whose, { days, end }, material) => {
    const behind = accountsOf(whose, end, material).map(({ accountId }) => ({
      accountId,
      value: sumIn(material.cells.get(accountId) ?? [], days).interactions ?? 0,
    }));
    return said(shareOf(behind.filter(({ value }) => value > 0).length, behind.length), behind, 'no-account');
  },

  cadenceCompliance: (whose, { days, end }, material) => {
    const behind = accountsOf(whose, end, material).flatMap(({ accountId }) => {
      const document = material.cadences.get(accountId);
      return document === undefined ? [] : [{ accountId, value: complianceOf(document, days.to, material.policies.cadence).compliance }];
    });
    return said(meanOf(behind), behind, 'no-account');
  },

  keyAccountLoad: (whose, { end }, material) => {
    if (whose.by === 'territory') return said(undefined, [], 'not-by-territory');
    const accounts = keyAccountsOf(whose, end, material);
    const owners = new Set(accounts.flatMap(({ owners: line }) => valueAt(line, end) ?? []));
    const own = [...material.capacities.keys()].filter((employeeId) => isWith(employeeId, whose, end, material));
    const people = [...new Set([...owners, ...own])];
    const most = people.reduce((sum, one) => sum + (material.capacities.get(one) ?? material.policies.capacity.keyAccountsMax), 0);
    const behind = accounts.map(({ accountId }) => ({ accountId, value: null }));
    return said(shareOf(accounts.length, most), behind, people.length === 0 ? 'no-key-account' : 'no-capacity');
  },

  timeOnHighValue: (whose, { days }, material) => {
    const [from, to] = [monthOf(days.from), monthOf(days.to)];
    const inMonths = material.time.filter(({ month }) => month >= from && month <= to);
    const cells = inMonths.filter((cell) => countsFor(timeCredit(cell.accountId, cell.month, cell, material), whose));
    const quadrants = material.quadrantsOn(days.to);
    const minutes: Record<Service, number> = { invested: 0, underserved: 0, overserved: 0, maintained: 0 };
    for (const cell of cells) minutes[quadrants.get(material.speakerOf(cell.accountId)) ?? 'maintained'] += cell.minutes;
    const split = Object.fromEntries(Object.entries(splitOf(minutes)).map(([quadrant, part]) => [quadrant, rounded(part ?? 0)]));
    const total = Object.values(minutes).reduce((sum, one) => sum + one, 0);
    const behind = byAccount(
      cells.map((cell) => ({ ...cell, accountId: material.speakerOf(cell.accountId) })),
      (own) => own.reduce((sum, cell) => sum + cell.minutes, 0) / 60,
    );
    return { ...said(shareOf(minutes.invested + minutes.underserved, total), behind, 'no-time'), ...(total > 0 && { split }) };
  },

  predictionScore: (whose, { days }, { predictions, reporting }) => {
    const resolved = predictions.filter(({ credit, resolvedAt }) => {
      const on = resolvedAt === null ? undefined : dayIn(reporting.timeZone, resolvedAt);
      return on !== undefined && on >= days.from && on <= days.to && countsFor(credit, whose);
    });
    const score = (some: readonly PredictionRecord[]) =>
      brierOf(some.map(({ probabilityPercent, status }) => ({ probability: probabilityPercent / 100, cameTrue: status === 'came-true' })));
    return said(
      score(resolved)?.score,
      byAccount(resolved, (own) => score(own)?.score ?? null),
      'no-prediction',
    );
  },
};

const byTime = (left: { readonly at: string }, right: { readonly at: string }): number =>
  Number(left.at > right.at) - Number(left.at < right.at);

const positive = (minor: bigint | undefined): bigint => (minor === undefined || minor < 0n ? 0n : minor);

const shareOf = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

const sumOf = (behind: readonly AccountBehind[]): number => behind.reduce((sum, { value }) => sum + Number(value ?? 0), 0);

const meanOf = (behind: readonly AccountBehind[]): number | undefined => shareOf(sumOf(behind), behind.length);

const byAccount = <One extends { readonly accountId: string }>(
  some: readonly One[],
  valueOf: (own: readonly One[]) => number | null,
): readonly AccountBehind[] =>
  [...Map.groupBy(some, ({ accountId }) => accountId)].map(([accountId, own]) => ({ accountId, value: valueOf(own) }));

/** What counts for somebody in each account's cells; accounts of which nothing counts are not among them. */
export const countedBy = (
  cells: ScorecardMaterial['cells'],
  whose: Whose,
  days: Days,
  valueOf: (counters: ReturnType<typeof sumIn>) => number,
): readonly AccountBehind[] =>
  [...cells].flatMap(([accountId, own]) => {
    const value = valueOf(
      sumIn(
        own.filter((cell) => isOf(cell, whose)),
        days,
      ),
    );
    return value === 0 ? [] : [{ accountId, value }];
  });

/** Complaints that reached us in the span, of those of which it can be said. */
const inTime = (whose: Whose, { days }: Span, { complaints }: ScorecardMaterial, clockOf: (clocks: Clocks) => Clock): Figure => {
  const judged = complaints
    .filter(({ complaint: { on, credit } }) => on >= days.from && on <= days.to && countsFor(credit, whose))
    .map(({ complaint: { accountId }, clocks }) => ({ accountId, ...clockOf(clocks) }))
    .filter(({ at, late }) => late || at !== null);
  const rate = (some: readonly { readonly late: boolean }[]) => shareOf(some.filter(({ late }) => !late).length, some.length);
  return said(
    rate(judged),
    byAccount(judged, (own) => rate(own) ?? null),
    'no-complaint',
  );
};

/** What was decided in the span, for whoever was in charge of the deal, and where the account belonged on that day. */
const contestsOf = (whose: Whose, { days }: Span, material: ScorecardMaterial): readonly Contest[] =>
  material.contests.filter(({ accountId, closedOn, employeeId, teamId }) => {
    if (closedOn < days.from || closedOn > days.to) return false;
    return countsFor({ ...placeOf(accountId, closedOn, material), ...(employeeId && { employeeId }), ...(teamId && { teamId }) }, whose);
  });

const placeOf = (accountId: string, day: string, material: ScorecardMaterial) => {
  const account = material.accounts.get(material.speakerOf(accountId));
  const { territory } = account === undefined ? {} : chargeAt(account, endOf(day, material), material);
  return territory === undefined ? {} : { territory };
};

const timeCredit = (
  accountId: string,
  month: string,
  { employeeId, teamId }: { readonly employeeId: string | null; readonly teamId: string | null },
  material: ScorecardMaterial,
) => ({ ...placeOf(accountId, `${month}-28`, material), ...(employeeId && { employeeId }), ...(teamId && { teamId }) });

/** Whether somebody was there at a moment, in that team where one is asked about. */
const isWith = (employeeId: string, { by, key }: Whose, at: string, { presences, reporting }: ScorecardMaterial): boolean => {
  const presence = presences.get(employeeId);
  const day = dayIn(reporting.timeZone, at);
  if (presence === undefined || presence.from > day || (presence.to !== null && presence.to <= day)) return false;
  if (by === 'company') return true;
  if (by === 'employee') return employeeId === key;
  return teamAt(presence, at) === key;
};
