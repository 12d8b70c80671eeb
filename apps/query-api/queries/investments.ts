import { chooseProjects } from '#libs/analytics/allocation.js';
import { minorDigits } from '#libs/analytics/money.js';
import { matching } from '#libs/kernel/kinds.js';
import { valueLedger, type ValueLedgerDocument } from '#libs/read-models/value-ledger/value-ledger.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';
import { isWhole, type ReportedAmount, reported, returnOf, type Summed, summedIn } from '../questions/work-money.js';
import { reportingOf } from '../reporting.js';

/** An investment in an account that was planned. */
export interface InvestmentChoice {
  readonly accountId: string;
  readonly investmentId: string;
  readonly title: string | null;
  readonly planned: ReportedAmount;
  readonly expected: ReportedAmount;
  readonly spent: ReportedAmount;
  readonly returned: ReportedAmount;
  /** By what is expected of it, before anything is spent; `null` where nothing is planned, or a part has no rate. */
  readonly expectedReturnOnInvestment: number | null;
  readonly returnOnInvestment: number | null;
  /** Among those that together bring most within the budget; `null` where none was given, or money was spent already. */
  readonly chosen: boolean | null;
}

export interface InvestmentsAnswer {
  /** Those that return most by what is expected first. */
  readonly items: readonly InvestmentChoice[];
  readonly asOf: AsOf;
}

/** Units that a budget is cut into: what an investment costs is rounded up to them, so that what is chosen fits. */
const UNITS = 1_000;

/** Investments in accounts, and which of those that are planned to make within a budget. */
export const investments = question({
  name: 'Investments',
  path: '/v1/investments',
  summary: 'Investments in accounts with their returns; with a budget, which planned ones together bring most',
  parameters: { budget: matching(/^[1-9]\d{0,11}$/, 'a whole amount of the reporting currency', '50000') },
  read: { ledgers: valueLedger },
  answer: async ({ ledgers, parameters: { budget }, sources, moment, until }): Promise<Omit<InvestmentsAnswer, 'asOf'>> => {
    const reporting = await reportingOf(sources, moment, until);
    const found = (await ledgers.all({})).flatMap((ledger) => recordsOf(ledger));
    const measured = found.map(({ planned, expected, spent, returned, ...one }) => ({
      ...one,
      planned: summedIn(planned, reporting.today.slice(0, 7), reporting),
      expected: summedIn(expected, reporting.today.slice(0, 7), reporting),
      spent: summedIn(spent, reporting.today.slice(0, 7), reporting),
      returned: summedIn(returned, reporting.today.slice(0, 7), reporting),
    }));
    const open = measured.filter(
      ({ spent, planned, expected }) => isUnspent(spent) && planned.minor > 0n && isWhole(planned) && isWhole(expected),
    );
    const unit = budget === undefined ? 1 : (Number(budget) * 10 ** minorDigits(reporting.currency)) / UNITS;
    const chosen = new Set(
      budget === undefined
        ? []
        : chooseProjects(
            open.map(({ key, planned, expected }) => ({
              id: key,
              value: Math.max(0, Number(expected.minor - planned.minor)),
              cost: Math.max(1, Math.ceil(Number(planned.minor) / unit)),
            })),
            UNITS,
          ),
    );
    const items = measured.map(({ key, planned, expected, spent, returned, ...one }): InvestmentChoice => ({
      ...one,
      planned: reported(planned, reporting),
      expected: reported(expected, reporting),
      spent: reported(spent, reporting),
      returned: reported(returned, reporting),
      expectedReturnOnInvestment: returnOf(planned, expected),
      returnOnInvestment: returnOf(spent, returned),
      chosen: budget === undefined || !isUnspent(spent) ? null : chosen.has(key),
    }));
    return {
      items: items.toSorted(
        (left, right) => (right.expectedReturnOnInvestment ?? -1) - (left.expectedReturnOnInvestment ?? -1) || compare(left, right),
      ),
    };
  },
});

const isUnspent = (spent: Summed): boolean => spent.minor === 0n && isWhole(spent);

const recordsOf = ({ accountId, investments: all }: ValueLedgerDocument) =>
  Object.entries(all).map(([investmentId, { purpose: _purpose, ...record }]) => ({
    ...record,
    accountId,
    investmentId,
    key: `${accountId}/${investmentId}`,
  }));

const compare = (left: InvestmentChoice, right: InvestmentChoice): number =>
  left.accountId === right.accountId
    ? Number(left.investmentId > right.investmentId) - Number(left.investmentId < right.investmentId)
    : Number(left.accountId > right.accountId) - Number(left.accountId < right.accountId);
