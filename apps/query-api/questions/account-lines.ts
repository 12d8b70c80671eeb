import { type Money } from '#libs/domain/values.js';
import { fromMinor } from '#libs/domain/money.js';
import { present, valueAt } from '#libs/domain/dated-line.js';
import { type Designated, designatedNow, isKeyAccountAt } from '#libs/domain/designation/state.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type CompanyPlan, type SegmentedAccount } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type PlanType } from '#libs/domain/portfolio/plans.js';
import { type PortfolioEvents } from '#libs/domain/portfolio/messages.js';

/** When an answer is about: the moment, and the business day of it. */
export interface When {
  readonly at: Instant;
  readonly day: Day;
}

/** An amount of the reporting currency. */
export const moneyOf =
  (currency: string) =>
  (minor: bigint): Money =>
    fromMinor(minor, currency);

/** A share to four digits: more says nothing of estimates, and makes answers differ by how they were summed. */
export const rounded = (share: number, digits = 4): number => Number(share.toFixed(digits));

/** Whether it is open, closed or merged at present. */
export const standingOf = ({ standings }: SegmentedAccount): 'open' | 'closed' | 'merged' => present(standings) ?? 'open';

/** Whether it is open and served as a key account. */
export const isKey = (account: SegmentedAccount, { at, day }: When): boolean =>
  standingOf(account) === 'open' && isKeyAccountAt(account.designation, at, day);

/** What it is designated as, be it from a day on that is to come; null: it is no key account, or not open. */
export const designationOf = (account: SegmentedAccount): Designated | null =>
  standingOf(account) === 'open' ? (designatedNow(account.designation) ?? null) : null;

/** Who is in charge at present. */
export const ownerOf = ({ owners }: SegmentedAccount): string | null => present(owners) ?? null;

/** The territory of a day. */
export const territoryOf = ({ territories }: SegmentedAccount, day: Day): string | null => valueAt(territories, day) ?? null;

/** Plans of a kind, each as it is told at present. */
export const plansOf = <Type extends PlanType>(
  plans: readonly CompanyPlan[],
  kind: Type,
): readonly (CompanyPlan<Type> & { readonly now: PortfolioEvents[Type]; readonly since: Instant })[] =>
  (plans as readonly CompanyPlan<Type>[])
    .filter((plan) => plan.kind === kind)
    .flatMap((plan) => {
      const last = plan.told.at(-1);
      return last === undefined ? [] : [{ ...plan, now: last.value, since: last.since }];
    });
