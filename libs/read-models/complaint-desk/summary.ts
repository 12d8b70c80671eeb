import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { loudnessBias, type LoudnessBias } from '#libs/analytics/loudness.js';
import { proportion, type Proportion } from '#libs/analytics/proportion.js';
import { type ServiceLevelsPolicy } from '#libs/domain/policy/documents.js';
import { type ProcessStep } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type Clocks, clocksOf, type ServiceLevel } from './clocks.js';
import { type ComplaintRecord, type DeskDocument, type DisputeRecord, type FrictionRecord } from './complaint-desk.js';

/** A step of our process that goes wrong, with what tells it. */
export interface ThemeLine {
  readonly theme: ProcessStep;
  readonly complaints: number;
  readonly frictions: number;
  /** Of accounts within the window, those of which it is heard as often as policy `service-levels` calls a repetition. */
  readonly repeatedAt: readonly { readonly accountId: string; readonly times: number }[];
}

/** How old open disputes are. */
export interface DisputeAgeing {
  readonly open: number;
  readonly escalated: number;
  readonly settled: number;
  /** Open ones by age in days. */
  readonly ages: { readonly upTo7: number; readonly upTo30: number; readonly upTo90: number; readonly above90: number };
  /** Open ones that are older than policy `service-levels` allows, those of closed accounts apart. */
  readonly old: number;
  readonly oldestDays: number | null;
  /** Median days from opening to settlement; null while nothing is settled. */
  readonly medianDaysToSettle: number | null;
}

/** Figures of the complaint desk over a window. */
export interface DeskSummary {
  readonly complaints: {
    readonly recorded: number;
    readonly open: number;
    readonly unacknowledgedLate: number;
    readonly unresolvedLate: number;
    readonly reopened: number;
    /** Shares in time of those of which it can be said; null: of none. */
    readonly acknowledgedInTime: Proportion | null;
    readonly resolvedInTime: Proportion | null;
  };
  readonly themes: readonly ThemeLine[];
  readonly disputes: DisputeAgeing;
  /** Frictions of each month, oldest first. */
  readonly frictions: readonly { readonly month: string; readonly frictions: number; readonly severe: number }[];
  /** Whether loud customers are served before quiet ones. */
  readonly loudness: LoudnessBias;
}

/** Accounts named with one theme. */
const REPEATED_MAX = 20;

/** What is asked: until when, on which day, by which rule, and how an account is served. */
export interface SummaryAsked {
  readonly until: Instant;
  readonly today: Day;
  readonly timeZone: string;
  readonly policy: ServiceLevelsPolicy;
  readonly levelOf: (accountId: string, at: Instant) => ServiceLevel;
  /** Of a closed account nothing is late any more. */
  readonly isClosed: (accountId: string) => boolean;
  /** Who speaks for an account: what is heard of one that was absorbed is heard of the survivor. */
  readonly speakerOf: (accountId: string) => string;
}

/** Figures of documents: themes, frictions and loudness within the policy's window, disputes and open complaints whatever their age. */
export const deskSummary = (documents: readonly DeskDocument[], asked: SummaryAsked): DeskSummary => {
  const known = documents.filter(({ at }) => at <= asked.until);
  const complaints = known.filter((document): document is ComplaintRecord => document.kind === 'complaint');
  const disputes = known.filter((document): document is DisputeRecord => document.kind === 'dispute');
  const frictions = known.filter((document): document is FrictionRecord => document.kind === 'friction');
  const isRecent = ({ on }: { readonly on: Day }) => calendarDaysBetween(on, asked.today) <= asked.policy.themeWindowDays;
  const clocked = complaints.map((complaint) => ({
    complaint,
    clocks: clocksOf(complaint, asked.levelOf(complaint.accountId, complaint.at), asked.policy, asked),
  }));
  return {
    complaints: served(clocked, isRecent),
    themes: themesOf([...complaints, ...frictions].filter(isRecent), asked),
    disputes: ageing(disputes, asked),
    frictions: byMonth(frictions.filter(isRecent)),
    loudness: loudnessOf(
      clocked.filter(({ complaint }) => isRecent(complaint)),
      asked,
    ),
  };
};

interface Clocked {
  readonly complaint: ComplaintRecord;
  readonly clocks: Clocks;
}

const served = (all: readonly Clocked[], isRecent: (complaint: ComplaintRecord) => boolean): DeskSummary['complaints'] => {
  const recent = all.filter(({ complaint }) => isRecent(complaint));
  return {
    recorded: recent.length,
    open: all.filter(({ complaint }) => complaint.status !== 'resolved').length,
    unacknowledgedLate: all.filter(({ clocks: { acknowledge } }) => acknowledge.at === null && acknowledge.late).length,
    unresolvedLate: all.filter(({ clocks: { resolve } }) => resolve.at === null && resolve.late).length,
    reopened: recent.filter(({ complaint }) => complaint.reopenings > 0).length,
    acknowledgedInTime: inTimeOf(recent.map(({ clocks }) => clocks.acknowledge)),
    resolvedInTime: inTimeOf(recent.map(({ clocks }) => clocks.resolve)),
  };
};

/** A clock that runs and is not late says nothing yet. */
const inTimeOf = (clocks: readonly Clocks['resolve'][]): Proportion | null => {
  const said = clocks.filter(({ at, late }) => late || at !== null);
  return proportion(said.filter(({ late }) => !late).length, said.length) ?? null;
};

const themesOf = (
  all: readonly (ComplaintRecord | FrictionRecord)[],
  { policy: { themeRepeats: repeats }, speakerOf }: SummaryAsked,
): readonly ThemeLine[] => {
  const lines = [...Map.groupBy(all, ({ theme }) => theme)].map(([theme, told]): ThemeLine => {
    const byAccount = [...Map.groupBy(told, ({ accountId }) => speakerOf(accountId))].map(([accountId, { length }]) => ({
      accountId,
      times: length,
    }));
    return {
      theme,
      complaints: told.filter(({ kind }) => kind === 'complaint').length,
      frictions: told.filter(({ kind }) => kind === 'friction').length,
      repeatedAt: byAccount
        .filter(({ times }) => times >= repeats)
        .toSorted((left, right) => right.times - left.times || (left.accountId < right.accountId ? -1 : 1))
        .slice(0, REPEATED_MAX),
    };
  });
  return lines.toSorted(
    (left, right) => right.complaints + right.frictions - left.complaints - left.frictions || (left.theme < right.theme ? -1 : 1),
  );
};

const ageing = (disputes: readonly DisputeRecord[], { until, today, policy, isClosed }: SummaryAsked): DisputeAgeing => {
  const open = disputes.filter(({ settledAt }) => settledAt === undefined || settledAt > until);
  const ages = open.map(({ on }) => calendarDaysBetween(on, today));
  const settled = disputes.flatMap(({ at, settledAt }) =>
    settledAt === undefined || settledAt > until ? [] : [(Date.parse(settledAt) - Date.parse(at)) / 86_400_000],
  );
  const between = (from: number, to: number) => ages.filter((age) => age > from && age <= to).length;
  return {
    open: open.length,
    escalated: open.filter(({ status }) => status === 'escalated').length,
    settled: settled.length,
    ages: { upTo7: between(-1, 7), upTo30: between(7, 30), upTo90: between(30, 90), above90: between(90, Infinity) },
    old: open.filter(({ accountId, on }) => !isClosed(accountId) && calendarDaysBetween(on, today) > policy.disputeDays).length,
    oldestDays: ages.length === 0 ? null : Math.max(...ages),
    medianDaysToSettle:
      settled.length === 0
        ? null
        : Math.round(10 * settled.toSorted((left, right) => left - right)[Math.floor((settled.length - 1) / 2)]!) / 10,
  };
};

const byMonth = (frictions: readonly FrictionRecord[]): DeskSummary['frictions'] =>
  [...Map.groupBy(frictions, ({ on }) => on.slice(0, 7))]
    .map(([month, told]) => ({
      month,
      frictions: told.length,
      severe: told.filter(({ severity }) => severity === 'high' || severity === 'severe').length,
    }))
    .toSorted((left, right) => (left.month < right.month ? -1 : 1));

const loudnessOf = (clocked: readonly Clocked[], { policy: { loudComplaints }, speakerOf }: SummaryAsked): LoudnessBias => {
  const times = Map.groupBy(clocked, ({ complaint }) => speakerOf(complaint.accountId));
  return loudnessBias(
    clocked.map(({ complaint, clocks: { resolve } }) => ({
      isLoud: times.get(speakerOf(complaint.accountId))!.length >= loudComplaints,
      time: Math.max(0, resolve.hours),
      ended: resolve.at !== null,
      inTime: resolve.late ? false : resolve.at === null ? undefined : true,
    })),
  );
};
