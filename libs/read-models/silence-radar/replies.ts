import { proportion, type Proportion } from '#libs/analytics/proportion.js';
import { type Instant } from '#libs/kernel/message.js';
import { type RadarLine } from './silence-radar.js';

/** How soon we answered whoever wrote or called. */
export interface Replies {
  /** Words of theirs that were answered or should have been; of those whose time is not over nothing is said yet. */
  readonly inTime: Proportion | null;
  /** Words that wait longer than they should. */
  readonly overdue: number;
  /** Median hours to the answer, to a tenth; null while nothing was answered. */
  readonly medianHours: number | null;
}

/** What was said to us and whether we answered: our next word to the account counts as the answer. */
export const repliesOf = (lines: readonly RadarLine[], until: Instant, replyHours: number): Replies => {
  const waited = lines.flatMap(({ signals, outbound }) =>
    signals.flatMap(({ at, kind }) => {
      if (kind !== 'word' || at > until) return [];
      const answered = outbound.find((turned) => turned > at && turned <= until);
      return [{ answered: answered !== undefined, hours: (Date.parse(answered ?? until) - Date.parse(at)) / 3_600_000 }];
    }),
  );
  const said = waited.filter(({ answered, hours }) => answered || hours > replyHours);
  const answered = waited.flatMap((reply) => (reply.answered ? [reply.hours] : [])).toSorted((left, right) => left - right);
  return {
    inTime: proportion(said.filter((reply) => reply.answered && reply.hours <= replyHours).length, said.length) ?? null,
    overdue: said.filter((reply) => !reply.answered).length,
    medianHours: answered.length === 0 ? null : Math.round(10 * answered[Math.floor((answered.length - 1) / 2)]!) / 10,
  };
};
