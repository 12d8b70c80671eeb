import { shiftDay } from '#libs/analytics/calendar.js';
import { valueAt } from '#libs/domain/dated-line.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { OFFERING_LEVELS, type OfferingLevel, type Stage, STAGES } from '#libs/domain/values.js';
import { type Judging } from '../judging.js';

/** Accounts that a figure names; there may be more, its count says. */
const NAMED_MAX = 100;

/** How many accounts of each stage are offered what. */
export interface OfferingByStage {
  /** Every stage with every level, and with `unknown` where nobody recorded one. */
  readonly cells: readonly { readonly stage: Stage; readonly level: OfferingLevel | 'unknown'; readonly accounts: number }[];
  /** Strategic by what people state, and offered no more than products. */
  readonly mismatches: Named;
}

/** Key accounts by the stage that they are in. */
export interface KeyAccountsByStage {
  readonly accounts: number;
  readonly transactional: number;
  /** Of the key accounts those that are transactional, 0–1; null where there is none. */
  readonly transactionalShare: number | null;
  /** Key accounts for at least so many months, and transactional as long: policy `maturity`. */
  /** Of which the company has set no goal for the short or for the long run that is still to be reached. */
  readonly withoutGoals: Named;
  readonly transactionalFor: { readonly months: number; readonly share: number | null } & Named;
}

/** How many, and which of them, the first {@link NAMED_MAX} by id. */
interface Named {
  readonly accounts: number;
  readonly accountIds: readonly string[];
}

/** Stage and offering of customers. */
export const offeringByStage = (customers: readonly StageBoardLine[]): OfferingByStage => {
  const levels = [...OFFERING_LEVELS, 'unknown'] as const;
  const levelOf = ({ offering }: StageBoardLine) => offering?.level ?? 'unknown';
  return {
    cells: STAGES.flatMap((stage) =>
      levels.map((level) => ({
        stage,
        level,
        accounts: customers.filter((line) => line.stage === stage && levelOf(line) === level).length,
      })),
    ),
    mismatches: named(customers.filter((line) => line.stage === 'strategic' && levelOf(line) === 'product')),
  };
};

/** Key accounts among customers, and those that never became more than a supply. */
export const keyAccountsByStage = (
  customers: readonly StageBoardLine[],
  { maturity: { transactionalMonths: months }, reporting: { today, timeZone }, asked }: Pick<Judging, 'maturity' | 'reporting' | 'asked'>,
): KeyAccountsByStage => {
  const keys = customers.filter(({ keyAccount }) => keyAccount !== null && keyAccount.from <= today);
  const transactional = keys.filter(({ stage }) => stage === 'transactional');
  const earliest = shiftDay(today, -months);
  const long = transactional.filter(({ keyAccount, since }) => keyAccount!.from <= earliest && dayIn(timeZone, since) <= earliest);
  const shareOf = (part: number) => (keys.length === 0 ? null : part / keys.length);
  return {
    accounts: keys.length,
    transactional: transactional.length,
    transactionalShare: shareOf(transactional.length),
    withoutGoals: named(keys.filter((line) => GOALS.some((kind) => !hasGoal(line, kind, asked)))),
    transactionalFor: { months, share: shareOf(long.length), ...named(long) },
  };
};

const GOALS = ['short-goal', 'long-goal'] as const;

const hasGoal = ({ evidence: { shown } }: StageBoardLine, kind: (typeof GOALS)[number], { at, day }: Judging['asked']): boolean => {
  const goal = valueAt(shown[kind] ?? [], at);
  return goal !== undefined && (goal.until === undefined || goal.until >= day);
};

const named = (lines: readonly StageBoardLine[]): Named => ({
  accounts: lines.length,
  accountIds: lines
    .map(({ accountId }) => accountId)
    .toSorted()
    .slice(0, NAMED_MAX),
});
