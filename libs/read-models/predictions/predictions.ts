import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type WorkEvents } from '#libs/domain/work-log/messages.js';
import { type Credit } from '#libs/domain/values.js';

/** What somebody foresaw, and what came of it. */
export interface PredictionRecord {
  readonly accountId: string;
  readonly predictionId: string;
  readonly claim: string;
  /** 0–100. */
  readonly probabilityPercent: number;
  readonly due: Day;
  readonly status: 'open' | 'came-true' | 'did-not';
  readonly madeAt: Instant;
  readonly resolvedAt: Instant | null;
  /** Whom it counts for: who made it, with the team of that time. */
  readonly credit: Credit;
}

type Events = Pick<WorkEvents, 'PredictionMade' | 'PredictionResolved'>;

/** Every prediction, open ones among them. */
export const predictions: Projection<PredictionRecord, Events> = {
  name: 'predictions',
  version: 1,
  gathers: 'one-stream',
  indexes: [['due'], ['accountId', 'due'], ['status', 'due'], ['credit.employeeId', 'due'], ['credit.teamId', 'due']],
  keys: ({ stream, data }: Fact<Events>) => [`${idOf(stream)}/${data.predictionId}`],
  on: {
    PredictionMade: (_, { stream, data, meta }) => ({
      ...data,
      accountId: idOf(stream),
      status: 'open',
      madeAt: meta.occurredAt,
      resolvedAt: null,
    }),
    PredictionResolved: (prediction, { data, meta }) =>
      prediction && { ...prediction, status: data.cameTrue ? 'came-true' : 'did-not', resolvedAt: meta.occurredAt },
  },
};
