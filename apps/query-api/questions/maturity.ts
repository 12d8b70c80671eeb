import { medianOf } from '#libs/analytics/median.js';
import { type MaturityBand, maturityBand } from '#libs/analytics/stage-score.js';
import { absorbingChain, type Fate } from '#libs/analytics/absorbing-chain.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type Instant } from '#libs/kernel/message.js';
import { stageMatrix, sojourns, type StageSojourn, type StageState } from '#libs/read-models/stage-transitions/sojourns.js';
import { type StageStep } from '#libs/read-models/stage-transitions/stage-transitions.js';
import { daysInStage, type StageBoardLine, type StageMove } from '#libs/read-models/stage-board/stage-board.js';
import { isOrderingAgain, type Scored, scoredBy, type Supported, supportedOf } from '#libs/read-models/stage-board/supported.js';
import { type MaturityFacts } from '#libs/domain/maturity/facts.js';
import { type Maturity, maturityOf, stageFor } from '#libs/domain/maturity/score.js';
import { type Judging } from '../judging.js';
import { keyAccountsByStage, type KeyAccountsByStage, offeringByStage, type OfferingByStage } from './stage-figures.js';
import { type Stage, STAGES } from '#libs/domain/values.js';

/** The stage that people state, the stage that the evidence supports, and the gap between them. */
export interface AccountMaturity {
  readonly accountId: string;
  readonly stated: { readonly stage: Stage; readonly since: Instant; readonly daysInStage: number | null; readonly overridden: boolean };
  /** Since when it is lost; `null`: it is not, and `stated` is the stage that it is in. */
  readonly lostSince: Instant | null;
  /** By the latest review that a stage rests on and what else a stage asks for; `null` before the first. */
  readonly supported: {
    /** `null` where no review is recent enough to say, and for a lost account. */
    readonly stage: Stage | null;
    readonly score: number;
    /** The literature's name for such a score; the stage goes by the policy in force. */
    readonly band: MaturityBand;
    readonly assessedAt: Instant;
  } | null;
  readonly gap: Supported['gap'];
  /** What the last review of the facts came to, and beside it what people think: see `/v1/accounts/{id}/relationship-progress`. */
  readonly reviewed: Scored['reviewed'];
  readonly opinion: Scored['opinion'];
  /** What a review would come to at this moment: each item with its points, what was counted, and what one point more asks for. */
  readonly byFacts: Maturity & { readonly supports: Stage };
  readonly moves: readonly StageMove[];
  /** Every stay in a stage, oldest first; the last one lasts. */
  readonly stays: readonly StageSojourn[];
}

/** An account's maturity, its ages counted to a moment. */
export const maturityAnswer = (
  line: StageBoardLine,
  steps: readonly StageStep[],
  facts: MaturityFacts,
  until: Instant,
  judging: Judging,
): AccountMaturity => {
  const { supportedStage, score, assessedAt, gap } = supportedOf(line, judging.asked, judging.stageEvidence);
  const { stage, since, overridden, lostSince } = line;
  const byFacts = maturityOf(facts, judging.asked, judging.maturity);
  return {
    accountId: line.accountId,
    stated: { stage, since, daysInStage: lostSince === null ? daysIn(line, judging) : null, overridden },
    lostSince,
    supported:
      score === null || assessedAt === null
        ? null
        : { stage: supportedStage, score, band: maturityBand(score, judging.maturity.bands), assessedAt },
    gap,
    ...scoredBy(line, judging.asked),
    byFacts: { ...byFacts, supports: stageFor(byFacts.total, judging.stageEvidence) },
    moves: line.history,
    stays: sojourns(steps, until),
  };
};

const daysIn = ({ since }: StageBoardLine, { reporting: { timeZone, today } }: Judging): number =>
  daysInStage({ since: dayIn(timeZone, since) }, today);

/** One column of the stage board. */
export interface StageColumn {
  readonly stage: Stage;
  /** Open accounts that stand in it; lost ones stand in none. */
  readonly accounts: number;
  readonly overridden: number;
  /** Of those, how many the evidence supports less than stated. */
  readonly statedHigher: number;
  /** Days that its open accounts have been in it: the median, `null` where there are none. */
  readonly medianDaysSoFar: number | null;
}

/** The portfolio by stage, with every move between stages and the time spent in each. */
export interface StageOverview extends ReturnType<typeof stageMatrix> {
  readonly columns: readonly StageColumn[];
  /** Open accounts that are lost, those among them that are being won back, and those that have ordered since. */
  readonly lost: { readonly accounts: number; readonly inWinBack: number; readonly orderingAgain: number };
  /**
   * Where accounts in a stage end if moves go on as they went: the absorbing chain of the transitions, with loss as an end. Null where no
   * end was ever reached.
   */
  readonly chain: readonly Fate<StageState>[] | null;
  /** What is offered to the accounts in each stage. */
  readonly offering: OfferingByStage;
  readonly keyAccounts: KeyAccountsByStage;
}

/** The stage board as columns and the transition matrix, counted to a moment. */
export const stagesAnswer = (
  lines: readonly StageBoardLine[],
  steps: readonly StageStep[],
  until: Instant,
  judging: Judging,
): StageOverview => {
  const open = lines.filter(({ status }) => status === 'open');
  const lost = open.filter(({ lostSince }) => lostSince !== null);
  const customers = open.filter(({ lostSince }) => lostSince === null);
  const matrix = stageMatrix(steps, until);
  return {
    columns: STAGES.map((stage) => column(stage, open, judging)),
    lost: {
      accounts: lost.length,
      inWinBack: lost.filter(({ standing }) => standing === 'win-back').length,
      orderingAgain: lost.filter(isOrderingAgain).length,
    },
    ...matrix,
    chain: absorbingChain(matrix.transitions, ['lost']) ?? null,
    offering: offeringByStage(customers),
    keyAccounts: keyAccountsByStage(customers, judging),
  };
};

const column = (stage: Stage, open: readonly StageBoardLine[], judging: Judging): StageColumn => {
  const own = open.filter((line) => line.stage === stage && line.lostSince === null);
  return {
    stage,
    accounts: own.length,
    overridden: own.filter(({ overridden }) => overridden).length,
    statedHigher: own.filter((line) => supportedOf(line, judging.asked, judging.stageEvidence).gap === 'stated-higher').length,
    medianDaysSoFar: medianOf(own.map((line) => daysIn(line, judging))),
  };
};
