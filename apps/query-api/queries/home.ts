import { fromMinor, toMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { healthSignals } from '#libs/read-models/health-signals/health-signals.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { wallet } from '#libs/read-models/wallet/wallet.js';
import { type AsOf } from '../answers.js';
import { customersOf, monthsOfYearTo, type ReportedAmount } from '../customers.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { rounded } from '../questions/account-lines.js';
import { buyingModels } from '../questions/buying.js';
import { churnRisk } from '../questions/churn-risk.js';
import { upsideRanking } from '../questions/wallet.js';
import { reportingOf } from '../reporting.js';

/** What there is to lose and what there is to win, in one answer. */
export interface HomeAnswer {
  readonly customers: number;
  readonly revenue12m: ReportedAmount;
  /** How much of that may be counted on. */
  readonly continuity: {
    /** Revenue × P(alive) by repeat buying, of the customers of whom their buying says something. */
    readonly byBuying: ReportedAmount;
    /** How many those are; the revenue of the others is in no figure by buying. */
    readonly customersByBuying: number;
    /** Revenue × (1 − P(leaving)) by satisfaction, of all customers. */
    readonly bySatisfaction: Money;
    /** Of the revenue; null where there is none. */
    readonly shareBySatisfaction: number | null;
  };
  /** What is left to be won where a wallet was estimated. */
  readonly future: {
    readonly accounts: number;
    readonly wallet: Money;
    readonly headroom: Money;
    /** Headroom × fit. */
    readonly upside: Money;
    /** Most upside first, at most {@link NAMED_MAX}. */
    readonly most: readonly { readonly accountId: string; readonly upside: Money; readonly designated: boolean }[];
  };
  /** Most revenue at risk by satisfaction first, at most {@link NAMED_MAX}. */
  readonly atRisk: readonly {
    readonly accountId: string;
    readonly revenue12m: ReportedAmount;
    readonly atRiskBySatisfaction: ReportedAmount;
    readonly probabilityAlive: number | null;
  }[];
  readonly asOf: AsOf;
}

/** Accounts that the page names on either side. */
const NAMED_MAX = 5;

/** Continuity of today's revenue, and the future: where the portfolio begins. */
export const home = question({
  name: 'Home',
  path: '/v1/home',
  summary: 'Continuity of the revenue of today by P(alive), and the future as headroom: where the portfolio begins',
  read: { records: churnRecord, orders: orderBook, signals: healthSignals, figures: teamKpis, facts: wallet },
  answer: async ({ records, orders, signals, figures, facts, ...asked }): Promise<Omit<HomeAnswer, 'asOf'>> => {
    const { sources, moment, until } = asked;
    const reporting = await reportingOf(sources, moment, until);
    const prior = await policyInForce(sources.store, 'churn-prior', moment, until);
    const customers = await customersOf({ records, orders, signals, figures }, monthsOfYearTo(reporting.today));
    const { totals, lines } = churnRisk(customers, prior, buyingModels(customers, reporting.today, reporting), reporting);
    const ranking = await upsideRanking(facts, asked);
    const { currency } = reporting;
    const minorOf = ({ amount }: Money) => toMinor({ amount, currency }) ?? 0n;
    const sum = (of: (line: (typeof ranking)[number]) => Money) =>
      fromMinor(
        ranking.reduce((total, line) => total + minorOf(of(line)), 0n),
        currency,
      );
    const revenue = minorOf(totals.revenue12m.amount);
    const kept = revenue - minorOf(totals.atRiskBySatisfaction.amount);
    return {
      customers: totals.customers,
      revenue12m: totals.revenue12m,
      continuity: {
        byBuying: totals.continuity,
        customersByBuying: lines.filter(({ buying }) => buying.probabilityAlive !== null).length,
        bySatisfaction: fromMinor(kept, currency),
        shareBySatisfaction: revenue > 0n ? rounded(Number(kept) / Number(revenue)) : null,
      },
      future: {
        accounts: ranking.length,
        wallet: sum((line) => line.wallet),
        headroom: sum((line) => line.headroom),
        upside: sum((line) => line.upside),
        most: ranking.slice(0, NAMED_MAX).map(({ accountId, upside, designated }) => ({ accountId, upside, designated })),
      },
      atRisk: lines
        .toSorted((left, right) => Number(minorOf(right.atRiskBySatisfaction.amount) - minorOf(left.atRiskBySatisfaction.amount)))
        .slice(0, NAMED_MAX)
        .map(({ accountId, revenue12m, atRiskBySatisfaction, buying }) => ({
          accountId,
          revenue12m,
          atRiskBySatisfaction,
          probabilityAlive: buying.probabilityAlive,
        })),
    };
  },
});
