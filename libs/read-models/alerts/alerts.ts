import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type AlertEvents, type AlertSeverity } from '#libs/domain/alerts/messages.js';
import { type Credit } from '#libs/domain/values.js';

/** What a rule was found true of, at one moment. */
export interface AlertFinding {
  readonly at: Instant;
  readonly severity: AlertSeverity;
  /** The version of the policy that the rule was evaluated under. */
  readonly policy: string;
  readonly inputs: object;
  /** Ids of the events that it rests on. */
  readonly evidence: readonly string[];
  /** The event that told it. */
  readonly eventId: string;
}

/** An alert with what it rests on and what became of it. Severity, policy, inputs and evidence are those of the latest finding. */
export interface AlertRecord extends Omit<AlertFinding, 'at' | 'eventId'> {
  readonly accountId: string;
  readonly alertId: string;
  readonly rule: string;
  readonly status: 'open' | 'acknowledged' | 'cleared';
  readonly raisedAt: Instant;
  readonly raisedBy: string;
  /** The latest {@link FINDINGS_MAX} findings, oldest first. */
  readonly findings: readonly AlertFinding[];
  /** The latest acknowledgement. */
  readonly acknowledged?: { readonly at: Instant; readonly by: string; readonly remark?: string };
  readonly cleared?: { readonly at: Instant; readonly by: string; readonly reason: string };
  /** Whom it counts for: the owner of the time at which it was raised. */
  readonly credit: Credit;
}

/** Findings that one alert keeps; the timeline has all of them. */
export const FINDINGS_MAX = 20;

const keyOf = (event: Fact<AlertEvents>): string => `${idOf(event.stream)}/${event.data.alertId}`;

/** Which rules are true of which account, since when, on what ground, and who has seen it. */
export const alerts: Projection<AlertRecord, AlertEvents> = {
  name: 'alerts',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['raisedAt'],
    ['status', 'raisedAt'],
    ['rule', 'raisedAt'],
    ['severity', 'raisedAt'],
    ['accountId', 'raisedAt'],
    ['credit.employeeId', 'raisedAt'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    AlertRaised: (_, event) => {
      const { alertId, rule, credit } = event.data;
      const { occurredAt: raisedAt, actor: raisedBy } = event.meta;
      const finding = found(event);
      const alert = { accountId: idOf(event.stream), alertId, rule, status: 'open' as const, raisedAt, raisedBy, findings: [], credit };
      return withFinding({ ...alert, ...finding }, finding);
    },
    AlertUpdated: (alert, event) => alert && withFinding(alert, found(event)),
    AlertAcknowledged: (alert, { data: { remark }, meta }) => {
      if (alert === undefined || (alert.acknowledged?.at ?? '') > meta.occurredAt) return alert;
      const acknowledged = { at: meta.occurredAt, by: meta.actor, ...(remark === undefined ? {} : { remark }) };
      return { ...alert, acknowledged, status: alert.status === 'cleared' ? 'cleared' : 'acknowledged' };
    },
    AlertCleared: (alert, { data: { reason }, meta }) =>
      alert && { ...alert, status: 'cleared', cleared: { at: meta.occurredAt, by: meta.actor, reason } },
  },
};

const found = ({ id, data, meta }: Fact<AlertEvents, 'AlertRaised' | 'AlertUpdated'>): AlertFinding => ({
  at: meta.occurredAt,
  severity: data.severity,
  policy: data.policy,
  inputs: data.inputs,
  evidence: meta.evidence ?? [],
  eventId: id,
});

/** Findings may be told in any order: the latest by when it was found holds. */
const withFinding = (alert: Omit<AlertRecord, never>, finding: AlertFinding): AlertRecord => {
  const place = alert.findings.findLastIndex(({ at }) => at <= finding.at) + 1;
  const findings = alert.findings.toSpliced(place, 0, finding).slice(-FINDINGS_MAX);
  const { severity, policy, inputs, evidence } = findings.at(-1)!;
  return {
    accountId: alert.accountId,
    alertId: alert.alertId,
    rule: alert.rule,
    severity,
    policy,
    inputs,
    evidence,
    status: alert.status,
    raisedAt: alert.raisedAt,
    raisedBy: alert.raisedBy,
    findings,
    ...(alert.acknowledged && { acknowledged: alert.acknowledged }),
    ...(alert.cleared && { cleared: alert.cleared }),
    credit: alert.credit,
  };
};
