import {
  type Delivered,
  afterSale as afterSaleModel,
  type Touch,
  touchesAfter,
  type Word,
} from '#libs/read-models/after-sale/after-sale.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { withoutKind } from '../questions/without-kind.js';
import { reportingOf } from '../reporting.js';

/** A delivery with its checklist. */
export interface AfterSaleLine extends Omit<Delivered, 'kind'> {
  readonly touches: readonly Touch[];
}

/** Words after the latest deliveries of an account. */
export interface AfterSaleAnswer {
  readonly items: readonly AfterSaleLine[];
  /** Of the touches whose days are over, how many were made; `null` while none is. */
  readonly doneRate: number | null;
  readonly asOf: AsOf;
}

/** Deliveries that one answer tells, the latest. */
const DELIVERIES_MAX = 100;

/** Whether the customer heard from us after each delivery: what comes next depends on it. */
export const afterSale = question({
  name: 'AfterSale',
  path: '/v1/accounts/{id}/after-sale',
  summary: 'Words with the customer after each delivery: done, due, ahead or missed',
  read: { facts: afterSaleModel },
  answer: async ({ facts, id, spokenFor, sources, moment, until }): Promise<Omit<AfterSaleAnswer, 'asOf'>> => {
    await demandAccount(sources.store, id, moment);
    const { firstTouchDays, secondTouchDays, thirdTouchDays } = await policyInForce(sources.store, 'after-sale', moment, until);
    const { today } = await reportingOf(sources, moment, until);
    const [deliveries, words]: [Delivered[], Word[]] = [[], []];
    for (const accountId of spokenFor) {
      const sort = { field: 'on', descending: true };
      const { items } = await facts.find({ where: { kind: 'delivery', accountId }, sort, limit: DELIVERIES_MAX });
      deliveries.push(...items.map(({ document }) => document as Delivered));
    }
    const latest = deliveries.toSorted((one, other) => (one.on < other.on ? 1 : -1)).slice(0, DELIVERIES_MAX);
    const from = latest.at(-1)?.on;
    if (from !== undefined)
      for (const accountId of spokenFor)
        words.push(...((await facts.all({ kind: 'word', accountId, on: { gte: from } })) as readonly Word[]));
    const byDay = words.toSorted((one, other) => (one.on < other.on ? -1 : 1));
    const items = latest.map((delivery) => ({
      ...withoutKind(delivery),
      touches: touchesAfter(delivery, byDay, [firstTouchDays, secondTouchDays, thirdTouchDays], today),
    }));
    const settled = items.flatMap(({ touches }) => touches).filter(({ status }) => status === 'done' || status === 'missed');
    const done = settled.filter(({ status }) => status === 'done').length;
    return { items, doneRate: settled.length === 0 ? null : done / settled.length };
  },
});
