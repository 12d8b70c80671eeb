import { ratioOf } from '#libs/analytics/money.js';
import {
  type AccountType,
  DESIGNATION_BASES,
  type DesignationBasis,
  DESIGNATION_KINDS,
  type DesignationKind,
  type Money,
  STRATEGIC_ROLES,
  type StrategicRole,
} from '#libs/domain/values.js';
import { type DesignationCriteriaPolicy } from '#libs/domain/policy/documents.js';
import { present } from '#libs/domain/dated-line.js';
import { type Day } from '#libs/kernel/message.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type AccountSums, sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { powerBalance } from '#libs/read-models/power-balance/power-balance.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { wallet } from '#libs/read-models/wallet/wallet.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { designationOf, isKey, moneyOf, ownerOf, rounded, type When } from '../questions/account-lines.js';
import { type FiveFlags, flagsOf, type PotentialAndPower } from '../questions/five-flags.js';
import { potentialAndPower } from '../questions/potential-and-power.js';
import { question } from '../question.js';
import { gather, type Gathered, type Segmenting, segmentingOf, WINDOW } from '../segmenting.js';

/** A key account with what it brings. */
interface KeyAccountLine {
  readonly accountId: string;
  readonly name: string;
  readonly kind: DesignationKind;
  readonly basis: DesignationBasis;
  readonly rationale: string;
  readonly since: string;
  /** Approved, and a key account from that day on; null: it is one. */
  readonly from: Day | null;
  readonly owner: string | null;
  readonly type: AccountType | null;
  readonly role: StrategicRole | null;
  readonly revenue: Money;
  readonly revenueShare: number | null;
  readonly profit: Money;
  readonly flags: FiveFlags;
}

export interface KeyAccountsAnswer {
  readonly until: string;
  readonly from: string;
  /** Of open accounts; those that are approved for a later day are not counted. */
  readonly count: number;
  /** Of the net sales of all accounts. */
  readonly revenueShare: number | null;
  /** Where that share should lie, by policy `designation-criteria`: below, the wrong ones were picked or they buy elsewhere; above, we depend on them. */
  readonly band: { readonly min: number; readonly max: number; readonly is: 'below' | 'within' | 'above' | null };
  readonly byBasis: Readonly<Record<DesignationBasis, number>>;
  readonly byKind: Readonly<Record<DesignationKind, number>>;
  readonly byRole: Readonly<Record<StrategicRole, number>>;
  /** Roles that no key account has. */
  readonly rolesMissing: readonly StrategicRole[];
  /** The most profitable first. */
  readonly items: readonly KeyAccountLine[];
  readonly asOf: AsOf;
}

/** Key accounts with their bets, their roles, what they bring, and the five features of a key account. */
export const keyAccounts = question({
  name: 'KeyAccounts',
  path: '/v1/key-accounts',
  summary: 'Key accounts by basis, kind and role, their share of the sales against its band, five flags each',
  parameters: WINDOW,
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory, facts: wallet, lines: stageBoard, power: powerBalance },
  answer: async ({ board, figures, names, facts, lines: sold, power, ...circumstances }): Promise<Omit<KeyAccountsAnswer, 'asOf'>> => {
    const { parameters, sources, moment, until } = circumstances;
    const asked = await segmentingOf(parameters, sources, moment, until);
    const criteria = await policyInForce(sources.store, 'designation-criteria', moment, until);
    const gathered = await gather({ board, figures, names }, asked);
    const when = { at: until, day: asked.reporting.today };
    const sums = new Map(sumsOf(gathered.now).map((account) => [account.accountId, account]));
    const total = [...sums.values()].reduce((sum, { revenue }) => sum + revenue, 0n);
    const beside = await potentialAndPower({ facts, sold, power }, circumstances, asked);
    const lines = linesOf(gathered, asked, { criteria, sums, total, when, beside });
    const active = lines.filter((line) => line.active);
    const share = ratioOf(
      active.reduce((sum, { revenue }) => sum + revenue, 0n),
      total,
    );
    const { min, max } = criteria.revenueShareBand;
    const byRole = counted(
      STRATEGIC_ROLES,
      active.map(({ line }) => line.role),
    );
    return {
      until: asked.window.until,
      from: gathered.now.months[0]!,
      count: active.length,
      revenueShare: share === undefined ? null : rounded(share),
      band: { min, max, is: share === undefined ? null : share < min ? 'below' : share > max ? 'above' : 'within' },
      byBasis: counted(
        DESIGNATION_BASES,
        active.map(({ line }) => line.basis),
      ),
      byKind: counted(
        DESIGNATION_KINDS,
        active.map(({ line }) => line.kind),
      ),
      byRole,
      rolesMissing: STRATEGIC_ROLES.filter((role) => byRole[role] === 0),
      items: lines
        .toSorted(
          (left, right) =>
            Number(right.minor > left.minor) - Number(right.minor < left.minor)
            || Number(left.line.accountId > right.line.accountId) - Number(left.line.accountId < right.line.accountId),
        )
        .map(({ line }) => line),
    };
  },
});

const counted = <Word extends string>(words: readonly Word[], found: readonly (Word | null)[]): Readonly<Record<Word, number>> =>
  Object.fromEntries(words.map((word) => [word, found.filter((one) => one === word).length])) as Record<Word, number>;

/** Every account that is designated, with what its line is made of. */
const linesOf = (
  gathered: Gathered,
  asked: Segmenting,
  {
    criteria,
    sums,
    total,
    when,
    beside,
  }: {
    readonly criteria: DesignationCriteriaPolicy;
    readonly sums: ReadonlyMap<string, AccountSums>;
    readonly total: bigint;
    readonly when: When;
    readonly beside: PotentialAndPower;
  },
) => {
  const flags = flagsOf(gathered, asked, criteria, beside);
  const money = moneyOf(asked.reporting.currency);
  return gathered.accounts.flatMap((account) => {
    const designated = designationOf(account);
    if (designated === null) return [];
    const { revenue = 0n, profit = 0n } = sums.get(account.accountId) ?? {};
    const share = ratioOf(revenue, total);
    const { kind, basis, rationale, effectiveFrom = null } = designated;
    return [
      {
        minor: profit,
        revenue,
        active: isKey(account, when),
        line: {
          accountId: account.accountId,
          name: account.name,
          kind,
          basis,
          rationale,
          since: account.designation.designations.at(-1)!.since,
          from: effectiveFrom !== null && effectiveFrom > when.day ? effectiveFrom : null,
          owner: ownerOf(account),
          type: present(account.designation.types)?.type ?? null,
          role: present(account.designation.roles)?.role ?? null,
          revenue: money(revenue),
          revenueShare: share === undefined ? null : rounded(share),
          profit: money(profit),
          flags: flags(account.accountId),
        } satisfies KeyAccountLine,
      },
    ];
  });
};
