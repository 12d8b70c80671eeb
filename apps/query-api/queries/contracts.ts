import { daysBetween } from '#libs/analytics/calendar.js';
import { kaplanMeier, medianSurvival, type Observation, type SurvivalStep } from '#libs/analytics/kaplan-meier.js';
import { endOfDay } from '#libs/kernel/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { standingOf } from '#libs/domain/risk/standing.js';
import { type Money } from '#libs/domain/values.js';
import { churnRecord, type ChurnRecord, type ContractRecord } from '#libs/read-models/churn-record/churn-record.js';
import { spokenFor } from '../absorbed.js';
import { type Listed } from '../answers.js';
import { compare } from '../customers.js';
import { pageOf } from '../page.js';
import { wholeNumber } from '../parameters.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** A contract as it stands. */
export interface ContractLine {
  readonly accountId: string;
  readonly contractId: string;
  readonly since: Day;
  readonly until: Day;
  readonly value: Money | null;
  readonly renewals: number;
  /** `ended`: its last day has passed without a renewal, or its account was lost. */
  readonly status: 'running' | 'ended';
  /** Days until it ends; below zero once it has. */
  readonly daysLeft: number;
}

export interface ContractsAnswer extends Listed<ContractLine> {
  /** How long contracts last, in days from their first agreement: the Kaplan–Meier curve. What runs is censored. */
  readonly survival: readonly SurvivalStep[];
  /** Days that half of them last; null while more than half do. */
  readonly medianDays: number | null;
}

/** Contracts by the day on which they end, and how long contracts last. */
export const contracts = question({
  name: 'Contracts',
  path: '/v1/contracts',
  summary: 'Contracts by the day on which they end, and how long contracts last',
  parameters: { accountId: id, status: oneOf(['running', 'ended']), endsWithinDays: wholeNumber(0, 3_650) },
  read: { records: churnRecord },
  paged: true,
  answer: async ({ records, parameters, sources, moment, until }): Promise<Omit<ContractsAnswer, 'asOf'>> => {
    const { today, timeZone } = await reportingOf(sources, moment, until);
    const at = endOfDay(timeZone, today);
    const accounts = (await records.all({ kind: 'record' })) as readonly ChurnRecord[];
    const lostOn = new Map(
      accounts.flatMap(({ accountId, moves }) => {
        const { lostSince } = standingOf(moves, at);
        return lostSince === undefined ? [] : [[accountId, lostSince.slice(0, 10)] as const];
      }),
    );
    const all = ((await records.all({ kind: 'contract' })) as readonly ContractRecord[]).flatMap((contract) =>
      lineOf(contract, today, lostOn),
    );
    const steps = kaplanMeier(all.map(({ lasted }) => lasted));
    const { accountId, status, endsWithinDays } = parameters;
    const theirs = accountId === undefined ? undefined : await spokenFor(sources, accountId, moment);
    const asked = all
      .map(({ told }) => told)
      .filter((line) => theirs?.includes(line.accountId) !== false)
      .filter((line) => status === undefined || line.status === status)
      .filter(({ daysLeft }) => endsWithinDays === undefined || (daysLeft >= 0 && daysLeft <= endsWithinDays))
      .toSorted((left, right) => compare(left.until, right.until) || compare(left.contractId, right.contractId));
    return {
      ...pageOf(asked, parameters),
      survival: steps,
      medianDays: medianSurvival(steps) ?? null,
    };
  },
});

interface Contract {
  readonly told: ContractLine;
  readonly lasted: Observation;
}

const lineOf = ({ accountId, contractId, terms }: ContractRecord, today: Day, lostOn: ReadonlyMap<string, Day>): readonly Contract[] => {
  const agreed = terms.filter(({ value }) => value.on <= today);
  const [first, last] = [agreed[0], agreed.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { until, value } = last.value;
  const over = [until, lostOn.get(accountId) ?? until].toSorted()[0]!;
  const ended = over < today;
  const told = {
    accountId,
    contractId,
    since: first.value.on,
    until,
    value: value ?? null,
    renewals: agreed.length - 1,
    status: ended ? ('ended' as const) : ('running' as const),
    daysLeft: daysBetween(today, until),
  };
  return [{ told, lasted: { time: Math.max(0, daysBetween(first.value.on, ended ? over : today)), ended } }];
};
