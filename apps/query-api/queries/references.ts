import { medianOf } from '#libs/analytics/median.js';
import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { addAmounts } from '#libs/analytics/money.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { resourceAllocation, type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import {
  type AcquisitionDocument,
  type ReferenceDocument,
  sharedKnowledge,
  type UseDocument,
} from '#libs/read-models/shared-knowledge/shared-knowledge.js';
import { valueLedger, type ValueLedgerDocument } from '#libs/read-models/value-ledger/value-ledger.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';

/** An account that lets us name it, and what came of that. */
export interface ReferenceLine extends Omit<ReferenceDocument, 'kind'> {
  readonly uses: number;
  /** Accounts that it was named to before their first order, or that have none yet. */
  readonly influenced: readonly string[];
  /** Of those, the ones that have ordered since. */
  readonly won: readonly string[];
}

/** What it took to win accounts. */
export interface AcquisitionFigures {
  /** Accounts that have ordered. */
  readonly accounts: number;
  /** Days from the opening to the first order: the median; `null` where there is none. */
  readonly medianDays: number | null;
  /** Hours that were logged as acquisition, an account; `null` where there is none. */
  readonly hoursEach: number | null;
  /** What was spent on investments for acquisition, over all of them. */
  readonly spent: readonly Money[];
}

export interface ReferencesAnswer {
  readonly items: readonly ReferenceLine[];
  /** Accounts that another one was named to before their first order, and the others. */
  readonly acquisition: { readonly withReference: AcquisitionFigures; readonly without: AcquisitionFigures };
  readonly asOf: AsOf;
}

/** References, those that influenced most accounts first, and what winning an account takes with one and without. */
export const references = question({
  name: 'References',
  path: '/v1/references',
  summary: 'Accounts that let us name them, whom that influenced, and what winning an account takes with and without',
  read: { knowledge: sharedKnowledge, resources: resourceAllocation, ledgers: valueLedger },
  answer: async ({ knowledge, resources, ledgers }): Promise<Omit<ReferencesAnswer, 'asOf'>> => {
    const granted = (await knowledge.all({ kind: 'reference' })) as readonly ReferenceDocument[];
    const uses = (await knowledge.all({ kind: 'reference-use' })) as readonly UseDocument[];
    const acquired = (await knowledge.all({ kind: 'acquisition' })) as readonly AcquisitionDocument[];
    const firstOrder = new Map(acquired.map(({ accountId, firstOrderAt }) => [accountId, firstOrderAt]));
    const isInfluence = ({ accountId, at }: UseDocument) => (firstOrder.get(accountId) ?? '~') > at;
    const influencing = uses.filter(isInfluence);
    const influenced = new Set(influencing.map(({ accountId }) => accountId));
    const effort = {
      cells: (await resources.all({ kind: 'time' })) as readonly TimeCell[],
      ledgers: await ledgers.all({}),
    };
    const won = acquired.filter(({ firstOrderAt }) => firstOrderAt !== null);
    const items = granted.map((reference) => lineOf(reference, uses, influencing, firstOrder));
    return {
      items: items.toSorted((left, right) => right.influenced.length - left.influenced.length || (left.at < right.at ? 1 : -1)),
      acquisition: {
        withReference: figuresOf(
          won.filter(({ accountId }) => influenced.has(accountId)),
          effort,
        ),
        without: figuresOf(
          won.filter(({ accountId }) => !influenced.has(accountId)),
          effort,
        ),
      },
    };
  },
});

const lineOf = (
  { kind: _kind, ...reference }: ReferenceDocument,
  uses: readonly UseDocument[],
  influencing: readonly UseDocument[],
  firstOrder: ReadonlyMap<string, string | null>,
): ReferenceLine => {
  const isOf = (use: UseDocument) => use.fromAccountId === reference.accountId && use.id === reference.referenceId;
  const influenced = influencing.filter(isOf).map(({ accountId }) => accountId);
  return {
    ...reference,
    uses: uses.filter(isOf).reduce((sum, use) => sum + use.uses, 0),
    influenced: influenced.toSorted(),
    won: influenced.filter((accountId) => firstOrder.get(accountId)).toSorted(),
  };
};

const figuresOf = (
  won: readonly AcquisitionDocument[],
  { cells, ledgers }: { readonly cells: readonly TimeCell[]; readonly ledgers: readonly ValueLedgerDocument[] },
): AcquisitionFigures => {
  const ids = new Set(won.map(({ accountId }) => accountId));
  const days = won.flatMap(({ openedAt, firstOrderAt }) =>
    openedAt === null || firstOrderAt === null ? [] : [Math.max(0, calendarDaysBetween(openedAt, firstOrderAt))],
  );
  const minutes = cells.filter(({ accountId }) => ids.has(accountId)).reduce((sum, { byTask }) => sum + (byTask.acquisition ?? 0), 0);
  const spent = ledgers
    .filter(({ accountId }) => ids.has(accountId))
    .flatMap(({ investments }) => Object.values(investments).filter(({ purpose }) => purpose === 'acquisition'))
    .map((investment) => investment.spent)
    .reduce(addAmounts, {});
  return {
    accounts: won.length,
    medianDays: medianOf(days),
    hoursEach: won.length === 0 ? null : minutes / 60 / won.length,
    spent: moneysOf(spent),
  };
};
