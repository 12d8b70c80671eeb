import { shiftMonth } from '#libs/analytics/calendar.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { type Judged } from '#libs/read-models/satisfaction/figures.js';
import { salesOfMonths, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { survivors } from './absorbed.js';

/** Accounts for which figures are made: those that are no part of another one, each with what was sold to its parts. */
export const judgedAccounts = (
  lines: readonly StageBoardLine[],
  { basisOf, today }: Pick<Reporting, 'basisOf' | 'today'>,
  isKeyAccount: (accountId: string) => boolean,
): { readonly accounts: readonly Judged[]; readonly speakerOf: (accountId: string) => string } => {
  const merged = lines.filter(({ mergedInto }) => mergedInto !== null).map(({ accountId, mergedInto }) => ({ id: accountId, mergedInto }));
  const into = survivors(merged);
  const speakerOf = (accountId: string) => into.get(accountId) ?? accountId;
  const parts = Map.groupBy(lines, ({ accountId }) => speakerOf(accountId));
  const thisMonth = today.slice(0, 7);
  const between = (some: readonly StageBoardLine[], after: string, to: string) => {
    const sales = some.flatMap((line) => Object.entries(line.sales).filter(([month]) => month > after && month <= to));
    return sales.map(([month, sold]) => salesOfMonths({ sales: { [month]: sold } }, basisOf).net);
  };
  const accounts = lines
    .filter(({ status }) => status === 'open')
    .map((line): Judged => {
      const own = parts.get(line.accountId) ?? [line];
      const [year, yearBefore] = [shiftMonth(thisMonth, -12), shiftMonth(thisMonth, -24)];
      return {
        accountId: line.accountId,
        isManaged: line.owner !== null,
        isKeyAccount: isKeyAccount(line.accountId),
        sales: sumOf(between(own, year, thisMonth)),
        salesBefore: sumOf(between(own, yearBefore, year)),
      };
    });
  return { accounts, speakerOf };
};

const sumOf = (all: readonly Amounts[]): Amounts => all.reduce(addAmounts, {});
