import { calendarDaysBetween, monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type CadenceDocument } from './cadence.js';

/** Something that is due every so many days. */
export interface Rhythm {
  readonly what: 'review' | 'plan-update' | 'executive-touch' | 'intel-report';
  /** `null`: never. */
  readonly lastOn: Day | null;
  readonly everyDays: number;
  /** Since the last one, or since the account was opened. */
  readonly ageDays: number;
  readonly inTime: boolean;
}

/** How an initiative was announced. */
export interface Notice {
  readonly initiativeId: string;
  readonly title: string;
  readonly startsOn: Day;
  readonly announcedOn: Day | null;
  /** Days between the announcement and the start; `null`: not announced. */
  readonly noticeDays: number | null;
  /** `due`: to be announced now; `short`: less than the notice, more than its minimum; `late`: less, or never; `ahead`: not due yet. */
  readonly status: 'in-time' | 'short' | 'late' | 'due' | 'ahead';
}

/** What became of the report of a month. */
export interface ReportLine {
  readonly month: string;
  readonly deliveredOn: Day | null;
  readonly acknowledgedBy: string | null;
  readonly status: 'acknowledged' | 'delivered' | 'missed';
}

/** How disciplined an account is worked, on a day. */
export interface Compliance {
  /** Share of what is due that is in time, 0–1. */
  readonly compliance: number;
  readonly rhythms: readonly Rhythm[];
  readonly notices: readonly Notice[];
  /** Of the months since the first report, the latest {@link REPORTS_SHOWN}. */
  readonly reports: readonly ReportLine[];
  /** The points of the relationship before the first report and now; `null` where there is no review on one side. */
  readonly reportEffect: { readonly before: number; readonly now: number; readonly change: number } | null;
}

const REPORTS_SHOWN = 12;

/** What policy `cadence` asks for, held against what was done by a day. A closed account is asked for nothing. */
export const complianceOf = (document: CadenceDocument, today: Day, policy: PolicyDocument<'cadence'>, isClosed = false): Compliance => {
  const delivered = Object.values(document.reports).flatMap(({ deliveredOn }) => (deliveredOn === null ? [] : [deliveredOn]));
  const rhythms = [
    rhythm(
      'review',
      document.reviews.map(({ on }) => on),
      policy.reviewDays,
      document,
      today,
      isClosed,
    ),
    rhythm('plan-update', document.planUpdates, policy.planUpdateDays, document, today, isClosed),
    rhythm('executive-touch', document.executiveTouches, policy.executiveTouchDays, document, today, isClosed),
    // A report is due once there was one: it is a habit that is begun, and then missed.
    ...(delivered.length === 0 ? [] : [rhythm('intel-report', delivered.toSorted(), policy.intelReportDays, document, today, isClosed)]),
  ];
  const notices = Object.entries(document.initiatives).map(([initiativeId, initiative]) => {
    const { startsOn, announcedOn } = initiative;
    const noticeDays = announcedOn === null ? null : calendarDaysBetween(announcedOn, startsOn);
    return {
      initiativeId,
      ...initiative,
      noticeDays,
      status: noticeStatus(noticeDays, isClosed ? Infinity : calendarDaysBetween(today, startsOn), policy),
    };
  });
  const due = [...rhythms.map(({ inTime }) => inTime), ...notices.filter(({ status }) => status !== 'ahead').map(isGood)];
  return {
    compliance: due.filter(Boolean).length / due.length,
    rhythms,
    notices,
    reports: reportLines(document, today),
    reportEffect: effectOf(document, delivered.toSorted()[0]),
  };
};

const isGood = ({ status }: Pick<Notice, 'status'>): boolean => status === 'in-time';

const rhythm = (
  what: Rhythm['what'],
  days: readonly Day[],
  everyDays: number,
  { openedOn }: CadenceDocument,
  today: Day,
  isClosed: boolean,
): Rhythm => {
  const lastOn = days.findLast((on) => on <= today) ?? null;
  const ageDays = Math.max(0, calendarDaysBetween(lastOn ?? openedOn ?? today, today));
  return { what, lastOn, everyDays, ageDays, inTime: isClosed || ageDays <= everyDays };
};

const noticeStatus = (
  noticeDays: number | null,
  daysLeft: number,
  { noticeDays: asked, noticeDaysMin }: PolicyDocument<'cadence'>,
): Notice['status'] => {
  if (noticeDays === null) return daysLeft > asked ? 'ahead' : daysLeft >= noticeDaysMin ? 'due' : 'late';
  return noticeDays >= asked ? 'in-time' : noticeDays >= noticeDaysMin ? 'short' : 'late';
};

/** The report of a month is expected once the month is over. */
const reportLines = ({ reports }: CadenceDocument, today: Day): readonly ReportLine[] => {
  const [first] = Object.keys(reports);
  if (first === undefined) return [];
  const lines: ReportLine[] = [];
  for (let month = first; month < monthOf(today) || reports[month] !== undefined; month = shiftMonth(month, 1)) {
    const { deliveredOn = null, acknowledgedBy = null } = reports[month] ?? {};
    lines.push({ month, deliveredOn, acknowledgedBy, status: acknowledgedBy ? 'acknowledged' : deliveredOn ? 'delivered' : 'missed' });
  }
  return lines.slice(-REPORTS_SHOWN);
};

const effectOf = ({ reviews }: CadenceDocument, first: Day | undefined): Compliance['reportEffect'] => {
  if (first === undefined) return null;
  const before = reviews.findLast(({ on }) => on <= first)?.total;
  const now = reviews.findLast(({ on }) => on > first)?.total;
  return before === undefined || now === undefined ? null : { before, now, change: now - before };
};
