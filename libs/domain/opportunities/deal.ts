import { type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type DatedLine, valueAt } from '../dated-line.js';
import { type Life, type Lives } from '../life-cycle.js';
import {
  type Credit,
  type Money,
  OPPORTUNITY_STAGES,
  type OpportunityStage,
  QUALIFICATION,
  type QualificationItem,
  type TenderOutcome,
} from '../values.js';
import { type OpportunityEvents } from './messages.js';

/** A deal that we may win, from its opening to its end. */
export interface Deal extends Life<'won' | 'lost'> {
  readonly stages: DatedLine<OpportunityStage>;
  readonly assessments: DatedLine<Assessment>;
  readonly value?: Money | undefined;
  readonly openedBy?: OpportunityEvents['OpportunityLinked']['openedBy'] | undefined;
  readonly credit: Credit;
  /** It is said to have ended more than once. */
  readonly endedTwice?: true;
}

/** What was found out about the prospect of a deal. */
export interface Assessment {
  readonly qualified: boolean;
  readonly missing: readonly QualificationItem[];
  readonly override?: string | undefined;
  readonly remark?: string | undefined;
}

/** A tender that we take part in. */
export interface Tender extends Life<TenderOutcome> {
  readonly bids: DatedLine<OpportunityEvents['BidSubmitted']>;
  readonly value?: Money | undefined;
  readonly dueOn?: string | undefined;
  readonly credit: Credit;
  readonly endedTwice?: true;
}

export interface Opportunities {
  readonly deals: Lives<Deal>;
  readonly tenders: Lives<Tender>;
  /** Ids of withdrawn deals and tenders, each with its kind before it: they are ours, and none is given twice. */
  readonly withdrawn: PersistentMap<string, true>;
}

export const NO_OPPORTUNITIES: Opportunities = {
  deals: PersistentMap.empty(),
  tenders: PersistentMap.empty(),
  withdrawn: PersistentMap.empty(),
};

/** Whether a prospect must be qualified for a stage: it is `qualified`, or comes after it. */
export const needsQualification = (stage: OpportunityStage): boolean =>
  OPPORTUNITY_STAGES.indexOf(stage) >= OPPORTUNITY_STAGES.indexOf('qualified');

/** Whether one stage comes after another. */
export const isLater = (stage: OpportunityStage, than: OpportunityStage): boolean =>
  OPPORTUNITY_STAGES.indexOf(stage) > OPPORTUNITY_STAGES.indexOf(than);

/** What a prospect lacked at a moment; nothing where it was qualified, if only by an override. */
export const missingAt = ({ assessments }: Deal, at: Instant): readonly QualificationItem[] => {
  const assessment = valueAt(assessments, at);
  if (assessment === undefined) return QUALIFICATION;
  return assessment.qualified ? [] : assessment.missing;
};

/** What contradicts itself about deals and tenders: no command comes to it, a correction of what was told could. */
export const contradictionsIn = ({ deals, tenders }: Opportunities): readonly Violation[] => [
  ...deals.entries().flatMap(([id, { begun, ended, endedTwice, stages, assessments }]) =>
    told(`opportunity ${id}`, [
      [
        'OPPORTUNITY_CHANGED_BEFORE_OPENED',
        [...stages, ...assessments].some(({ since }) => since < begun),
        'would change before it was opened',
      ],
      ['OPPORTUNITY_CHANGED_AFTER_END', isAfter([stages, assessments], ended?.at), 'would change after its end'],
      ['OPPORTUNITY_ENDED_BEFORE_OPENED', ended !== undefined && ended.at < begun, 'would end before it was opened'],
      ['OPPORTUNITY_ENDED_TWICE', endedTwice === true, 'would end more than once'],
    ]),
  ),
  ...tenders.entries().flatMap(([id, { begun, ended, endedTwice, bids }]) =>
    told(`tender ${id}`, [
      ['BID_BEFORE_TENDER', bids.some(({ since }) => since < begun), 'would have a bid before it was entered'],
      ['BID_AFTER_OUTCOME', isAfter([bids], ended?.at), 'would have a bid after it was decided'],
      ['TENDER_DECIDED_BEFORE_ENTERED', ended !== undefined && ended.at < begun, 'would be decided before it was entered'],
      ['TENDER_DECIDED_TWICE', endedTwice === true, 'would be decided more than once'],
      ['TENDER_WITHOUT_BID', (ended?.as === 'won' || ended?.as === 'lost') && bids.length === 0, 'would be won or lost without a bid'],
      ['BID_SUBMITTED', ended?.as === 'noBid' && bids.length > 0, 'would have a bid although there was none'],
    ]),
  ),
];

const told = (subject: string, holds: readonly (readonly [code: string, isSo: boolean, detail: string])[]): readonly Violation[] =>
  holds.filter(([, isSo]) => isSo).map(([code, , detail]) => ({ code, subject, detail: `The ${subject} ${detail}.` }));

const isAfter = (lines: readonly DatedLine<unknown>[], end: Instant | undefined): boolean =>
  end !== undefined && lines.some((line) => (line.at(-1)?.since ?? end) > end);

/** The latest moment of which something is told beside the end. */
export const lastChange = (...lines: readonly DatedLine<unknown>[]): Instant | undefined =>
  lines
    .flatMap((line) => line.at(-1)?.since ?? [])
    .toSorted()
    .at(-1);
