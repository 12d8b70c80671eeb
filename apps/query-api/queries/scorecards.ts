import { firstMonth, lastMonth, lengthOf, periodOf } from '#libs/analytics/calendar.js';
import { oneOf, period, text } from '#libs/kernel/kinds.js';
import { cadence } from '#libs/read-models/cadence/cadence.js';
import { complaintDesk } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { opportunityBoard } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { predictions } from '#libs/read-models/predictions/predictions.js';
import { resourceAllocation } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { satisfaction } from '#libs/read-models/satisfaction/satisfaction.js';
import { segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { kpiStandings } from '#libs/read-models/team-kpis/answer.js';
import { GROUPINGS } from '#libs/read-models/team-kpis/documents.js';
import { rowsOf } from '#libs/read-models/team-kpis/rows.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { wallet } from '#libs/read-models/wallet/wallet.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { demandKey, gatherKpis } from '../questions/kpi-material.js';
import { type Scorecard } from '../questions/scorecard/contract.js';
import { gatherScorecards } from '../questions/scorecard/gather.js';
import { scorecardOf } from '../questions/scorecard/scorecard.js';
import { reportingOf } from '../reporting.js';

/** Scorecards of a page unless told. */
const PAGE_SIZE = 20;

export interface ScorecardsAnswer extends Listed<Scorecard> {
  /** The period that was asked for, or the quarter that runs. */
  readonly period: string;
}

/** The four key KPIs and their kin, of everybody who was there in a period. */
export const scorecards = question({
  name: 'Scorecards',
  path: '/v1/scorecards',
  summary: 'The four key KPIs of policy team-kpis with target, actual, trend and the accounts behind them, and the others beside them',
  parameters: { by: oneOf(GROUPINGS), key: text(128), period },
  read: {
    figures: teamKpis,
    names: directory,
    portfolio: segmentsAndTiers,
    wallets: wallet,
    heard: satisfaction,
    board: stageBoard,
    desk: complaintDesk,
    deals: opportunityBoard,
    discipline: cadence,
    usage: resourceAllocation,
    foreseen: predictions,
  },
  paged: true,
  answer: async ({ parameters: asked, sources, moment, until, ...views }): Promise<Omit<ScorecardsAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const { fiscalYearStartsIn, today } = reporting;
    const policy = await policyInForce(sources.store, 'team-kpis', moment, until);
    const chosen = asked.period ?? periodOf(today.slice(0, 7), 'quarter', fiscalYearStartsIn);
    const range = {
      by: asked.by ?? ('company' as const),
      period: lengthOf(chosen),
      ...(asked.key === undefined ? {} : { key: asked.key }),
      from: firstMonth(chosen, fiscalYearStartsIn),
      to: lastMonth(chosen, fiscalYearStartsIn),
    };
    const kpis = await gatherKpis({ range, reporting, cellsOf: 'everybody' }, views.figures, views.names);
    const rows = rowsOf(range, kpis);
    demandKey(range, rows, kpis);
    const start = decodeNumber(asked.cursor, 0);
    const end = start + (asked.limit ?? PAGE_SIZE);
    const material = await gatherScorecards(views, { sources, moment, until, reporting, kpis });
    const items = kpiStandings(rows.slice(start, end), range, kpis).map((standing) => scorecardOf(standing, { material, kpis, policy }));
    return { period: chosen, items, ...(end < rows.length ? { next: encodeNumber(end) } : {}) };
  },
});
