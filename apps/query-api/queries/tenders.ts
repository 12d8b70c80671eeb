import { TENDER_OUTCOMES } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type MessageMap } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { priceGapOf } from '#libs/read-models/opportunity-board/figures.js';
import { opportunityBoard, type TenderRecord } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { withoutKind } from '../questions/without-kind.js';

/** A tender with how far our bid lay above the winning price, in percent. */
export type TenderLine = Omit<TenderRecord, 'kind'>;

export type TendersAnswer = Listed<TenderLine>;

/** Tenders, the latest first. */
export const tenders = list({
  name: 'Tenders',
  path: '/v1/tenders',
  summary: 'Tenders with bid, outcome, reasons and price gap, the latest first',
  // Every document of that kind is one of these.
  readModel: opportunityBoard as unknown as Projection<TenderRecord, MessageMap>,
  filters: { accountId: id, status: oneOf(['open', ...TENDER_OUTCOMES]), employeeId: id, teamId: id },
  accountIn: 'accountId',
  sort: { by: { openedAt: 'openedAt' }, unless: '-openedAt' },
  where: () => ({ kind: 'tender' }),
  item: (tender): TenderLine => ({ ...withoutKind(tender), priceGapPercent: priceGapOf(tender) }),
});
