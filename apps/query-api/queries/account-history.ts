import { account } from '#libs/domain/registry.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { isIn, type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';

export type HistoryAnswer = Listed<RecordedEvent>;

/** Events of a page unless told. */
const PAGE_SIZE = 100;

/** The events of an account themselves, for auditors: oldest first, every word of them. */
export const history = question({
  name: 'History',
  path: '/v1/accounts/{id}/history',
  summary: 'The events themselves, for auditors',
  parameters: { type: oneOf(account.eventTypes) },
  paged: true,
  answer: async ({
    id,
    parameters: { type, cursor, limit = PAGE_SIZE },
    moment,
    sources: { store },
  }): Promise<Omit<HistoryAnswer, 'asOf'>> => {
    const items: RecordedEvent[] = [];
    for await (const event of store.read(`account-${id}`, { from: decodeNumber(cursor, 1) })) {
      if (!isIn(moment, event) || (type !== undefined && event.type !== type)) continue;
      if (items.length === limit) return { items, next: encodeNumber(event.version) };
      items.push(event);
    }
    if (items.length === 0) await demandAccount(store, id, moment);
    return { items };
  },
});
