import { type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { type DatedLine } from '../dated-line.js';
import { type Life, type Lives } from '../life-cycle.js';
import { type AlertEvents } from './messages.js';

/** What an alert says of its rule. */
export type Told = Omit<AlertEvents['AlertUpdated'], 'alertId' | 'rule'>;

/** An alert from its raising to its clearing. */
export interface AlertState extends Life<'cleared'> {
  readonly rule: string;
  readonly told: DatedLine<Told>;
  /** What was remarked when it was acknowledged, if anything. */
  readonly seen: DatedLine<string | undefined>;
}

/** The alert of a rule that was open at a moment. */
export const openAt = (alerts: Lives<AlertState>, rule: string, at: Instant): readonly [alertId: string, AlertState] | undefined =>
  alerts.entries().find(([, alert]) => alert.rule === rule && alert.begun <= at && (alert.ended === undefined || alert.ended.at > at));

/** The alert of a rule that was raised next after a moment. */
export const raisedAfter = (alerts: Lives<AlertState>, rule: string, at: Instant): readonly [alertId: string, AlertState] | undefined =>
  alerts
    .entries()
    .filter(([, alert]) => alert.rule === rule && alert.begun > at)
    .toSorted(([, left], [, right]) => (left.begun < right.begun ? -1 : 1))[0];

/** When something was last told of an alert. */
export const lastTold = ({ told, seen }: AlertState): Instant =>
  [told.at(-1)?.since ?? '', seen.at(-1)?.since ?? ''].reduce((last, at) => (at > last ? at : last));

/** What contradicts itself: no command comes to it, a correction could. */
export const contradictionsIn = (alerts: Lives<AlertState>): readonly Violation[] => {
  const found: Violation[] = [];
  for (const [alertId, alert] of alerts.entries()) {
    const subject = `alert ${alertId}`;
    const { begun, ended, rule } = alert;
    if (ended !== undefined && (ended.at < begun || lastTold(alert) > ended.at))
      found.push({
        code: 'ALERT_CLEARED_TOO_EARLY',
        subject,
        detail: `Alert ${alertId} would be cleared on ${ended.at}, before what is told of it.`,
      });
    if ([...alert.told, ...alert.seen].some(({ since }) => since < begun))
      found.push({
        code: 'ALERT_RAISED_TOO_LATE',
        subject,
        detail: `Alert ${alertId} would be raised on ${begun}, after what is told of it.`,
      });
    const next = raisedAfter(alerts, rule, begun);
    if (next !== undefined && (ended === undefined || ended.at > next[1].begun))
      found.push({ code: 'ALERTS_OVERLAP', subject, detail: `Alerts ${alertId} and ${next[0]} of rule ${rule} would be open at once.` });
  }
  return found;
};
