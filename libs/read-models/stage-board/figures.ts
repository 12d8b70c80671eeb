import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { addSales, NO_SALES, type Sales, salesOf, type Sold } from '#libs/domain/money.js';
import { type SalesBasis } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';

/** What is asked of a line, because it depends on the day or on a policy. */

/** Net sales, gross sales and returns of an account over all time, each month's by what sales were in it. */
export const salesOfMonths = (
  { sales }: { readonly sales: Readonly<Record<string, Sold>> },
  basisOf: (month: string) => SalesBasis,
): Sales =>
  Object.entries(sales)
    .map(([month, inMonth]) => salesOf(inMonth, basisOf(month)))
    .reduce(addSales, NO_SALES);

/** Calendar days in the present stage, as of a day; 0 where the stage began later. */
export const daysInStage = (line: { readonly since: Instant }, today: Day): number => Math.max(0, calendarDaysBetween(line.since, today));

/** The territory in force on a day; `null` before the first begins. An announced one waits for its day: it is asked, not stored. */
export const territoryOn = (
  { territories }: { readonly territories: readonly { readonly territory: string; readonly since: Day }[] },
  day: Day,
): string | null => territories.findLast(({ since }) => since <= day)?.territory ?? null;
