import { type Money } from '#libs/domain/values.js';
import { id } from '#libs/kernel/kinds.js';
import { sumOf } from '#libs/read-models/opportunity-board/figures.js';
import { opportunityBoard, type OpportunityRecord } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { spokenFor } from '../absorbed.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { question } from '../question.js';

/** A deal in a chain. */
export type LinkedDeal = Pick<OpportunityRecord, 'accountId' | 'opportunityId' | 'title' | 'status' | 'value'>;

/** A deal with what it may open, what opened it, and what it opened. */
export interface DealLinks extends LinkedDeal {
  /** What it was said that it may open, in words. */
  readonly opens: readonly string[];
  /** `account/deal`. */
  readonly openedBy: string | null;
  /** Deals that it opened, also those of other accounts. */
  readonly opened: readonly LinkedDeal[];
  /** What the won ones among them are worth. */
  readonly openedWon: readonly Money[];
}

export type DealLinksAnswer = Listed<DealLinks>;

/** Deals of a page unless told. */
const PAGE_SIZE = 100;

/** What else deals open. */
export const dealLinks = question({
  name: 'DealLinks',
  path: '/v1/deal-links',
  summary: 'Deals that open others, or may, with what those brought',
  parameters: { accountId: id },
  read: { board: opportunityBoard },
  paged: true,
  answer: async ({ board, parameters, sources, moment }): Promise<Omit<DealLinksAnswer, 'asOf'>> => {
    const { accountId } = parameters;
    const theirs = accountId === undefined ? undefined : new Set(await spokenFor(sources, accountId, moment));
    const deals = (await board.all({ kind: 'opportunity' })) as readonly OpportunityRecord[];
    const openedBy = Map.groupBy(deals, (deal) => deal.openedBy);
    const lines = deals.flatMap((deal): readonly DealLinks[] => {
      const opened = openedBy.get(`${deal.accountId}/${deal.opportunityId}`) ?? [];
      const { opens = [] } = deal;
      if (theirs?.has(deal.accountId) === false || (opens.length === 0 && deal.openedBy === null && opened.length === 0)) return [];
      const openedWon = sumOf(opened.filter(({ status }) => status === 'won'));
      return [{ ...linked(deal), opens, openedBy: deal.openedBy, opened: opened.map(linked), openedWon }];
    });
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? PAGE_SIZE);
    return { items: lines.slice(start, end), ...(end < lines.length ? { next: encodeNumber(end) } : {}) };
  },
});

const linked = ({ accountId, opportunityId, title, status, value }: OpportunityRecord): LinkedDeal => ({
  accountId,
  opportunityId,
  title,
  status,
  value,
});
