import { oneOf } from '#libs/kernel/kinds.js';
import { WIN_GROUPINGS, type WinLine, winLines } from '#libs/read-models/opportunity-board/figures.js';
import { opportunityBoard } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { question } from '../question.js';
import { DEALS, dealsOf } from '../questions/deals.js';
import { reportingOf } from '../reporting.js';

export type WinRatesAnswer = Listed<WinLine>;

/** Lines of a page unless told. */
const PAGE_SIZE = 100;

/** How many deals and tenders are won, and how long that takes. */
export const winRates = question({
  name: 'WinRates',
  path: '/v1/win-rates',
  summary: 'Win rate, value and days to the end, by unique advantage, reason, competitor, segment, person …',
  parameters: { by: oneOf(WIN_GROUPINGS), ...DEALS },
  read: { board: opportunityBoard },
  paged: true,
  answer: async ({ board, parameters, sources, moment, until }): Promise<Omit<WinRatesAnswer, 'asOf'>> => {
    const { fiscalYearStartsIn } = await reportingOf(sources, moment, until);
    const { contests } = await dealsOf(board, parameters, { sources, moment, fiscalYearStartsIn });
    const lines = winLines(contests, parameters.by ?? 'company');
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? PAGE_SIZE);
    return { items: lines.slice(start, end), ...(end < lines.length ? { next: encodeNumber(end) } : {}) };
  },
});
