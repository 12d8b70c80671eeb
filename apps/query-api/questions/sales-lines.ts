import { ratioOf } from '#libs/analytics/money.js';
import { type Day } from '#libs/kernel/message.js';
import { type KpiCell } from '#libs/read-models/team-kpis/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { convertedIn } from '#libs/read-models/team-kpis/sales.js';

/** Net sales day by day in whole minor units of the reporting currency, so that any span is summed at once. */
export class SalesLine {
  readonly #days: readonly Day[];
  readonly #sums: readonly bigint[];

  constructor(byDay: ReadonlyMap<Day, bigint>) {
    this.#days = [...byDay.keys()].toSorted();
    let sum = 0n;
    this.#sums = this.#days.map((day) => (sum += byDay.get(day)!));
  }

  /** The sum over days, both included. */
  between(from: Day, to: Day): bigint {
    return this.#until(to, true) - this.#until(from, false);
  }

  #until(day: Day, inclusive: boolean): bigint {
    let [low, high] = [0, this.#days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const isBefore = inclusive ? this.#days[middle]! <= day : this.#days[middle]! < day;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0n : this.#sums[low - 1]!;
  }
}

/** Nothing was sold. */
export const NO_SALES_LINE = new SalesLine(new Map());

/** Lines of sales of everybody, of each account and of each person. */
export interface SalesLines {
  readonly all: SalesLine;
  readonly byAccount: ReadonlyMap<string, SalesLine>;
  readonly byEmployee: ReadonlyMap<string, SalesLine>;
}

/** Makes lines of the cells of team KPIs. What was sold to an account that was merged since counts for the one that speaks for it. */
export const salesLines = (cells: readonly KpiCell[], speaking: ReadonlyMap<string, string>, reporting: Reporting): SalesLines => {
  const all = new Map<Day, bigint>();
  const byAccount = new Map<string, Map<Day, bigint>>();
  const byEmployee = new Map<string, Map<Day, bigint>>();
  for (const cell of cells) {
    for (const date of Object.keys(cell.days)) {
      const day = `${cell.month}-${date}`;
      const { minor } = convertedIn([cell], { from: day, to: day }, 'net', reporting);
      const accountId = speaking.get(cell.accountId) ?? cell.accountId;
      for (const line of [all, lineOf(byAccount, accountId), lineOf(byEmployee, cell.employeeId)])
        line.set(day, (line.get(day) ?? 0n) + minor);
    }
  }
  return { all: new SalesLine(all), byAccount: linesIn(byAccount), byEmployee: linesIn(byEmployee) };
};

const lineOf = (lines: Map<string, Map<Day, bigint>>, key: string): Map<Day, bigint> => {
  const line = lines.get(key) ?? new Map<Day, bigint>();
  lines.set(key, line);
  return line;
};

const linesIn = (lines: ReadonlyMap<string, ReadonlyMap<Day, bigint>>): ReadonlyMap<string, SalesLine> =>
  new Map([...lines].map(([key, line]) => [key, new SalesLine(line)]));

/** The part of a whole, `undefined` where the whole is nothing or less. */
export const partOf = (part: bigint, whole: bigint): number | undefined => (whole > 0n ? ratioOf(part, whole) : undefined);
