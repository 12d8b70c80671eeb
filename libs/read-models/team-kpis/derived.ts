import { calendarDaysBetween, monthOf } from '#libs/analytics/calendar.js';
import { amountsOf, subtractAmounts } from '#libs/analytics/money.js';
import { type Day } from '#libs/kernel/message.js';
import { addOn, type Counters } from './counters.js';
import { type Grouping, keyOf, type KpiAccount, type KpiMargin, type KpiPresence, type KpiPromise, UNASSIGNED } from './documents.js';
import { type Daily } from './sales.js';

/** Figures that follow from documents of single promises and accounts, by whose they are. */
export type DailyByKey = ReadonlyMap<string, readonly Daily[]>;

/**
 * What became of promises by a day. Each counts once: on the day on which it was settled, at the latest on its due day, so that one that
 * is open after its due day counts against those who gave it, from that day on.
 */
export const promiseFigures = (
  promises: readonly KpiPromise[],
  by: Grouping,
  today: Day,
  closedOn: (accountId: string) => Day | undefined = () => undefined,
): DailyByKey =>
  gathered(
    promises.flatMap((promise) => {
      const closing = closedOn(promise.accountId);
      // Its account was closed before the day came: nobody is to keep it any more.
      if (promise.settledOn === null && closing !== undefined && closing <= promise.due) return [];
      const outcome = outcomeOf(promise, today);
      return outcome === undefined ? [] : [{ key: keyOf(promise, by), ...outcome }];
    }),
  );

const outcomeOf = ({ due, status, settledOn }: KpiPromise, today: Day): { readonly day: Day; readonly counters: Counters } | undefined => {
  if (settledOn === null) return due < today ? { day: due, counters: { promisesOverdue: 1 } } : undefined;
  const day = settledOn < due ? settledOn : due;
  if (status === 'broken') return { day, counters: { promisesBroken: 1 } };
  const daysLate = calendarDaysBetween(due, settledOn);
  return { day, counters: daysLate > 0 ? { promisesKeptLate: 1, promiseDaysLate: daysLate } : { promisesKeptInTime: 1 } };
};

/** What orders earned: the first amount of each, then every change of it, on the day from which it holds. */
export const marginFigures = (margins: readonly KpiMargin[], by: Grouping): DailyByKey =>
  gathered(
    margins.flatMap(({ told }) =>
      told.map(({ value }, index) => {
        const before = told[index - 1]?.value.margin;
        const change = subtractAmounts(amountsOf(value.margin), before ? amountsOf(before) : {});
        return { key: keyOf(value, by), day: value.day, counters: { marginMinor: change } };
      }),
    ),
  );

/** Promises that are open at the end of a day, and how many of them are not past their due day then. */
export const openAt = (promises: readonly KpiPromise[], day: Day): { readonly open: number; readonly notYetDue: number } => {
  const open = promises.filter(({ madeOn, settledOn }) => madeOn <= day && (settledOn === null || settledOn > day));
  return { open: open.length, notYetDue: open.filter(({ due }) => due >= day).length };
};

/** Accounts opened, on the day of their opening, for whoever had them first and the team of that time, or where they belonged first. */
export const openingFigures = (
  accounts: readonly KpiAccount[],
  presences: readonly KpiPresence[],
  by: Exclude<Grouping, 'company'>,
): DailyByKey => {
  const people = new Map(presences.filter((presence) => presence.by === 'employee').map((presence) => [presence.key, presence]));
  return gathered(
    accounts.flatMap(({ openedOn, firstOwner, firstTerritory }) => {
      if (openedOn === null) return [];
      const team = () => firstOwner && teamAt(people.get(firstOwner.employeeId), firstOwner.since);
      const whose = { employee: () => firstOwner?.employeeId, team, territory: () => firstTerritory?.territory };
      const key = whose[by]() ?? UNASSIGNED;
      return [{ key, day: openedOn, counters: { accountsOpened: 1 } }];
    }),
  );
};

/** The team of a person at a moment; null: none. */
export const teamAt = (presence: KpiPresence | undefined, at: string): string | null =>
  presence?.teams
    .toSorted((left, right) => Number(left.since > right.since) - Number(left.since < right.since))
    .findLast(({ since }) => since <= at)?.teamId ?? null;

const gathered = (facts: readonly { readonly key: string; readonly day: Day; readonly counters: Counters }[]): DailyByKey =>
  new Map(
    [...Map.groupBy(facts, ({ key }) => key)].map(([key, own]) => [
      key,
      [...Map.groupBy(own, ({ day }) => monthOf(day))].map(([month, inMonth]) => ({
        month,
        days: inMonth.reduce((days, { day, counters }) => addOn(days, day.slice(8, 10), counters), {}),
      })),
    ]),
  );
