import { firstMonth, lastMonth } from '#libs/analytics/calendar.js';
import { id } from '#libs/kernel/kinds.js';
import { type Condition } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { type Contest, contestsOf } from '#libs/read-models/opportunity-board/figures.js';
import {
  type DealAccount,
  type OpportunityDocument,
  type OpportunityRecord,
  type TenderRecord,
} from '#libs/read-models/opportunity-board/opportunity-board.js';
import { speakers, spokenFor } from '../absorbed.js';
import { type Moment } from '../answers.js';
import { boundary, type ValuesOf } from '../parameters.js';
import { type Sources } from '../sources.js';
import { type View } from '../view.js';

/** Whose deals, and which of those that were decided: parameters of every question about many. */
export const DEALS = { accountId: id, employeeId: id, teamId: id, from: boundary, to: boundary } as const;

/** Deals, tenders and accounts that a question is about. */
export interface DealMaterial {
  readonly deals: readonly OpportunityRecord[];
  readonly tenders: readonly TenderRecord[];
  readonly accounts: ReadonlyMap<string, DealAccount>;
  /** What was won or lost in the range that was asked for, by the account that speaks for the one of the deal. */
  readonly contests: readonly Contest[];
}

/** Gathers deals, those that were decided by the months in which that was. @throws Problem where the range ends before it begins */
export const dealsOf = async (
  board: View<OpportunityDocument>,
  { accountId, employeeId, teamId, from, to }: ValuesOf<typeof DEALS>,
  {
    sources,
    moment,
    fiscalYearStartsIn,
  }: { readonly sources: Sources; readonly moment: Moment | undefined; readonly fiscalYearStartsIn: number },
): Promise<DealMaterial> => {
  const [first, last] = [from && firstMonth(from, fiscalYearStartsIn), to && lastMonth(to, fiscalYearStartsIn)];
  if (first !== undefined && last !== undefined && last < first) {
    const detail = `Ends before from, which is ${from}: turn the two around.`;
    throw new Problem('INVALID_QUERY', `Wrong parameters: to. ${detail}`, { errors: [{ pointer: '/to', detail }] });
  }
  const parts = accountId === undefined ? [{}] : (await spokenFor(sources, accountId, moment)).map((one) => ({ accountId: one }));
  const all = async <D extends OpportunityDocument>(kind: D['kind'], where: Readonly<Record<string, Condition>> = {}) => {
    const found: D[] = [];
    for (const part of parts) found.push(...((await board.all({ kind, ...part, ...where })) as readonly D[]));
    return found;
  };
  const isTheirs = (deal: OpportunityRecord | TenderRecord) =>
    (employeeId === undefined || deal.employeeId === employeeId) && (teamId === undefined || deal.teamId === teamId);
  const accounts = new Map((await all<DealAccount>('account')).map((account) => [account.accountId, account]));
  const deals = (await all<OpportunityRecord>('opportunity')).filter(isTheirs);
  const tenders = (await all<TenderRecord>('tender')).filter(isTheirs);
  const speakerOf = await speakers(sources, moment);
  const decided = contestsOf(deals, tenders, accounts).map((contest) => ({ ...contest, accountId: speakerOf(contest.accountId) }));
  const contests = decided.filter(
    ({ closedOn }) => (first === undefined || closedOn.slice(0, 7) >= first) && (last === undefined || closedOn.slice(0, 7) <= last),
  );
  return { deals, tenders, accounts, contests };
};
