import { daysBetween } from '#libs/analytics/calendar.js';
import { silenceOf } from '#libs/analytics/silence.js';
import { type SilencePolicy } from '#libs/domain/policy/documents.js';
import { type Instant } from '#libs/kernel/message.js';
import { type RadarLine, type Signal, SIGNALS_MAX } from './silence-radar.js';

/** An account's silence, as of a moment. Silence is a signal, and not a safe one. */
export interface SilenceLine {
  readonly accountId: string;
  readonly status: RadarLine['status'];
  readonly openedAt: Instant;
  /** `over`: the account is closed, and nobody waits for a word. */
  readonly state: 'heard' | 'silent' | 'over';
  /** The last word that we heard, and what it was; null: none ever. */
  readonly heardAt: Instant | null;
  readonly heardBy: Signal | null;
  /** Days since then; where there was no word, since it was opened. */
  readonly days: number;
  /** From how many days on it is silent: of all accounts, of one in its honeymoon, or of its own baseline. */
  readonly limitDays: number;
  readonly basis: 'quiet' | 'honeymoon' | 'baseline';
  /** Its own median distance between two words in days; null: too few are known. */
  readonly baselineDays: number | null;
  /** When it fell silent, or will where it says nothing more. */
  readonly silentFrom: Instant;
  /** How often each kind of word is among the latest ones. */
  readonly signals: Readonly<Partial<Record<Signal, number>>>;
  /** When we last asked it something; null: never. */
  readonly askedAt: Instant | null;
  readonly daysSinceAsked: number | null;
  /** It was not asked for longer than policy `voice` allows. */
  readonly askAgain: boolean;
}

/** One line of an account and those that it has absorbed. */
export const withAbsorbed = (line: RadarLine, absorbed: readonly RadarLine[]): RadarLine => {
  if (absorbed.length === 0) return line;
  const all = [line, ...absorbed];
  const signals = all
    .flatMap((one) => one.signals)
    .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0))
    .slice(-SIGNALS_MAX);
  const openedAt = all.map((one) => one.openedAt).toSorted()[0]!;
  return {
    ...line,
    openedAt,
    signals,
    heardAt: signals.at(-1)?.at ?? openedAt,
    outbound: all
      .flatMap((one) => one.outbound)
      .toSorted()
      .slice(-SIGNALS_MAX),
    askedAt:
      all
        .flatMap((one) => one.askedAt ?? [])
        .toSorted()
        .at(-1) ?? null,
    timesAsked: all.reduce((sum, one) => sum + one.timesAsked, 0),
  };
};

/** How silent an account is at a moment, by the policies in force. */
export const silenceLine = (line: RadarLine, until: Instant, policy: SilencePolicy, askAgainDays: number): SilenceLine => {
  const { accountId, status, openedAt, askedAt } = line;
  const daysTo = (at: Instant) => daysBetween(openedAt, at);
  const silence = silenceOf({ since: 0, signals: line.signals.map(({ at }) => daysTo(at)), now: daysTo(until) }, policy);
  const last = line.signals.findLast(({ at }) => at <= until);
  const daysSinceAsked = askedAt === null ? null : whole(daysBetween(askedAt, until));
  const signals: Partial<Record<Signal, number>> = {};
  for (const { kind } of line.signals) signals[kind] = (signals[kind] ?? 0) + 1;
  return {
    accountId,
    status,
    openedAt,
    state: status === 'open' ? (silence.isSilent ? 'silent' : 'heard') : 'over',
    heardAt: last?.at ?? null,
    heardBy: last?.kind ?? null,
    days: whole(silence.days),
    limitDays: Math.round(10 * silence.limit) / 10,
    basis: silence.basis,
    baselineDays: silence.baseline === undefined ? null : Math.round(10 * silence.baseline) / 10,
    silentFrom: new Date(Math.round(Date.parse(openedAt) + silence.from * DAY_MS)).toISOString(),
    signals,
    askedAt,
    daysSinceAsked,
    askAgain: status === 'open' && (daysSinceAsked ?? whole(daysTo(until))) >= askAgainDays,
  };
};

const DAY_MS = 86_400_000;
const whole = (days: number): number => Math.floor(days + 1e-9);
