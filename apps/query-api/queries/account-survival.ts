import { daysBetween } from '#libs/analytics/calendar.js';
import { kaplanMeier, medianSurvival, type Observation, type SurvivalStep } from '#libs/analytics/kaplan-meier.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { text } from '#libs/kernel/kinds.js';
import { type Day } from '#libs/kernel/message.js';
import { churnRecord, type ChurnRecord } from '#libs/read-models/churn-record/churn-record.js';
import { type AsOf } from '../answers.js';
import { customersOf } from '../customers.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** How long accounts stay. */
export interface AccountSurvivalAnswer {
  readonly accounts: number;
  readonly lost: number;
  /** The retention curve, in days since an account was opened; at most one step a day on which one was lost. */
  readonly survival: readonly SurvivalStep[];
  /** The days after which half of them are lost; `null` while more than half stay. */
  readonly medianDays: number | null;
  readonly asOf: AsOf;
}

/** The retention curve of accounts: those that are still here are counted for as long as they have been. */
export const accountSurvival = question({
  name: 'AccountSurvival',
  path: '/v1/account-survival',
  summary: 'How long accounts stay customers, as a retention curve (Kaplan–Meier), of all or of a segment',
  parameters: { segment: text(200, 'A') },
  read: { records: churnRecord },
  answer: async ({ records, parameters, sources, moment, until }): Promise<Omit<AccountSurvivalAnswer, 'asOf'>> => {
    const { lastDay, timeZone } = await reportingOf(sources, moment, until);
    const { segment } = parameters;
    const observed = (await customersOf({ records }))
      .filter(({ record }) => segment === undefined || record.segment === segment)
      .map(({ record }) => lifeOf(record, lastDay, timeZone));
    const survival = kaplanMeier(observed);
    return {
      accounts: observed.length,
      lost: observed.filter(({ ended }) => ended).length,
      survival,
      medianDays: medianSurvival(survival) ?? null,
    };
  },
});

/** From its opening to its first loss; until it was closed, or to the present, where it was never lost. */
const lifeOf = ({ openedOn, moves, closed }: ChurnRecord, today: Day, timeZone: string): Observation => {
  const dayOf = (since: string | undefined) => (since === undefined ? undefined : dayIn(timeZone, since));
  const lostOn = dayOf(moves.find(({ value }) => value === 'lost')?.since);
  const [last] = closed.slice(-1);
  const end = lostOn ?? (last?.value === true ? dayOf(last.since) : undefined) ?? today;
  return { time: Math.max(0, daysBetween(openedOn, end)), ended: lostOn !== undefined };
};
