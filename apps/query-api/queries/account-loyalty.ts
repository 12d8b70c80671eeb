import { daysBetween, shiftByDays } from '#libs/analytics/calendar.js';
import { loyaltyOf, type LoyaltyFacts, type LoyaltySignal, stickinessOf, type StickinessPart } from '#libs/analytics/loyalty.js';
import { addAmounts, type Amounts, amountsOf, minorOf, ratioOf } from '#libs/analytics/money.js';
import { type WeightedIndex } from '#libs/analytics/weighted-index.js';
import { type Money } from '#libs/domain/values.js';
import { type Day } from '#libs/kernel/message.js';
import { costToServe } from '#libs/read-models/cost-to-serve/cost-to-serve.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { powerBalance } from '#libs/read-models/power-balance/power-balance.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type CompetitorPresence, type OrderLine, wallet } from '#libs/read-models/wallet/wallet.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** How loyal an account shows itself, and what would make it hard for it to leave; null: nothing is known of it. */
export interface Loyalty {
  readonly loyalty: WeightedIndex<LoyaltySignal> | null;
  readonly stickiness: WeightedIndex<StickinessPart> | null;
  /** From which day on signals are counted. */
  readonly from: Day;
}

export type AccountLoyaltyAnswer = Loyalty & { readonly asOf: AsOf };

/** What ties their processes to ours. */
const LINKS = ['data-sharing', 'forecast-shared', 'joint-initiative', 'plan-acknowledged'] as const;

/** Loyalty by its five signals, and stickiness. */
export const accountLoyalty = question({
  name: 'AccountLoyalty',
  path: '/v1/accounts/{id}/loyalty',
  summary: 'Loyalty by its five signals and stickiness by its four parts, with what each adds',
  read: { board: stageBoard, bought: wallet, care: costToServe, register: voiceRegister, power: powerBalance },
  answer: async ({ board, bought, care, register, power, id, spokenFor, moment, until, sources }): Promise<Loyalty> => {
    const { evidence } = found(await board.get(id), id, moment);
    const rule = await policyInForce(sources.store, 'loyalty', moment, until);
    const { today } = await reportingOf(sources, moment, until);
    const from = shiftByDays(today, -rule.windowDays);
    const isRecent = (day: Day) => day > from && day <= today;
    const all = async <Document extends object>(view: { readonly all: typeof register.all | typeof bought.all }, kind: string) =>
      (await Promise.all(spokenFor.map((accountId) => view.all({ kind, accountId })))).flat() as unknown as readonly Document[];
    const orders = (await all<OrderLine>(bought, 'order')).toSorted((left, right) => (left.on < right.on ? -1 : 1));
    const seen = (await all<CompetitorPresence>(bought, 'competitor'))
      .map(({ lastSeenAt }) => lastSeenAt)
      .toSorted()
      .at(-1);
    const spent = (await Promise.all(spokenFor.map((accountId) => care.all({ accountId })))).flat();
    const costs = spent.filter(({ month }) => isRecent(`${month}-01`));
    const suggestions = (await all<{ readonly at: string }>(register, 'suggestion')).filter(({ at }) => isRecent(at.slice(0, 10)));
    const links = LINKS.filter((kind) => evidence.shown[kind]?.some(({ value }) => isRecent(value.day)));
    const share = careShareOf(
      costs.map(({ cost }) => cost),
      orders.filter(({ on }) => isRecent(on)).map(({ net }) => net),
    );
    const mark = valueAt((await power.get(id))?.switching.them ?? [], until);
    const facts: LoyaltyFacts = {
      from: 0,
      to: daysBetween(from, today),
      orders: orders.map(({ on, category }) => ({ at: daysBetween(from, on), category: category ?? undefined })),
      ...(seen === undefined ? {} : { competitorSeen: daysBetween(from, seen.slice(0, 10)) }),
      suggestions: suggestions.length,
      ...(share === undefined ? {} : { careShare: share }),
      links: links.length,
      // From 1, at once and for nothing, to 5, hardly at all.
      ...(mark === undefined ? {} : { switchingCost: (mark - 1) / 4 }),
    };
    return { loyalty: loyaltyOf(facts, rule) ?? null, stickiness: stickinessOf(facts, rule) ?? null, from };
  },
});

/** Of the currency in which most orders are; costs in others are no part of it. */
const careShareOf = (costs: readonly Money[], orders: readonly Money[]): number | undefined => {
  const [sales, care] = [orders, costs].map((some) => some.map(amountsOf).reduce<Amounts>(addAmounts, {}));
  const [currency] = Object.keys(sales!).toSorted((left, right) => Number(minorOf(sales!, right) - minorOf(sales!, left)));
  return currency === undefined || costs.length === 0 ? undefined : ratioOf(minorOf(care!, currency), minorOf(sales!, currency));
};
