import { NEED_DIMENSIONS, NEED_DIRECTIONS, type NeedDimension, type NeedDirection } from '#libs/domain/values.js';
import { id } from '#libs/kernel/kinds.js';
import { type Instant } from '#libs/kernel/message.js';
import { opportunityBoard, type OpportunityRecord } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type NeedEntry, voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type AsOf } from '../answers.js';
import { documentsOf } from '../parts.js';
import { question } from '../question.js';

/** A need with what we pursue because of it. */
export interface PursuedNeed {
  readonly accountId: string;
  readonly needId: string;
  readonly need: string;
  readonly dimension: NeedDimension;
  readonly importance: number | null;
  /** When it was told, or last grew or reached for something else. */
  readonly since: Instant;
  /** What it reaches for since. */
  readonly change: { readonly direction: NeedDirection; readonly change: string } | null;
  readonly opportunities: readonly { readonly opportunityId: string; readonly status: OpportunityRecord['status'] }[];
}

export interface NeedDriftAnswer {
  readonly needs: number;
  readonly unmet: number;
  /** How often needs went which way. */
  readonly changes: Readonly<Record<NeedDirection, number>>;
  readonly byDimension: Readonly<Record<NeedDimension, Readonly<Record<NeedDirection, number>>>>;
  /** Needs of which deals came: how many, and how those stand. */
  readonly pursued: { readonly needs: number; readonly open: number; readonly won: number; readonly lost: number };
  readonly items: readonly PursuedNeed[];
  /**
   * Deals to be opened, with `needId`: needs that grew, reach for something else or are unmet, and of which no deal came since; the most
   * important first, at most {@link LINES_MAX}.
   */
  readonly proposed: readonly PursuedNeed[];
  readonly asOf: AsOf;
}

/** Needs of either list. */
const LINES_MAX = 200;

/** Which way needs go, and the deals that come of them. */
export const needDrift = question({
  name: 'NeedDrift',
  path: '/v1/need-drift',
  summary: 'Which way needs go (up, down, outward), the deals that came of them, and those that should',
  parameters: { accountId: id },
  read: { voice: voiceRegister, board: opportunityBoard },
  answer: async ({ voice, board, parameters: { accountId }, ...asked }): Promise<Omit<NeedDriftAnswer, 'asOf'>> => {
    const needs = (await documentsOf(voice, asked, accountId, { kind: 'need' })) as readonly NeedEntry[];
    const deals = (await documentsOf(board, asked, accountId, { kind: 'opportunity' })) as readonly OpportunityRecord[];
    const dealsOf = Map.groupBy(
      deals.filter(({ needId }) => needId !== undefined),
      (deal) => `${deal.accountId} ${deal.needId}`,
    );
    const lines = needs.map((need) => ({ need, deals: dealsOf.get(`${need.accountId} ${need.id}`) ?? [], line: lineOf(need) }));
    const told = (one: (typeof lines)[number]): PursuedNeed => ({
      ...one.line,
      opportunities: one.deals.map(({ opportunityId, status }) => ({ opportunityId, status })),
    });
    const pursued = lines.filter((one) => one.deals.length > 0);
    const count = (status: OpportunityRecord['status']) =>
      pursued.reduce((sum, one) => sum + one.deals.filter((deal) => deal.status === status).length, 0);
    const counted = (of: readonly NeedEntry[]) =>
      Object.fromEntries(
        NEED_DIRECTIONS.map((direction) => [
          direction,
          of.flatMap(({ changes }) => changes).filter(({ value }) => value.direction === direction).length,
        ]),
      ) as Record<NeedDirection, number>;
    return {
      needs: needs.length,
      unmet: needs.filter(({ status }) => status === 'unmet').length,
      changes: counted(needs),
      byDimension: Object.fromEntries(
        NEED_DIMENSIONS.map((dimension) => [dimension, counted(needs.filter((need) => need.dimension === dimension))]),
      ) as NeedDriftAnswer['byDimension'],
      pursued: { needs: pursued.length, open: count('open'), won: count('won'), lost: count('lost') },
      items: byImportance(pursued).slice(0, LINES_MAX).map(told),
      proposed: byImportance(lines.filter(isOpenQuestion)).slice(0, LINES_MAX).map(told),
    };
  },
});

const lineOf = ({ accountId, id: needId, need, dimension, importance, at, changes }: NeedEntry): Omit<PursuedNeed, 'opportunities'> => {
  const last = changes.at(-1);
  return { accountId, needId, need, dimension, importance: importance ?? null, since: last?.since ?? at, change: last?.value ?? null };
};

interface Line {
  readonly need: NeedEntry;
  readonly deals: readonly OpportunityRecord[];
  readonly line: Omit<PursuedNeed, 'opportunities'>;
}

/** Something to sell that nobody pursues: it is unmet or has grown since, and no deal of it was opened from then on. */
const isOpenQuestion = ({ need, deals, line }: Line): boolean => {
  if (line.change?.direction === 'down') return false;
  const isMet = need.status === 'met' && (need.metAt ?? '') >= line.since;
  return !isMet && !deals.some((deal) => deal.status === 'open' || deal.openedAt >= line.since);
};

const byImportance = <L extends Line>(lines: readonly L[]): readonly L[] =>
  lines.toSorted(
    (left, right) => (right.line.importance ?? 0) - (left.line.importance ?? 0) || (left.line.since < right.line.since ? 1 : -1),
  );
