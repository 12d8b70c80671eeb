import { brierOf, type BrierScore } from '#libs/analytics/brier.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { predictions, type PredictionRecord } from '#libs/read-models/predictions/predictions.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** How well somebody foresees. */
export interface PredictionScore {
  /** The id of the person or the team; `all` for the company, `unassigned` for what counts for nobody. */
  readonly key: string;
  readonly open: number;
  /** Open after their due day. */
  readonly overdue: number;
  /** Of those that were resolved; `null` where there is none. */
  readonly brier: BrierScore | null;
}

export interface PredictionScoresAnswer {
  readonly items: readonly PredictionScore[];
  readonly asOf: AsOf;
}

/** Brier scores with their parts, by whoever foresaw. */
export const predictionScores = question({
  name: 'PredictionScores',
  path: '/v1/prediction-scores',
  summary: 'How well people foresee: Brier score with reliability, resolution and skill, by employee, team or company',
  parameters: { by: oneOf(['employee', 'team', 'company']) },
  read: { records: predictions },
  answer: async ({ records, parameters: { by = 'employee' }, sources, moment, until }): Promise<Omit<PredictionScoresAnswer, 'asOf'>> => {
    const { today } = await reportingOf(sources, moment, until);
    const keyOf = ({ credit }: PredictionRecord) =>
      by === 'company' ? 'all' : ((by === 'employee' ? credit.employeeId : credit.teamId) ?? 'unassigned');
    const groups = [...Map.groupBy(await records.all({}), keyOf)].toSorted(([left], [right]) => (left < right ? -1 : 1));
    return { items: groups.map(([key, found]) => scoreOf(key, found, today)) };
  },
});

const scoreOf = (key: string, found: readonly PredictionRecord[], today: string): PredictionScore => {
  const open = found.filter(({ status }) => status === 'open');
  const resolved = found.filter(({ status }) => status !== 'open');
  const forecasts = resolved.map(({ probabilityPercent, status }) => ({
    probability: probabilityPercent / 100,
    cameTrue: status === 'came-true',
  }));
  return { key, open: open.length, overdue: open.filter(({ due }) => due < today).length, brier: brierOf(forecasts) ?? null };
};
