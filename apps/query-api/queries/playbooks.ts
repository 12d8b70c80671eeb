import { type PlaybookName, PLAYBOOKS } from '#libs/domain/work-log/messages.js';
import { STAGES } from '#libs/domain/values.js';
import { adherenceOf, playbookRuns, type PlaybookRun } from '#libs/read-models/playbook-runs/playbook-runs.js';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';

/** How a playbook is followed, and what became of the accounts at which it was. */
export interface PlaybookFigures {
  readonly playbook: PlaybookName;
  readonly running: number;
  readonly complete: number;
  readonly abandoned: number;
  /** Mean share of the steps that are done, over all runs, 0–1; `null` where there is none. */
  readonly adherence: number | null;
  /** Steps that are left out most, first. */
  readonly leftOut: readonly { readonly step: string; readonly runs: number }[];
  /** Runs of which the account stands in a higher, the same or a lower stage than when they began: of complete ones, and of the others. */
  readonly effect: { readonly complete: StageEffect; readonly others: StageEffect };
}

export interface StageEffect {
  readonly higher: number;
  readonly same: number;
  readonly lower: number;
}

export interface PlaybooksAnswer {
  readonly items: readonly PlaybookFigures[];
  readonly asOf: AsOf;
}

/** Every playbook that was ever started. */
export const playbooks = question({
  name: 'Playbooks',
  path: '/v1/playbooks',
  summary: 'How playbooks are followed, what is left out, and what became of the accounts',
  read: { runs: playbookRuns, board: stageBoard },
  answer: async ({ runs, board }): Promise<Omit<PlaybooksAnswer, 'asOf'>> => {
    const lines = new Map((await board.all({})).map((line) => [line.accountId, line]));
    const found = Map.groupBy(await runs.all({}), ({ playbook }) => playbook);
    return { items: PLAYBOOKS.flatMap((playbook) => figuresOf(playbook, found.get(playbook) ?? [], lines)) };
  },
});

const figuresOf = (
  playbook: PlaybookName,
  runs: readonly PlaybookRun[],
  lines: ReadonlyMap<string, StageBoardLine>,
): readonly PlaybookFigures[] => {
  if (runs.length === 0) return [];
  const count = (status: PlaybookRun['status']) => runs.filter((run) => run.status === status).length;
  const open = runs.flatMap(({ steps }) => steps.filter(({ doneAt }) => doneAt === null).map(({ step }) => step));
  const leftOut = [...Map.groupBy(open, (step) => step)].map(([step, found]) => ({ step, runs: found.length }));
  return [
    {
      playbook,
      running: count('running'),
      complete: count('complete'),
      abandoned: count('abandoned'),
      adherence: runs.reduce((sum, run) => sum + adherenceOf(run), 0) / runs.length,
      leftOut: leftOut.toSorted((left, right) => right.runs - left.runs || (left.step < right.step ? -1 : 1)),
      effect: {
        complete: effectOf(
          runs.filter(({ status }) => status === 'complete'),
          lines,
        ),
        others: effectOf(
          runs.filter(({ status }) => status !== 'complete'),
          lines,
        ),
      },
    },
  ];
};

const effectOf = (runs: readonly PlaybookRun[], lines: ReadonlyMap<string, StageBoardLine>): StageEffect => {
  const steps = runs.flatMap(({ accountId, stageThen }) => {
    const line = lines.get(accountId);
    return line === undefined ? [] : [Math.sign(STAGES.indexOf(line.stage) - STAGES.indexOf(stageThen))];
  });
  const count = (sign: number) => steps.filter((step) => step === sign).length;
  return { higher: count(1), same: count(0), lower: count(-1) };
};
