import { contactShares, lostWith } from '#libs/analytics/contact-network.js';
import { lengthOf, nextDay, shiftDay, twelveMonthsTo } from '#libs/analytics/calendar.js';
import { hostageRisk, type HostageInputs, type HostageRisk } from '#libs/analytics/hostage-risk.js';
import { fromMinor, toMinor } from '#libs/analytics/money.js';
import { type Money } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type InteractionEntry } from '#libs/read-models/interaction-log/interaction-log.js';
import { type AccountPeople } from '#libs/read-models/people-risk/people-risk.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { contactFigures, type ContactFigures, type CountedTouch, type Counting, inCharge, teamOf, touchesOn } from './contacts.js';
import { NO_SALES_LINE, partOf, type SalesLines } from './sales-lines.js';

/** What the risk of people is told from. */
export interface PeopleMaterial extends Counting {
  readonly sales: SalesLines;
  readonly reporting: Reporting;
}

/** An account with the parts that it speaks for, itself first, and their interactions. */
export interface Held {
  readonly accountId: string;
  readonly parts: readonly AccountPeople[];
  readonly entries: readonly InteractionEntry[];
}

/** What the judgement of an account rests on; null where it is not known. */
export type HostageFigures = { readonly [Input in keyof HostageInputs]: number | null };

/** Whether one person holds an account, and since when. */
export interface HostageAnswer extends HostageRisk {
  /** Who has most of the contacts. */
  readonly employeeId: string | null;
  readonly figures: HostageFigures;
  /** The first day of the present time in which it is so, at most {@link SINCE_DAYS_MAX} days ago; null: it is not. */
  readonly since: Day | null;
  /** The person's contacts on that day, the latest {@link EVIDENCE_MAX} events. */
  readonly evidence: readonly string[];
}

/** What is lost with somebody. */
export interface LossAnswer {
  readonly employeeId: string;
  /** The share of the contacts of which nobody else knows. */
  readonly contactsLost: number;
  /** Net sales of twelve months × that share. */
  readonly revenueAtRisk: Money;
}

/** The people of an account and what hangs on them. */
export interface AccountPeopleRisk extends ContactFigures {
  readonly accountId: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly backup: string | null;
  /** The latest handover that was completed. */
  readonly handedOverOn: Day | null;
  /** Of the twelve months that end with the day. */
  readonly netSales: Money;
  readonly hostage: HostageAnswer;
  /** What is lost if the person with most of the contacts leaves tomorrow; null where there were none. */
  readonly withoutTop: LossAnswer | null;
}

/** Days that a judgement is followed back. */
export const SINCE_DAYS_MAX = 1_096;
/** Events that an answer names as evidence. */
export const EVIDENCE_MAX = 20;

/** Months of sales that the judgement of one day rests on. */
export const SALES_MONTHS = 24;

/** The people of an account on a day. `following`: whether to look since when it is held. */
export const peopleRiskOf = (held: Held, at: Instant, material: PeopleMaterial, following = true): AccountPeopleRisk => {
  const { policy, reporting } = material;
  const day = reporting.today;
  const judged = judge(held, day, material);
  const own = held.parts[0];
  const { top } = judged;
  return {
    accountId: held.accountId,
    name: own?.name ?? null,
    ...inCharge(own),
    handedOverOn: own?.passedOn.at(-1)?.on ?? null,
    ...contactFigures(judged.touches, own === undefined ? new Set() : teamOf(own, at), policy),
    netSales: moneyOf(judged.sold, reporting),
    hostage: hostageAnswer(held, day, judged, material, following),
    withoutTop: top === undefined ? null : lossOf(judged, new Set([top.employeeId]), top.employeeId, reporting),
  };
};

/** What is lost with some people of an account. */
export const lossOf = (
  { touches, sold }: Pick<Judged, 'touches' | 'sold'>,
  leaving: ReadonlySet<string>,
  employeeId: string,
  reporting: Reporting,
): LossAnswer => {
  const contactsLost = lostWith(touches, leaving);
  return { employeeId, contactsLost, revenueAtRisk: moneyOf(shareOf(sold, contactsLost), reporting) };
};

/** An amount × a share, rounded to the minor unit; what is sold below zero risks nothing. */
export const shareOf = (minor: bigint, share: number): bigint =>
  minor <= 0n ? 0n : (minor * BigInt(Math.round(share * SHARE_STEPS)) + BigInt(SHARE_STEPS / 2)) / BigInt(SHARE_STEPS);
const SHARE_STEPS = 1_000_000;

/** Minor units as money of the reporting currency. */
export const moneyOf = (minor: bigint, { currency }: Pick<Reporting, 'currency'>): Money => ({
  amount: fromMinor(minor, currency),
  currency,
});

/** An account as it is judged on a day. */
export interface Judged {
  readonly touches: readonly CountedTouch[];
  /** Who has most of the contacts. */
  readonly top: { readonly employeeId: string; readonly share: number } | undefined;
  readonly sold: bigint;
  readonly inputs: HostageInputs;
  readonly risk: HostageRisk;
}

/** Judges an account on a day: by its contacts, its sales and those of the person with most of the contacts. */
export const judge = (held: Held, day: Day, material: PeopleMaterial): Judged => {
  const { policy, sales } = material;
  const touches = touchesOn(held.entries, held.parts, day, material);
  const [first] = contactShares(touches);
  const top = first && { employeeId: first[0], share: first[1] };
  const { from, to } = twelveMonthsTo(day);
  const line = sales.byAccount.get(held.accountId) ?? NO_SALES_LINE;
  const sold = line.between(from, to);
  const whole = sales.all.between(from, to);
  const before = line.between(shiftDay(from, -12), shiftDay(to, -12));
  const byTop = top === undefined ? undefined : (sales.byEmployee.get(top.employeeId) ?? NO_SALES_LINE).between(from, to);
  const inputs: HostageInputs = {
    accountRevenueShare: partOf(sold, whole),
    employeeRevenueShare: byTop === undefined ? undefined : partOf(byTop, whole),
    topShare: top?.share,
    growth: partOf(sold - before, before),
    headroom: headroomOf(held.parts, sold, day, material.reporting),
  };
  return { touches, top, sold, inputs, risk: hostageRisk(inputs, policy) };
};

const hostageAnswer = (held: Held, day: Day, judged: Judged, material: PeopleMaterial, following: boolean): HostageAnswer => {
  const { inputs, risk, top } = judged;
  const employeeId = top?.employeeId ?? null;
  const figures = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, value ?? null])) as unknown as HostageFigures;
  if (!risk.isHostage || !following) return { ...risk, employeeId, figures, since: null, evidence: [] };
  let [since, then] = [day, judged];
  for (let back = 1; back < SINCE_DAYS_MAX; back += 1) {
    const earlier = dayBefore(since);
    const before = judge(held, earlier, material);
    if (!before.risk.isHostage) break;
    [since, then] = [earlier, before];
  }
  const holder = then.top?.employeeId;
  const evidence = then.touches
    .filter(({ people }) => holder !== undefined && people.includes(holder))
    .map(({ entry }) => entry)
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .slice(0, EVIDENCE_MAX)
    .map(({ eventId }) => eventId);
  return { ...risk, employeeId, figures, since, evidence };
};

const DAY_MS = 86_400_000;
const dayBefore = (day: Day): Day => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

/** How many periods of a length make a year. */
const A_YEAR = { month: 12n, quarter: 4n, year: 1n } as const;

/**
 * The part of the wallet that others have: by the estimate of all categories together of the latest period, else by the sum of its
 * categories, a year's worth of it. `undefined` where none is known in the reporting currency.
 */
const headroomOf = (parts: readonly AccountPeople[], sold: bigint, day: Day, { currency }: Reporting): number | undefined => {
  const known = parts
    .flatMap(({ wallets }) => Object.entries(wallets))
    .filter(([, { amount, at }]) => amount.currency === currency && at.slice(0, 10) <= day)
    .map(([key, { amount }]) => ({ period: key.slice(0, key.indexOf('|')), category: key.slice(key.indexOf('|') + 1), amount }));
  const latest = known
    .map(({ period }) => period)
    .toSorted()
    .at(-1);
  if (latest === undefined) return undefined;
  const ofLatest = known.filter(({ period }) => period === latest);
  const total = ofLatest.filter(({ category }) => category === '');
  const wallet = (total.length > 0 ? total : ofLatest).reduce((sum, { amount }) => sum + toMinor(amount.amount, currency), 0n);
  const share = partOf(sold, wallet * A_YEAR[lengthOf(latest)]);
  return share === undefined ? undefined : 1 - Math.min(1, Math.max(0, share));
};

/** The month from which sales are needed to judge a day, followed back or not. */
export const salesSince = (day: Day, following: boolean): string => {
  const days = following ? shiftDay(day, -36) : day;
  return nextDay(shiftDay(days, -SALES_MONTHS)).slice(0, 7);
};
