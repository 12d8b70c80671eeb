import { shiftDay } from '#libs/analytics/calendar.js';
import { textOf } from '#libs/contracts/texts.js';
import { type AccountEvents } from '#libs/domain/messages.js';
import { CHURN_REASONS, type ChurnReason, type ExternalChange } from '#libs/domain/values.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type TimelineEntry } from '#libs/read-models/account-timeline/account-timeline.js';
import { type View } from '../view.js';

/** An event that speaks for a reason to leave, before anybody has left. */
export interface WarningEvent {
  readonly eventId: string;
  readonly type: string;
  readonly title: string;
  readonly summary: string;
  readonly at: Instant;
}

/** What speaks for one reason. */
export interface EarlyWarning {
  readonly reason: ChurnReason;
  readonly events: number;
  /** The latest {@link EVENTS_MAX} of them, the latest first. */
  readonly latest: readonly WarningEvent[];
}

export const EVENTS_MAX = 20;
/** Months back that an event warns. */
const MONTHS = 6;

/** An event that speaks for a reason, always or where its data say so. */
interface Sign {
  readonly type: string;
  readonly isSign: (data: object) => boolean;
}

const sign = <Type extends keyof AccountEvents>(type: Type, isSign: (data: AccountEvents[Type]) => boolean = () => true): Sign => ({
  type,
  isSign: isSign as (data: object) => boolean,
});

const outside = (...kinds: readonly ExternalChange[]): Sign =>
  sign('ExternalChangeRecorded', ({ kind, reasons = [] }) => kinds.some((one) => one === kind || reasons.some((reason) => reason === one)));

/** The events that speak for each reason. `forgotten` has none: that nothing happens is seen by the days since the last contact. */
const SIGNS: Readonly<Record<ChurnReason, readonly Sign[]>> = {
  service: [sign('ComplaintRecorded'), sign('FrictionRecorded')],
  quality: [sign('ReturnRecorded')],
  deadline_promise: [sign('PromiseBroken'), sign('PromiseKept', ({ daysLate }) => daysLate > 0)],
  ignored_opinion: [sign('SuggestionDeclined'), sign('ComplaintReopened')],
  forgotten: [],
  price: [sign('DiscountGranted')],
  competitor: [sign('CompetitorSighted')],
  market: [outside('market', 'industry')],
  policy: [outside('policy')],
  technology: [outside('technology')],
};

/** What of the last months speaks for each reason to leave; what was withdrawn speaks for nothing. */
export const earlyWarnings = async (
  timeline: View<TimelineEntry>,
  accountIds: readonly string[],
  today: Day,
  language: string,
): Promise<readonly EarlyWarning[]> => {
  const from = shiftDay(today, -MONTHS);
  const warnings: EarlyWarning[] = [];
  for (const reason of CHURN_REASONS) {
    const entries: TimelineEntry[] = [];
    for (const { type, isSign } of SIGNS[reason]) {
      for (const accountId of accountIds) {
        const found = await timeline.all({ accountId, type, order: { gte: from } });
        entries.push(...found.filter(({ retractedBy, data }) => retractedBy === undefined && isSign(data)));
      }
    }
    const sorted = entries.toSorted((left, right) => (left.order > right.order ? -1 : 1));
    if (sorted.length > 0)
      warnings.push({ reason, events: sorted.length, latest: sorted.slice(0, EVENTS_MAX).map((entry) => told(entry, language)) });
  }
  return warnings.toSorted((left, right) => right.events - left.events);
};

const told = ({ entryId, type, data, at }: TimelineEntry, language: string): WarningEvent => ({
  eventId: entryId,
  type,
  ...textOf(type, data, language),
  at,
});
