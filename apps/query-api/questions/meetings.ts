import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type InteractionEntry } from '#libs/read-models/interaction-log/interaction-log.js';

/** What meetings of one kind came to. Rates are parts of one; null where there were none. */
export interface MeetingOutcomes {
  readonly meetings: number;
  /** Those of which an outcome is told. */
  readonly withOutcome: number;
  readonly outcomeRate: number | null;
  /** Those with a sentiment above neutral, of those that have one. */
  readonly positiveRate: number | null;
}

/** How meetings went: whether they were prepared, whether we were there in time, and when an executive of ours was last. */
export interface MeetingFigures {
  readonly prepared: MeetingOutcomes;
  readonly unprepared: MeetingOutcomes;
  readonly preparationRate: number | null;
  readonly punctuality: {
    /** Meetings of which it is told how late we were. */
    readonly told: number;
    readonly onTime: number;
    readonly onTimeRate: number | null;
    /** Of all of them, the latest first: how many in a row were late. */
    readonly lateInARow: number;
    readonly minutesLate: number;
  };
  readonly workshops: number;
  readonly executive: { readonly lastOn: Day | null; readonly daysSince: number | null; readonly contacts: number; readonly due: boolean };
}

/** Channels in which people agree on a time and meet. */
const MEETINGS: ReadonlySet<string> = new Set(['meeting', 'visit', 'video']);

/** Figures of the meetings among interactions; `executiveTouchDays`: after how many days an executive is due again. */
export const meetingFigures = (entries: readonly InteractionEntry[], today: Day, executiveTouchDays: number): MeetingFigures => {
  const meetings = entries.filter(({ channel }) => MEETINGS.has(channel)).toSorted((one, other) => (one.at < other.at ? 1 : -1));
  const prepared = meetings.filter(({ meetingId }) => meetingId !== undefined);
  const timed = meetings.filter(({ minutesLate }) => minutesLate !== undefined);
  const onTime = timed.filter(({ minutesLate }) => minutesLate === 0).length;
  const firstInTime = timed.findIndex(({ minutesLate }) => minutesLate === 0);
  const executive = entries.filter((entry) => entry.executive);
  const lastOn =
    executive
      .map(({ day }) => day)
      .toSorted()
      .at(-1) ?? null;
  const daysSince = lastOn === null ? null : calendarDaysBetween(lastOn, today);
  return {
    prepared: outcomesOf(prepared),
    unprepared: outcomesOf(meetings.filter(({ meetingId }) => meetingId === undefined)),
    preparationRate: rate(prepared.length, meetings.length),
    punctuality: {
      told: timed.length,
      onTime,
      onTimeRate: rate(onTime, timed.length),
      lateInARow: firstInTime < 0 ? timed.length : firstInTime,
      minutesLate: timed.reduce((sum, { minutesLate = 0 }) => sum + minutesLate, 0),
    },
    workshops: entries.filter(({ workshop }) => workshop).length,
    executive: { lastOn, daysSince, contacts: executive.length, due: executiveTouchDays < (daysSince ?? Infinity) },
  };
};

const outcomesOf = (meetings: readonly InteractionEntry[]): MeetingOutcomes => {
  const withOutcome = meetings.filter(({ outcome }) => outcome !== undefined).length;
  const felt = meetings.flatMap(({ sentiment }) => (sentiment === undefined ? [] : [sentiment]));
  return {
    meetings: meetings.length,
    withOutcome,
    outcomeRate: rate(withOutcome, meetings.length),
    positiveRate: rate(felt.filter((sentiment) => sentiment.endsWith('positive')).length, felt.length),
  };
};

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
