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
import { speakers } from '../absorbed.js';
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
  answer: async ({ knowledge, resources, ledgers, sources, moment }): Promise<Omit<ReferencesAnswer, 'asOf'>> => {
    const speakerOf = await speakers(sources, moment);
    const spoken = <Of extends { readonly accountId: string }>(one: Of): Of => ({ ...one, accountId: speakerOf(one.accountId) });
    const granted = (await knowledge.all({ kind: 'reference' })) as readonly ReferenceDocument[];
    const uses = ((await knowledge.all({ kind: 'reference-use' })) as readonly UseDocument[]).map(spoken);
    const acquired = acquiredBy((await knowledge.all({ kind: 'acquisition' })) as readonly AcquisitionDocument[], speakerOf);
    const firstOrder = new Map(acquired.map(({ accountId, firstOrderAt }) => [accountId, firstOrderAt]));
    const isInfluence = ({ accountId, at }: UseDocument) => (firstOrder.get(accountId) ?? '~') > at;
    const influencing = uses.filter(isInfluence);
    const influenced = new Set(influencing.map(({ accountId }) => accountId));
    const effort = {
      cells: ((await resources.all({ kind: 'time' })) as readonly TimeCell[]).map(spoken),
      ledgers: (await ledgers.all({})).map(spoken),
    };
    const won = acquired.filter(({ firstOrderAt }) => firstOrderAt !== null);
    const [used, ofInfluence] = [byReference(uses), byReference(influencing)];
    const items = granted.map((reference) => lineOf(reference, used, ofInfluence, firstOrder));
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

/** One acquisition of every account that goes on: from the first opening of its parts to their first order. */
const acquiredBy = (all: readonly AcquisitionDocument[], speakerOf: (accountId: string) => string): readonly AcquisitionDocument[] => {
  const earliest = (moments: readonly (string | null)[]) => moments.filter((one) => one !== null).toSorted()[0] ?? null;
  return [...Map.groupBy(all, ({ accountId }) => speakerOf(accountId))].map(([accountId, parts]) => ({
    ...parts[0]!,
    accountId,
    openedAt: earliest(parts.map(({ openedAt }) => openedAt)),
    firstOrderAt: earliest(parts.map(({ firstOrderAt }) => firstOrderAt)),
  }));
};

/** Uses by the reference that they are of. */
const byReference = (uses: readonly UseDocument[]): ReadonlyMap<string, readonly UseDocument[]> =>
  Map.groupBy(uses, ({ fromAccountId, id }) => `${fromAccountId}/${id}`);

const lineOf = (
  { kind: _kind, ...reference }: ReferenceDocument,
  uses: ReturnType<typeof byReference>,
  influencing: ReturnType<typeof byReference>,
  firstOrder: ReadonlyMap<string, string | null>,
): ReferenceLine => {
  const name = `${reference.accountId}/${reference.referenceId}`;
  const influenced = [...new Set((influencing.get(name) ?? []).map(({ accountId }) => accountId))];
  return {
    ...reference,
    uses: (uses.get(name) ?? []).reduce((sum, use) => sum + use.uses, 0),
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
