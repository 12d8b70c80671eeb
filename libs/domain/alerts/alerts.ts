import { type Facet } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { requireVersion } from '../basis.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { sameData } from '../guards.js';
import { changed, ended, lifeCycle, type Lives } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type AlertState, contradictionsIn, lastTold, openAt, raisedAfter } from './alert.js';
import { type AlertCommands, type AlertEvents } from './messages.js';

export interface Alerts {
  readonly byId: Lives<AlertState>;
  /** Ids of withdrawn alerts: they stand in answers and messages; none is given twice. */
  readonly withdrawn: PersistentMap<string, true>;
}

export type AlertCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'INVALID_BASIS'
  | 'ALERT_ID_TAKEN'
  | 'ALERT_RAISED_LATER'
  | 'ALERT_NOT_FOUND'
  | 'ALERT_CLEARED'
  | 'ALERT_NOT_RAISED_YET'
  | 'ALERT_TOLD_LATER';

interface Needs {
  readonly ownership: Ownership;
  readonly alerts: Alerts;
}

/** What rules found true of the account: one open alert a rule, raised, updated and cleared by whoever evaluates it. */
export const alerts: Facet<'alerts', Alerts, AlertCommands, AlertEvents, AlertCode, Needs> = {
  name: 'alerts',
  initial: { byId: PersistentMap.empty(), withdrawn: PersistentMap.empty() },
  decide: {
    RaiseAlert: ({ commandId, occurredAt, data }, { ownership, alerts: { byId, withdrawn } }, context) => {
      const { alertId = commandId, rule, severity = 'warning', policy, inputs } = data;
      const unknown = requireVersion(policy, context, '/policy');
      if (unknown) return unknown;
      const told = { policy, severity, inputs };
      const open = openAt(byId, rule, occurredAt);
      if (open !== undefined) {
        const [openId, { told: line }] = open;
        return sameData(valueAt(line, occurredAt), told)
          ? []
          : [{ type: 'AlertUpdated', data: { alertId: openId, rule, ...told }, policy }];
      }
      const refusal = requireNoneLater(byId, rule, occurredAt) ?? cycle.requireFree(byId, alertId);
      if (refusal) return refusal;
      if (withdrawn.has(alertId)) return taken(alertId, 'withdrawn');
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'AlertRaised', data: { alertId, rule, ...told, credit }, policy }] : credit;
    },

    AcknowledgeAlert: ({ occurredAt, data }, { alerts: { byId } }) => {
      const alert = cycle.findRunning(byId, data.alertId, occurredAt);
      if (isRejection(alert)) return alert;
      const isSaid = alert.seen.some(({ value, since }) => since <= occurredAt && (data.remark === undefined || value === data.remark));
      return isSaid ? [] : [{ type: 'AlertAcknowledged', data }];
    },

    ClearAlert: ({ occurredAt, data }, { alerts: { byId } }) => {
      const alert = cycle.findEnding(byId, data.alertId, 'cleared', occurredAt);
      if (alert === 'already') return [];
      if (isRejection(alert)) return alert;
      const last = lastTold(alert);
      if (last <= occurredAt) return [{ type: 'AlertCleared', data }];
      const detail = `Alert ${data.alertId} was open on ${last}, when it was updated or acknowledged: correct occurredAt.`;
      return reject('ALERT_TOLD_LATER', detail, '/occurredAt');
    },
  },

  evolve: {
    AlertRaised: (state, { data: { alertId, rule, policy, severity, inputs }, meta: { occurredAt: begun } }) => {
      const told = [{ value: { policy, severity, inputs }, since: begun }];
      return { ...state, byId: state.byId.with(alertId, { begun, rule, told, seen: [] }) };
    },
    AlertUpdated: (state, { data: { alertId, policy, severity, inputs }, meta }) => ({
      ...state,
      byId: changed(state.byId, alertId, (alert) => ({
        ...alert,
        told: withValue(alert.told, { policy, severity, inputs }, meta.occurredAt),
      })),
    }),
    AlertAcknowledged: (state, { data: { alertId, remark }, meta }) => ({
      ...state,
      byId: changed(state.byId, alertId, (alert) => ({ ...alert, seen: withValue(alert.seen, remark, meta.occurredAt) })),
    }),
    AlertCleared: (state, { data: { alertId }, meta }) => ({ ...state, byId: ended(state.byId, alertId, 'cleared', meta.occurredAt) }),
  },

  withdrawn: {
    AlertRaised: (state, { data: { alertId } }) => ({ ...state, withdrawn: state.withdrawn.with(alertId, true) }),
  },
  invariants: ({ alerts: { byId } }) => contradictionsIn(byId),
};

/** A rule that has been true since a later moment would be open twice. */
const requireNoneLater = (byId: Lives<AlertState>, rule: string, at: Instant): Rejection<'ALERT_RAISED_LATER'> | undefined => {
  const later = raisedAfter(byId, rule, at);
  if (later === undefined) return undefined;
  const [alertId, { begun }] = later;
  const fix = 'correct occurredAt, or move that one with CorrectFact if the rule was true before';
  return reject('ALERT_RAISED_LATER', `Rule ${rule} has alert ${alertId} since ${begun}: ${fix}.`, '/occurredAt');
};

const taken = (alertId: string, how: string): Rejection<'ALERT_ID_TAKEN'> =>
  reject('ALERT_ID_TAKEN', `Alert ${alertId} was ${how} already: give the new one another id.`, '/alertId');

const cycle = lifeCycle<AlertState, AlertCode>({
  taken: (alertId) => taken(alertId, 'raised'),
  unknown: (alertId) =>
    reject('ALERT_NOT_FOUND', `There is no alert ${alertId}: GET /v1/alerts lists those that there are, check the id.`, '/alertId'),
  over: (alertId, { ended: end }) =>
    reject('ALERT_CLEARED', `Alert ${alertId} was cleared on ${end?.at}: what becomes true again is raised anew.`, '/alertId'),
  early: (alertId, { begun }, at) =>
    reject('ALERT_NOT_RAISED_YET', `Alert ${alertId} was raised on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});
