import { ALERT_SEVERITIES } from '#libs/domain/alerts/messages.js';
import { id, oneOf, text } from '#libs/kernel/kinds.js';
import { type AlertRecord, alerts as alertModel } from '#libs/read-models/alerts/alerts.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

export type AlertsAnswer = Listed<AlertRecord>;

/** What rules found true, the latest first. */
export const alerts = list({
  name: 'Alerts',
  path: '/v1/alerts',
  summary: 'What rules found true of accounts, with what they rest on and who has seen it',
  readModel: alertModel,
  filters: {
    accountId: id,
    rule: text(130, 'silence.quiet'),
    status: oneOf(['open', 'acknowledged', 'cleared']),
    severity: oneOf(ALERT_SEVERITIES),
  },
  accountIn: 'accountId',
  parameters: { employeeId: id },
  where: ({ parameters: { employeeId } }) => (employeeId === undefined ? {} : { 'credit.employeeId': employeeId }),
  sort: { by: { raisedAt: 'raisedAt' }, unless: '-raisedAt' },
  live: true,
  item: (alert): AlertRecord => alert,
});
