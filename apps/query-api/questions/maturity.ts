import { type MaturityBand, maturityBand } from '#libs/analytics/stage-score.js';
import { type Instant } from '#libs/kernel/message.js';
import { stageMatrix, sojourns, type StageSojourn } from '#libs/read-models/stage-transitions/sojourns.js';
import { type StageStep } from '#libs/read-models/stage-transitions/stage-transitions.js';
import { daysInStage, type StageBoardLine, type StageMove } from '#libs/read-models/stage-board/stage-board.js';
import { type Stage, STAGES } from '#libs/domain/values.js';

/** The stage that people state, the stage that the evidence supports, and the gap between them. */
export interface AccountMaturity {
  readonly accountId: string;
  readonly stated: { readonly stage: Stage; readonly since: Instant; readonly daysInStage: number; readonly overridden: boolean };
  /** By the latest review: six items of 1–4 points; `null` before the first. */
  readonly supported: {
    readonly stage: Stage;
    readonly score: number;
    /** The literature's name for such a score; the stage goes by the policy in force at the review. */
    readonly band: MaturityBand;
    readonly assessedAt: Instant;
  } | null;
  readonly gap: StageBoardLine['gap'];
  readonly moves: readonly StageMove[];
  /** Every stay in a stage, oldest first; the last one lasts. */
  readonly stays: readonly StageSojourn[];
}

/** An account's maturity, its ages counted to a moment. */
export const maturityAnswer = (line: StageBoardLine, steps: readonly StageStep[], until: Instant): AccountMaturity => ({
  accountId: line.accountId,
  stated: { stage: line.stage, since: line.since, daysInStage: daysInStage(line, until.slice(0, 10)), overridden: line.overridden },
  supported:
    line.supportedStage === null || line.score === null || line.assessedAt === null
      ? null
      : { stage: line.supportedStage, score: line.score, band: maturityBand(line.score), assessedAt: line.assessedAt },
  gap: line.gap,
  moves: line.history,
  stays: sojourns(steps, until),
});

/** One column of the stage board. */
export interface StageColumn {
  readonly stage: Stage;
  /** Open accounts that stand in it. */
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
}

/** The stage board as columns and the transition matrix, counted to a moment. */
export const stagesAnswer = (lines: readonly StageBoardLine[], steps: readonly StageStep[], until: Instant): StageOverview => ({
  columns: STAGES.map((stage) => column(stage, lines, until)),
  ...stageMatrix(steps, until),
});

const column = (stage: Stage, lines: readonly StageBoardLine[], until: Instant): StageColumn => {
  const open = lines.filter((line) => line.status === 'open' && line.stage === stage);
  return {
    stage,
    accounts: open.length,
    overridden: open.filter(({ overridden }) => overridden).length,
    statedHigher: open.filter(({ gap }) => gap === 'stated-higher').length,
    medianDaysSoFar: median(open.map((line) => daysInStage(line, until.slice(0, 10)))),
  };
};

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
