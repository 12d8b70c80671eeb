import { id } from '#libs/kernel/kinds.js';
import { type Condition } from '#libs/kernel/ports.js';
import { type CrossSell, crossSellOf, type Penetration, penetrationOf } from '#libs/read-models/wallet/penetration.js';
import { type OrderLine, wallet } from '#libs/read-models/wallet/wallet.js';
import { firstMonth, lastDayOf, lastMonth } from '#libs/analytics/calendar.js';
import { satisfaction, type StandingRecord } from '#libs/read-models/satisfaction/satisfaction.js';
import { spokenFor } from '../absorbed.js';
import { type AsOf } from '../answers.js';
import { boundary } from '../parameters.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** What is bought of what we sell: of one account by its divisions, else of all of them as if each were a division. */
export interface WhiteSpaceAnswer extends Penetration {
  /** Accounts that buy several product lines. */
  readonly crossSell: CrossSell | null;
  /** The same by how satisfied they said to be last; `no-opinion` where they never said. */
  readonly crossSellBySatisfaction: readonly CrossSell[];
  readonly asOf: AsOf;
}

/** Stands for accounts that never said how satisfied they are. */
const NO_OPINION = 'no-opinion';

/** Product lines × divisions, and where nothing is bought. */
export const whiteSpace = question({
  name: 'WhiteSpace',
  path: '/v1/white-space',
  summary: 'Product lines × divisions of an account, or × accounts: what is bought, and the white space; cross-selling',
  parameters: { accountId: id, from: boundary, to: boundary },
  read: { facts: wallet, heard: satisfaction },
  answer: async ({ facts, heard, parameters, sources, moment, until }): Promise<Omit<WhiteSpaceAnswer, 'asOf'>> => {
    const { accountId, from, to } = parameters;
    const { fiscalYearStartsIn } = await reportingOf(sources, moment, until);
    const days: Condition = {
      ...(from === undefined ? {} : { gte: `${firstMonth(from, fiscalYearStartsIn)}-01` }),
      ...(to === undefined ? {} : { lte: lastDayOf(lastMonth(to, fiscalYearStartsIn)) }),
    };
    const when = from === undefined && to === undefined ? {} : { on: days };
    const orders = (await facts.all({ kind: 'order', ...when })) as readonly OrderLine[];
    const categories = [...new Set(orders.flatMap(({ category }) => category ?? []))].toSorted();
    const theirs = accountId === undefined ? undefined : new Set(await spokenFor(sources, accountId, moment));
    const asked =
      theirs === undefined
        ? orders.map((order) => ({ ...order, division: order.accountId }))
        : orders.filter((order) => theirs.has(order.accountId));
    const [crossSell = null] = crossSellOf(asked, () => 'all');
    const levels = new Map(
      ((await heard.all({ kind: 'standing' })) as readonly StandingRecord[]).map((one) => [one.accountId, one.levels.at(-1)?.level]),
    );
    const crossSellBySatisfaction = crossSellOf(asked, (one) => levels.get(one) ?? NO_OPINION);
    return { ...penetrationOf(asked, categories), crossSell, crossSellBySatisfaction };
  },
});
