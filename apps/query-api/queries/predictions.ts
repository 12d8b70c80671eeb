import { squaredError } from '#libs/analytics/brier.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { predictions as readModel, type PredictionRecord } from '#libs/read-models/predictions/predictions.js';
import { type Listed } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { list } from '../list.js';
import { reportingOf } from '../reporting.js';

/** A prediction with what it came to. */
export interface PredictionLine extends PredictionRecord {
  /** Its Brier score, 0–1, lower is better; `null` while it is open. */
  readonly score: number | null;
  /** It is open after its due day: somebody has to say what came of it. Not of a closed account. */
  readonly overdue: boolean;
}

export type PredictionsAnswer = Listed<PredictionLine>;

/** What was foreseen, by due day. */
export const predictions = list({
  name: 'Predictions',
  path: '/v1/predictions',
  summary: 'What was foreseen, how sure somebody was, and what came of it',
  readModel,
  filters: { accountId: id, status: oneOf(['open', 'came-true', 'did-not']) },
  parameters: { employeeId: id },
  accountIn: 'accountId',
  where: ({ parameters: { employeeId } }) => (employeeId === undefined ? {} : { 'credit.employeeId': employeeId }),
  prepare: async ({ sources, moment, until }) => ({
    today: (await reportingOf(sources, moment, until)).today,
    closed: await closedAccounts(sources, moment),
  }),
  sort: { field: 'due' },
  item: (prediction, _, { today, closed }): PredictionLine => ({
    ...prediction,
    score: scoreOf(prediction),
    overdue: prediction.status === 'open' && prediction.due < today && !closed.has(prediction.accountId),
  }),
});

const scoreOf = ({ status, probabilityPercent }: PredictionRecord): number | null =>
  status === 'open' ? null : squaredError({ probability: probabilityPercent / 100, cameTrue: status === 'came-true' });
