import { dayIn } from '#libs/kernel/calendar.js';
import { oneOf, text } from '#libs/kernel/kinds.js';
import { type Day } from '#libs/kernel/message.js';
import { CHURN_REASONS } from '#libs/domain/values.js';
import { churnRecord, type PostmortemTold } from '#libs/read-models/churn-record/churn-record.js';
import { externalChanges, type ExternalChangeEntry } from '#libs/read-models/external-changes/external-changes.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Listed } from '../answers.js';
import { customersOf } from '../customers.js';
import { pageOf } from '../page.js';
import { question } from '../question.js';
import { type LossLine, lossLines } from '../questions/losses.js';
import { reportingOf } from '../reporting.js';

/** What was learned from one loss. */
export interface PostmortemLine extends PostmortemTold {
  readonly accountId: string;
  readonly on: Day;
  readonly loss: LossLine;
  /** What had changed outside at this account by then. */
  readonly changes: readonly ExternalChangeEntry[];
}

export interface PostmortemsAnswer extends Listed<PostmortemLine> {
  /** Losses that nobody has learned from yet, the latest first, at most {@link MISSING_MAX}. */
  readonly missing: readonly Pick<LossLine, 'accountId' | 'on' | 'reasons'>[];
}

/** Losses without a postmortem that are named. */
export const MISSING_MAX = 100;

/** The library of postmortems, the latest first. */
export const postmortems = question({
  name: 'Postmortems',
  path: '/v1/postmortems',
  summary: 'What was learned from losses, inside and outside, and the losses that nobody has learned from',
  parameters: { reason: oneOf(CHURN_REASONS), contains: text(200, 'depot') },
  read: { records: churnRecord, figures: teamKpis, outside: externalChanges },
  paged: true,
  answer: async ({ records, figures, outside, parameters, sources, moment, until }): Promise<Omit<PostmortemsAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const customers = await customersOf({ records, figures });
    const changes = Map.groupBy(await outside.all({}), ({ accountId }) => accountId);
    const losses = lossLines(customers, reporting).map(({ told }) => told);
    const told = customers.flatMap(({ accountId, record }) =>
      record.postmortems.flatMap(({ value, since }): readonly PostmortemLine[] => {
        const loss = losses.findLast((one) => one.accountId === accountId && one.at <= since);
        if (loss === undefined) return [];
        const before = (changes.get(accountId) ?? []).filter(({ at }) => at <= since);
        return [{ accountId, on: dayIn(reporting.timeZone, since), ...value, loss, changes: before }];
      }),
    );
    const { reason, contains } = parameters;
    const asked = told
      .filter(({ loss }) => reason === undefined || loss.reasons.includes(reason))
      .filter((line) => contains === undefined || [...line.internal, ...line.external].some((factor) => includes(factor, contains)))
      .toSorted((left, right) => (left.on > right.on ? -1 : 1));
    const learned = new Set(told.map(({ loss }) => `${loss.accountId}/${loss.at}`));
    const missing = losses.filter((loss) => !learned.has(`${loss.accountId}/${loss.at}`)).toReversed();
    return {
      ...pageOf(asked, parameters),
      missing: missing.slice(0, MISSING_MAX).map(({ accountId, on, reasons }) => ({ accountId, on, reasons })),
    };
  },
});

const includes = (text_: string, part: string): boolean => text_.toLowerCase().includes(part.toLowerCase());
