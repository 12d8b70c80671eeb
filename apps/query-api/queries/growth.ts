import { firstMonth, PERIODS } from '#libs/analytics/calendar.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { Problem } from '#libs/platform/problem.js';
import { type AccountEntry, directory } from '#libs/read-models/directory/directory.js';
import { type KpiCell } from '#libs/read-models/team-kpis/documents.js';
import { type GrowthLine, growthLines, growthRange } from '#libs/read-models/team-kpis/growth.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { survivors } from '../absorbed.js';
import { type AsOf } from '../answers.js';
import { boundary } from '../parameters.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** Periods that one answer tells: twenty years of months. */
const PERIODS_MAX = 240;

/** Growth by period. */
export interface GrowthAnswer {
  readonly items: readonly GrowthLine[];
  readonly asOf: AsOf;
}

/** Growth decomposed: what the same customers bought more and less, who was lost, and what is new. */
export const growth = question({
  name: 'Growth',
  path: '/v1/growth',
  summary: 'Growth decomposed into expansion, contraction, lost and new accounts; existing business against new',
  parameters: { period: oneOf(PERIODS), from: boundary, to: boundary },
  read: { figures: teamKpis, names: directory },
  answer: async ({ figures, names, parameters, sources, moment, until }): Promise<Omit<GrowthAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const speaking = survivors((await names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
    const all = (await figures.all({ kind: 'cell' })) as readonly KpiCell[];
    const cells = all.map((cell) => ({ ...cell, accountId: speaking.get(cell.accountId) ?? cell.accountId }));
    const { period = 'quarter', from, to } = parameters;
    const first = from && firstMonth(from, reporting.fiscalYearStartsIn);
    const range = growthRange(cells, { from: first, to }, reporting);
    if (range.to < range.from) refuse('/to', 'Ends before the range begins: turn the two around.');
    const items = growthLines(cells, { period, ...range }, reporting);
    if (items.length > PERIODS_MAX)
      refuse('/from', `Comes to ${items.length} periods, ${PERIODS_MAX} are the most: ask for a shorter range.`);
    return { items };
  },
});

const refuse = (pointer: string, detail: string): never => {
  throw new Problem('INVALID_QUERY', `Wrong parameters: ${pointer.slice(1)}. ${detail}`, { errors: [{ pointer, detail }] });
};
