import { endOfDay, dayIn } from '#libs/kernel/calendar.js';
import { type Instant } from '#libs/kernel/message.js';
import { type ServiceLevelsPolicy } from '#libs/domain/policy/documents.js';
import { type ComplaintRecord } from './complaint-desk.js';

/** What an account is served by: key accounts sooner, experts the soonest. */
export const SERVICE_LEVELS = ['expert', 'keyAccount', 'standard'] as const;
export type ServiceLevel = (typeof SERVICE_LEVELS)[number];

/** A clock of a complaint. */
export interface Clock {
  readonly due: Instant;
  /** When it stopped; null: it runs. */
  readonly at: Instant | null;
  /** It stopped, or runs, after it was due. One that runs at a closed account is not late: nobody waits for it. */
  readonly late: boolean;
  /** Hours that it ran or has been running, to a tenth. */
  readonly hours: number;
}

/** How the clocks of a complaint stand at a moment. */
export interface Clocks {
  readonly serviceLevel: ServiceLevel;
  readonly acknowledge: Clock;
  readonly resolve: Clock;
}

/**
 * The clocks of a complaint at a moment. Both start when it reached us; the one of its resolution goes on from there where it is reopened.
 * Hours are hours, days end with the business day in the company's zone. What is resolved without an answer is answered by that.
 */
export const clocksOf = (
  { accountId, at, acknowledgedAt, moves, resolvedAt }: ComplaintRecord,
  serviceLevel: ServiceLevel,
  policy: ServiceLevelsPolicy,
  { until, timeZone, isClosed }: { readonly until: Instant; readonly timeZone: string; readonly isClosed: (accountId: string) => boolean },
): Clocks => {
  const { acknowledgeHours, resolveDays } = policy[serviceLevel];
  const answered = [acknowledgedAt, moves[0]?.since].filter((moment) => moment !== undefined).toSorted()[0] ?? null;
  const asked = { until, isOver: isClosed(accountId) };
  const lastDay = dayIn(timeZone, new Date(Date.parse(at) + resolveDays * DAY_MS).toISOString());
  return {
    serviceLevel,
    acknowledge: clock(at, new Date(Date.parse(at) + acknowledgeHours * HOUR_MS).toISOString(), answered, asked),
    resolve: clock(at, endOfDay(timeZone, lastDay), resolvedAt ?? null, asked),
  };
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const clock = (
  from: Instant,
  due: Instant,
  at: Instant | null,
  { until, isOver }: { readonly until: Instant; readonly isOver: boolean },
): Clock => {
  const end = at ?? until;
  return {
    due,
    at,
    late: end > due && (at !== null || !isOver),
    hours: Math.round((Date.parse(end) - Date.parse(from)) / (HOUR_MS / 10)) / 10,
  };
};
