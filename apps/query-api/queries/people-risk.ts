import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Money } from '#libs/domain/values.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { everyAccount, type Gathered, peopleMaterial } from '../people-material.js';
import { question } from '../question.js';
import { type AccountPeopleRisk, type Held, judge, type Judged, lossOf, moneyOf, peopleRiskOf } from '../questions/people-risk.js';
import { NO_SALES_LINE, partOf } from '../questions/sales-lines.js';
import { twelveMonthsTo } from '#libs/analytics/calendar.js';
import { peopleRisk as readModel } from '#libs/read-models/people-risk/people-risk.js';
import { toMinor } from '#libs/analytics/money.js';

/** What hangs on one person of ours: what is lost if the person leaves tomorrow. */
export interface EmployeeRisk {
  readonly employeeId: string;
  readonly name: string;
  /** Accounts of which the person holds a part of the contacts. */
  readonly accounts: number;
  /** Net sales of twelve months that count for the person, and their part of all. */
  readonly netSales: Money;
  readonly revenueShare: number | null;
  /** Summed over accounts: net sales × the share of contacts of which nobody else knows. */
  readonly revenueAtRisk: Money;
  /** Accounts that the person holds alone by policy `hostage-risk`. */
  readonly holds: readonly string[];
  /** The {@link BEHIND_MAX} accounts with most at risk. */
  readonly accountsBehind: readonly { readonly accountId: string; readonly contactsLost: number; readonly revenueAtRisk: Money }[];
}

/** One line a person of ours, or one an account. */
export interface PeopleRiskAnswer extends Listed<EmployeeRisk | AccountPeopleRisk> {
  readonly by: 'employee' | 'account';
}

/** Accounts that a line names. */
const BEHIND_MAX = 20;
/** Lines of a page unless told. */
const PAGE_SIZE = 100;

/** What hangs on whom: by person of ours, or by account; the most at risk first. */
export const peopleRisk = question({
  name: 'PeopleRisk',
  path: '/v1/people-risk',
  summary: 'What hangs on whom: if the star leaves tomorrow',
  parameters: { by: oneOf(['employee', 'account']), key: id },
  read: { people: readModel },
  paged: true,
  answer: async ({
    parameters: { by = 'employee', key, cursor, limit = PAGE_SIZE },
    moment,
    until,
    sources,
  }): Promise<Omit<PeopleRiskAnswer, 'asOf'>> => {
    const material = await peopleMaterial(sources, moment, until, false);
    const all = (await everyAccount(sources, moment, material)).filter(
      ({ accountId }) => by === 'employee' || key === undefined || accountId === key,
    );
    const rows =
      by === 'account'
        ? accountRows(all, until, material)
        : employeeRows(all, material).filter((row) => key === undefined || row.employeeId === key);
    const start = decodeNumber(cursor, 0);
    const end = start + limit;
    return { by, items: rows.slice(start, end), ...(end < rows.length ? { next: encodeNumber(end) } : {}) };
  },
});

const minorOf = ({ amount, currency }: Money): bigint => toMinor(amount, currency);
const byRisk = <Row>(rows: readonly Row[], risk: (row: Row) => Money, name: (row: Row) => string): readonly Row[] =>
  rows.toSorted((one, other) => Number(minorOf(risk(other)) - minorOf(risk(one))) || (name(one) < name(other) ? -1 : 1));

const accountRows = (all: readonly Held[], until: string, material: Gathered): readonly AccountPeopleRisk[] => {
  const rows = all.map((held) => peopleRiskOf(held, until, material, false));
  return byRisk(
    rows,
    (row) => row.withoutTop?.revenueAtRisk ?? moneyOf(0n, material.reporting),
    ({ accountId }) => accountId,
  );
};

const employeeRows = (all: readonly Held[], material: Gathered): readonly EmployeeRisk[] => {
  const judged = all.map((held) => ({ accountId: held.accountId, ...judge(held, material.reporting.today, material) }));
  const ids = new Set([...judged.flatMap(({ touches }) => touches.flatMap(({ people }) => people)), ...material.sales.byEmployee.keys()]);
  const rows = [...ids].filter((one) => material.names.has(one)).map((employeeId) => employeeRow(employeeId, judged, material));
  return byRisk(
    rows,
    ({ revenueAtRisk }) => revenueAtRisk,
    ({ employeeId }) => employeeId,
  );
};

const employeeRow = (
  employeeId: string,
  judged: readonly (Judged & { readonly accountId: string })[],
  { sales, reporting, names }: Gathered,
): EmployeeRisk => {
  const { from, to } = twelveMonthsTo(reporting.today);
  const sold = (sales.byEmployee.get(employeeId) ?? NO_SALES_LINE).between(from, to);
  const mine = judged.filter(({ touches }) => touches.some(({ people }) => people.includes(employeeId)));
  const losses = mine.map(({ accountId, ...one }) => ({ accountId, ...lossOf(one, new Set([employeeId]), employeeId, reporting) }));
  const behind = byRisk(
    losses,
    ({ revenueAtRisk }) => revenueAtRisk,
    ({ accountId }) => accountId,
  ).filter(({ contactsLost }) => contactsLost > 0);
  return {
    employeeId,
    name: names.get(employeeId) ?? employeeId,
    accounts: mine.length,
    netSales: moneyOf(sold, reporting),
    revenueShare: partOf(sold, sales.all.between(from, to)) ?? null,
    revenueAtRisk: moneyOf(
      losses.reduce((sum, { revenueAtRisk }) => sum + minorOf(revenueAtRisk), 0n),
      reporting,
    ),
    holds: mine.filter(({ risk, top }) => risk.isHostage && top?.employeeId === employeeId).map(({ accountId }) => accountId),
    accountsBehind: behind
      .slice(0, BEHIND_MAX)
      .map(({ accountId, contactsLost, revenueAtRisk }) => ({ accountId, contactsLost, revenueAtRisk })),
  };
};
