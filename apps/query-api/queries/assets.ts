import { id } from '#libs/kernel/kinds.js';
import { type Money } from '#libs/domain/values.js';
import { churnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { orderBook } from '#libs/read-models/order-book/order-book.js';
import { sharedKnowledge } from '#libs/read-models/shared-knowledge/shared-knowledge.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { wallet } from '#libs/read-models/wallet/wallet.js';
import { type Listed } from '../answers.js';
import { compare, customersOf, isCustomerOn, monthsOfYearTo, reported, type ReportedAmount, yearlyRevenue } from '../customers.js';
import { pageOf } from '../page.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { buyingModels, buyingOf, lifetimeOf } from '../questions/buying.js';
import { type Demonstration, demonstrations } from '../questions/demonstration.js';
import { upsideRanking } from '../questions/wallet.js';
import { reportingOf } from '../reporting.js';

/** A customer as an asset that stands outside our books. */
export interface AssetLine {
  readonly accountId: string;
  /**
   * Net sales to come within the horizon of policy `customer-assets`, as they are worth today: BG/NBD for how often, gamma-gamma for how
   * much. Null: too few customers for the models, or it bought on one day only.
   */
  readonly lifetimeValue: Money | null;
  readonly probabilityAlive: number | null;
  readonly revenue12m: ReportedAmount;
  /** What it spends in the period of the latest estimate, whoever sells it, and our share; null: nothing was estimated. */
  readonly purchasingPower: { readonly period: string; readonly wallet: Money; readonly share: number } | null;
  /** Who came because it let us name it, and what those have bought within a year. */
  readonly demonstration: Demonstration & { readonly revenue12m: ReportedAmount };
}

export interface AssetsAnswer extends Listed<AssetLine> {
  readonly horizonMonths: number;
  readonly discountRate: number;
  /** Of all customers whose buying says something. */
  readonly lifetimeValue: Money;
}

/** The register of customers as assets: the most valuable over their lifetime first. */
export const assets = question({
  name: 'Assets',
  path: '/v1/assets',
  summary: 'Customers as assets: lifetime value, purchasing power, and whom they brought by being named',
  parameters: { accountId: id },
  read: { records: churnRecord, orders: orderBook, figures: teamKpis, facts: wallet, knowledge: sharedKnowledge },
  paged: true,
  answer: async ({ records, orders, figures, facts, knowledge, ...asked }): Promise<Omit<AssetsAnswer, 'asOf'>> => {
    const { parameters, sources, moment, until } = asked;
    const reporting = await reportingOf(sources, moment, until);
    const { today } = reporting;
    const policy = await policyInForce(sources.store, 'customer-assets', moment, until);
    const customers = await customersOf({ records, orders, figures }, monthsOfYearTo(today));
    const models = buyingModels(customers, today, reporting);
    const wallets = new Map((await upsideRanking(facts, asked)).map((line) => [line.accountId, line]));
    const demonstrationOf = demonstrations(await knowledge.all({}));
    const sold = new Map(customers.map((customer) => [customer.accountId, yearlyRevenue(customer, today, reporting)]));
    const lines = customers
      .filter(({ record }) => isCustomerOn(record, today, reporting))
      .map((customer) => {
        const { accountId } = customer;
        const minor = lifetimeOf(customer, models, today, reporting, policy);
        const power = wallets.get(accountId);
        const demonstration = demonstrationOf(accountId);
        const brought = demonstration.won.reduce((sum, one) => sum + (sold.get(one)?.minor ?? 0n), 0n);
        const revenue = sold.get(accountId)!;
        const line: AssetLine = {
          accountId,
          lifetimeValue: minor === undefined ? null : reported(minor, reporting).amount,
          probabilityAlive: buyingOf(customer, models, today, reporting).probabilityAlive,
          revenue12m: reported(revenue.minor, reporting, revenue.withoutRate),
          purchasingPower: power === undefined ? null : { period: power.period, wallet: power.wallet, share: power.share },
          demonstration: { ...demonstration, revenue12m: reported(brought, reporting) },
        };
        return { line, minor: minor ?? -1n };
      })
      .toSorted((left, right) => Number(right.minor - left.minor) || compare(left.line.accountId, right.line.accountId));
    const chosen = lines.flatMap(({ line }) => ((parameters.accountId ?? line.accountId) === line.accountId ? [line] : []));
    const total = lines.reduce((sum, { minor }) => sum + (minor > 0n ? minor : 0n), 0n);
    return { ...pageOf(chosen, parameters), ...policy, lifetimeValue: reported(total, reporting).amount };
  },
});
